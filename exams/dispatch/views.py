"""Pages of dispatch: a session's people, the invitations, the answers, the check-in."""

import uuid
from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from exams.dispatch import rules, services
from exams.dispatch.forms import CardForm, InviteForm
from exams.dispatch.models import Assignment
from exams.dispatch.pool import circumstances, least, missing, pool
from exams.sessions.models import Session
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.files.lines import file_line
from sdzx.ui import tables
from sdzx.ui.parts import Button, Column, Fact, FactGroup, FileLine
from sdzx.ui.printing import PrintView
from sdzx.ui.views import Action, EditView, OfficeView, RecordView, StepView, TableView
from sdzx.workflow import Blocker, Refused

RELATED = ("session__project", "session__site", "person", "qualification", "letter")
READERS = (Role.ARRANGER, Role.DIRECTOR, Role.CONFIRMER, Role.SITE, Role.EXAMINER, Role.SUPERVISOR, Role.PROVINCE,
           Role.AUDITOR)  # fmt: skip


class AssignmentTable(TableView):
    """The centre's dispatches, the site's, or one's own."""

    model = Assignment
    roles = READERS
    title = "派遣"
    columns = (
        Column("考核日期", "session.starts_at", order="session__starts_at"),
        Column("姓名", "person.name", order="person__name", link=True),
        Column("职责", "get_duty_display", order="duty"),
        Column("项目", "session.project.name"),
        Column("考点", "session.site.name"),
        Column("场次", "session.number", order="session__number"),
        Column("状态", "get_status_display", order="status", badge=True),
    )
    order = ("-session__starts_at", "duty")
    related = ("session__project", "session__site", "person")
    empty = ("还没有派遣", "场次发布后，在场次的派遣页抽取或指定考评员、督导员。")


class AssignmentRecord(RecordView):
    """One dispatch: when, where, with which card, the letter."""

    model = Assignment
    roles = READERS
    related = (*RELATED, "session__site__organization", "session__center", "session__specification", "person__employer")

    def groups(self, record: Assignment) -> Sequence[FactGroup]:
        session = record.session
        how = f"随机抽取（种子{record.seed}）" if record.seed else "指定派遣"
        url = reverse("dispatch:session", args=[session.uid]) if self.actor.may("assignment.check_in") else ""
        return (
            FactGroup("考核", (
                Fact("场次", session.number, url=url), Fact("项目", session.project.name),
                Fact("考核时间", session.starts_at), Fact("考点", session.site.name), Fact("地址", session.site.address, wide=True),
                Fact("联系人", f"{session.site.contact} {session.site.phone}"),
            )),
            FactGroup("派遣", (
                Fact("姓名", record.person.name), Fact("职责", record.get_duty_display()),
                Fact("证卡编号", record.qualification.card_number), Fact("派遣方式", how), Fact("答复期限", record.answer_by),
                Fact("到岗时间", record.checked_in_at),
            )),
        )  # fmt: skip

    def links(self, record: Assignment) -> Sequence[Button]:
        going_on = record.session.status in (Session.Status.RUNNING, Session.Status.ENDED)
        if not (going_on and self.actor.may("incident.open")):
            return ()
        return [Button("登记违纪违规", reverse("dispatch:new-incident", args=[record.session.uid]))]

    def files(self, record: Assignment) -> Sequence[FileLine]:
        return [file_line(record.letter, "派遣函")] if record.letter else []

    def blockers(self, record: Assignment) -> Sequence[Blocker]:
        if record.status != Assignment.Status.INVITED or record.session.status != Session.Status.PUBLISHED:
            return ()
        return rules.unsuitable(record.qualification, circumstances(record.session))


class AssignmentStep(StepView):
    """Take, decline, cancel, check in."""

    model = Assignment
    actions: ClassVar[dict[str, Action]] = {
        "take": Action(services.take, blockers=lambda record: rules.not_open(record.session), done="已接受派遣。"),
        "decline": Action(
            services.decline, blockers=lambda record: rules.not_open(record.session), done="已谢绝派遣。"
        ),
        "cancel": Action(services.cancel, blockers=lambda record: rules.not_open(record.session), done="派遣已撤销。"),
        "check_in": Action(services.check_in, form=CardForm, done="已登记到岗。"),
    }


class Letter(PrintView):
    """The frozen duty letter."""

    model = Assignment
    roles = READERS
    related = ("letter",)
    kinds: ClassVar = {"letter": lambda assignment: assignment.letter}


class SessionPage(OfficeView):
    """Pages about one session that the actor may see."""

    grants: ClassVar[tuple[str, ...]] = ("assignment.invite",)

    def session(self) -> Session:
        found = Session.objects.visible_to(self.actor).select_related(
            "project", "specification", "site__organization", "center"
        )
        return get_object_or_404(found, uid=self.kwargs["uid"])


class SessionDispatch(SessionPage):
    """Who comes to a session, who is still wanted, who could be sent and who could not and why."""

    grants = ("assignment.invite", "assignment.check_in")
    roles = (Role.DIRECTOR, Role.AUDITOR, Role.PROVINCE)

    def get(self, request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
        session = self.session()
        people = Assignment.objects.visible_to(self.actor).filter(session=session).select_related(*RELATED)
        columns = [
            Column("姓名", "person.name", link=True), Column("职责", "get_duty_display"),
            Column("证卡编号", "qualification.card_number"), Column("答复期限", "answer_by"),
            Column("到岗时间", "checked_in_at"), Column("状态", "get_status_display", badge=True),
        ]  # fmt: skip
        table = tables.build(
            columns, people, caption="已派遣人员", url_of=lambda each: reverse("dispatch:record", args=[each.uid])
        )
        inviting = self.actor.may("assignment.invite")
        context = {
            "title": f"派遣：{session.number}", "session": session, "table": table, "groups": self.facts(session),
            "buttons": self.buttons(session), "status_label": session.get_status_display(), "status_tone": session.tone,
            "blockers": self.blockers(session),
            "pools": self.pools(session) if inviting and session.status == Session.Status.PUBLISHED else (),
        }  # fmt: skip
        return render(request, "exams/dispatch/session.html", context)

    def blockers(self, session: Session) -> Sequence[Blocker]:
        """On the day itself: what the start would be refused for."""
        today = session.status == Session.Status.PUBLISHED and session.day <= clock.today()
        return services.start_check(session) if today else ()

    def facts(self, session: Session) -> tuple[FactGroup]:
        return (
            FactGroup("", (
                Fact("项目", session.project.name), Fact("考点", session.site.name), Fact("考核时间", session.starts_at),
                Fact("需要考评员", f"{least(session)}人"), Fact("需要督导员", f"{rules.SUPERVISORS}人"),
            )),
        )  # fmt: skip

    def buttons(self, session: Session) -> list[Button]:
        shown = []
        if self.actor.may("assignment.check_in") and session.status in (
            Session.Status.PUBLISHED,
            Session.Status.RUNNING,
        ):
            shown.append(Button("到岗登记", reverse("dispatch:check-in", args=[session.uid])))
        if self.actor.may("assignment.invite") and session.status == Session.Status.PUBLISHED:
            shown.append(Button("指定派遣", reverse("dispatch:invite", args=[session.uid])))
        if self.actor.may("incident.open"):
            shown.append(Button("登记违纪违规", reverse("dispatch:new-incident", args=[session.uid])))
        return shown

    def pools(self, session: Session) -> list[dict[str, Any]]:
        around = circumstances(session)
        rows = []
        for duty in Assignment.Duty:
            candidates = pool(session, duty, around)
            rows.append({
                "duty": duty, "missing": missing(session, duty), "draw": reverse("dispatch:draw", args=[session.uid, duty]),
                "fit": [each for each in candidates if not each.blockers],
                "unfit": [each for each in candidates if each.blockers],
            })  # fmt: skip
        return rows


class Draw(SessionPage):
    """The draw itself: POST only, back to the session's page with who was drawn or why not."""

    def post(self, request: HttpRequest, uid: uuid.UUID, duty: str) -> HttpResponse:
        session = self.session()
        if duty not in Assignment.Duty.values:
            raise Http404(duty)
        try:
            made = services.draw(session, by=self.actor, duty=duty)
        except Refused as refusal:
            context = {"title": "随机抽取", "blockers": refusal.blockers, "back_url": self.back(session)}
            return render(request, "exams/dispatch/refused.html", context, status=422)
        self.tell(f"已抽取并邀请：{'、'.join(each.person.name for each in made)}。")
        return redirect(self.back(session))

    def back(self, session: Session) -> str:
        return reverse("dispatch:session", args=[session.uid])


class Invite(SessionPage, EditView):
    """Somebody chosen by hand."""

    title = "指定派遣"
    submit_label = "发出派遣邀请"

    def get_form(self, data: Any = None, files: Any = None) -> InviteForm:
        session = self.session()
        around = circumstances(session)
        fit = [each for duty in Assignment.Duty for each in pool(session, duty, around) if not each.blockers]
        return InviteForm(data, pool=fit)

    def save(self, form: InviteForm) -> str:
        made = services.invite(self.session(), by=self.actor, **form.cleaned_data)
        self.tell(f"已向{made.person.name}发出派遣邀请。")
        return self.back_url()

    def back_url(self) -> str:
        return reverse("dispatch:session", args=[self.kwargs["uid"]])


class CheckIn(SessionPage, EditView):
    """One card after another: the page comes back for the next."""

    grants = ("assignment.check_in",)
    title = "考评员、督导员到岗登记"
    submit_label = "登记到岗"

    def get_form(self, data: Any = None, files: Any = None) -> CardForm:
        self.session()
        return CardForm(data)

    def save(self, form: CardForm) -> str:
        made = services.check_in_by_card(self.session(), by=self.actor, **form.cleaned_data)
        self.tell(f"{made.person.name}（{made.get_duty_display()}）已到岗。")
        return self.request.path

    def back_url(self) -> str:
        return reverse("dispatch:session", args=[self.kwargs["uid"]])
