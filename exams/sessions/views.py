"""Pages of sessions: list, record, steps, planning and seats."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from exams.announcements.models import AnnouncementItem
from exams.registration.models import Registration
from exams.sessions import documents, lookups, rules, services
from exams.sessions.conduct import start_blockers
from exams.sessions.duedays import due_facts, due_short
from exams.sessions.forms import AttendanceForm, PlaceForm, SeatsForm, SessionFilter, seat_by
from exams.sessions.models import Seat, Session
from sdzx import clock
from sdzx.accounts.roles import POOL_ROLES, Role
from sdzx.ui.parts import Button, Column, Fact, FactGroup
from sdzx.ui.views import Action, EditView, OfficeView, RecordView, StepView, TableView, spread
from sdzx.workdays import calendar
from sdzx.workdays.due import due
from sdzx.workflow import Blocker, Refused

Status = Session.Status
_HELD = (Status.PUBLISHED, Status.RUNNING, Status.ENDED, Status.CLOSED)


class SessionTable(TableView):
    """场次."""

    model = Session
    title = "考核场次"
    related = ("project", "site")
    filter_class = SessionFilter
    order = ("-starts_at",)
    columns = (
        Column("场次编号", "number", order="number", link=True),
        Column("项目", "project.name", order="project__name"),
        Column("考点", "site.name", order="site__name"),
        Column("时间", documents.spoken_time, order="starts_at"),
        Column("考生", "candidates", order="candidates", number=True),
        Column("成绩报送期限", due_short, order="scores_due"),
        Column("状态", "get_status_display", order="status", badge=True),
    )
    empty = ("还没有考核场次", "审核通过的考生达到一定人数后，由考务按批次安排考点和场次。")

    def records(self) -> Any:
        return super().records().annotate(candidates=Count("seats", distinct=True))

    def actions(self) -> list[Button]:
        if not self.actor.may("session.edit"):
            return []
        return [Button("安排考场", reverse("sessions:new"), primary=True)]


class SessionRecord(RecordView):
    """A session: facts, what still stands in its way, seats, documents."""

    model = Session
    related = ("project", "site__publication", "specification", "center", "item__announcement", "item__project")
    template = "exams/sessions/record.html"

    def subtitle(self, record: Session) -> str:
        return f"{documents.spoken_time(record)} · {record.site.name}"

    def groups(self, record: Session) -> list[FactGroup]:
        prepared = getattr(record, "preparation", None)
        reads = self.actor.role not in POOL_ROLES  # those sent there see the state only
        address = reverse("sessions:preparations:record", args=[prepared.uid]) if prepared and reads else ""
        drawn = getattr(record, "draw", None)
        released = timezone.localtime(drawn.release_at) if drawn else None
        return [
            FactGroup("考核", (
                Fact("项目", record.project.name), Fact("考核规范", str(record.specification)),
                Fact("批次", str(record.item)), Fact("开始时间", record.starts_at), Fact("结束时间", record.ends_at),
                Fact("组织中心", record.center.name),
            )),
            FactGroup("考点", (
                Fact("考点", record.site.name), Fact("考点状态", record.site.get_status_display()),
                Fact("地址", record.site.address), Fact("联系人", record.site.contact), Fact("电话", record.site.phone),
                Fact("考点准备", prepared.get_status_display() if prepared else "未发出通知单", url=address),
            )),
            FactGroup("进行", (
                Fact("题卷", f"已抽取，{released:%m月%d日 %H:%M}启封" if released else "未抽取"),
                Fact("实际开始", record.started_at), Fact("实际结束", record.ended_at),
                *due_facts(record),
            )),
        ]  # fmt: skip

    def blockers(self, record: Session) -> list[Blocker]:
        if record.status == Status.DRAFT and self.actor.may("session.publish"):
            return publish_blockers(record)
        if record.status == Status.PUBLISHED and self.actor.may("session.start"):
            return start_blockers(record)
        return []

    def links(self, record: Session) -> list[Button]:
        found = []
        if self.actor.may("session.edit") and record.status in (Status.DRAFT, Status.PUBLISHED):
            if record.status == Status.DRAFT:
                found.append(Button("编排考生", reverse("sessions:seats", args=[record.uid])))
            found.append(Button("改期或换考点", reverse("sessions:edit", args=[record.uid])))
        if self.actor.may("session.sign_in") and record.status in (Status.PUBLISHED, Status.RUNNING):
            found.append(Button("考生签到", reverse("sessions:sign-in", args=[record.uid])))
        if record.status == Status.PUBLISHED and self.actor.may("assignment.invite"):
            found.append(Button("派遣考评员、督导员", reverse("dispatch:session", args=[record.uid])))
        if record.status in (Status.RUNNING, Status.ENDED) and self.actor.may("incident.open"):
            found.append(Button("登记违纪违规", reverse("dispatch:new-incident", args=[record.uid])))
        if record.status in _HELD and self.actor.may("session.print"):
            found.append(Button("全部准考证", reverse("sessions:bundles:of-session", args=[record.uid]), get=False))
        if record.status in _HELD and self.actor.role in Printing.roles:
            found += [
                Button(label, reverse("sessions:document", args=[record.uid, kind]))
                for kind, label in Printing.KINDS.items()
            ]
        return found

    def more(self, record: Session) -> dict[str, Any]:
        seats = record.seats.select_related("registration__unit")
        context: dict[str, Any] = {"seats": seats if self.actor.role in Printing.roles else ()}
        if record.status == Status.ENDED and record.scores_due:
            context["due"] = due(record.scores_due, provisional=record.scores_due_provisional)
        if record.status == Status.DRAFT:
            table, plan = calendar.current(), lookups.plan_of(record)
            context["hints"] = rules.hints(
                workday=table.is_workday(record.day), sure=table.is_sure(record.day, record.day)
            )
            context["plan"] = plan
        return context


def publish_blockers(session: Session) -> list[Blocker]:
    """What still stands in the way of publication."""
    seats = list(session.seats.select_related("registration"))
    candidates = [seat.registration for seat in seats]
    found = rules.unpublishable(lookups.plan_of(session), seats, moment=clock.now())
    busy = lookups.busy_elsewhere(session, candidates)
    return found + rules.unseatable(candidates, session=session, busy=busy, seated=())


class SessionStep(StepView):
    """Publish, start, end, cancel."""

    model = Session
    actions = {
        "publish": Action(services.publish, blockers=publish_blockers, done="已发布：准考证已生成，考生和考点已通知。"),
        "start": Action(services.start, blockers=start_blockers, done="考核已开始。"),
        "end": Action(services.end, done="考核已结束，成绩报送期限已起算。"),
        "cancel": Action(services.cancel, done="场次已取消，考生退回待安排。"),
    }


class SessionNew(EditView):
    """Choose a batch (without ?item=), then site, day and time."""

    grants = ("session.edit",)
    title = "安排考场"
    submit_label = "建立场次"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "item" in request.GET:
            return super().get(request, **kwargs)
        context = {"title": "选择批次", "batches": lookups.batches(self.actor.center)}
        return render(request, "exams/sessions/batches.html", context)

    @property
    def item(self) -> AnnouncementItem:
        key = self.request.GET.get("item", "")
        if not key.isdecimal():
            raise Http404(key)
        own = AnnouncementItem.objects.filter(announcement__center=self.actor.center)
        return get_object_or_404(own.select_related("specification", "project", "announcement"), pk=key)

    def get_form(self, data: Any = None, files: Any = None) -> PlaceForm:
        return PlaceForm(data, item=self.item, center=self.actor.center)

    def save(self, form: Any) -> str:
        made = services.create(by=self.actor, item=self.item, **form.place())
        self.tell(f"已建立场次{made.number}，请编排考生。")
        return reverse("sessions:seats", args=[made.uid])

    def back_url(self) -> str:
        return reverse("sessions:new")


class OfSession(EditView):
    """A form about one session."""

    grants = ("session.edit",)

    @property
    def record(self) -> Session:
        visible = Session.objects.visible_to(self.actor)
        related = (
            "item__specification",
            "item__project",
            "item__announcement",
            "project",
            "site__publication",
            "center",
        )
        return get_object_or_404(visible.select_related(*related), uid=self.kwargs["uid"])

    def back_url(self) -> str:
        return reverse("sessions:record", args=[self.kwargs["uid"]])


class SessionEdit(OfSession):
    """Another site, day or time."""

    title = "改期或换考点"
    intro = "已发布的场次改动后，考生、考点都会收到通知，考点须重新确认准备情况；原安排保留在办理记录中。"

    def get_form(self, data: Any = None, files: Any = None) -> PlaceForm:
        record = self.record
        starts, ends = timezone.localtime(record.starts_at), timezone.localtime(record.ends_at)
        initial = {"site": record.site_id, "date": starts.date(), "starts": starts.time(), "ends": ends.time()}
        return PlaceForm(data, item=record.item, center=self.actor.center, initial=initial)

    def context(self) -> dict[str, Any]:
        record = self.record
        unready = rules.unready_site(record.site, center_id=record.center_id)
        return {"intro": "".join([*map(str, unready), self.intro])}

    def save(self, form: Any) -> str:
        services.move(self.record, by=self.actor, **form.place())
        self.tell("已保存新的安排。")
        return self.back_url()


class SessionSeats(OfSession):
    """Who sits in the session; 自动编排 takes as many as the site holds."""

    title = "编排考生"
    intro = "同一单位的考生会分散到各考场并尽量不相邻；有无障碍需求的安排在第1考场前排。"
    template = "exams/sessions/seats.html"

    def get_form(self, data: Any = None, files: Any = None) -> SeatsForm:
        return SeatsForm(data, record=self.record)

    def context(self) -> dict[str, Any]:
        record = self.record
        return {"record": record, "plan": lookups.plan_of(record)}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "fill" not in request.POST:
            return super().post(request, **kwargs)
        try:
            seats = services.fill(self.record, by=self.actor)
        except Refused as refusal:
            return self.page(form := self.get_form(), spread(refusal, form), status=422)
        self.tell(f"已自动编入{len(seats)}名考生。")
        return redirect(self.back_url())

    def save(self, form: Any) -> str:
        seats = services.assign(self.record, by=self.actor, **form.cleaned_data)
        self.tell(f"已编入{len(seats)}名考生。")
        return self.back_url()


def pdf(body: bytes) -> HttpResponse:
    """A PDF shown in the browser, kept by nobody on the way."""
    response = HttpResponse(body, content_type="application/pdf")
    response["Cache-Control"] = "private, no-store"
    return response


class Ticket(OfficeView):
    """准考证 of one registration: for the candidate, the unit, the centre and the site."""

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        candidate = get_object_or_404(Registration.objects.visible_to(self.actor), uid=uid)
        seats = Seat.objects.filter(ticket_number__isnull=False).select_related(*documents.TICKET_RELATED)
        return pdf(documents.tickets([get_object_or_404(seats, registration=candidate)]))


class Printing(OfficeView):
    """What is printed for a published session."""

    roles = (Role.ARRANGER, Role.DIRECTOR, Role.SITE, Role.ARCHIVIST)
    KINDS = {"sign-in": "签到表", "seating": "考场安排"}

    def get(self, request: HttpRequest, uid: Any, kind: str) -> HttpResponseBase:
        visible = Session.objects.visible_to(self.actor).filter(status__in=_HELD)
        session = get_object_or_404(visible.select_related("site", "project", "center", "specification"), uid=uid)
        if kind == "sign-in":
            return pdf(documents.sign_in_sheets(session))
        if kind == "seating":
            return pdf(documents.attendance(session))
        raise Http404(kind)


class SignIn(OfficeView):
    """Attendance: by ticket number or QR code, or from the list."""

    grants = ("session.sign_in",)
    MARKS = {"sign_in": services.sign_in, "mark_absent": services.mark_absent, "refuse_entry": services.refuse_entry}

    def record(self, uid: Any) -> Session:
        return get_object_or_404(Session.objects.visible_to(self.actor).select_related("project", "site"), uid=uid)

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        session = self.record(uid)
        asked = request.GET.get("ticket", "").strip()
        seats = list(session.seats.select_related("registration__unit"))
        here = (Seat.Attendance.PRESENT, Seat.Attendance.LATE)
        context = {
            "title": "考生签到", "session": session, "asked": asked, "found": seat_by(session, asked), "seats": seats,
            "here": sum(seat.attendance in here for seat in seats), "back_url": reverse("sessions:record", args=[uid]),
        }  # fmt: skip
        return render(request, "exams/sessions/sign_in.html", context)

    def post(self, request: HttpRequest, uid: Any) -> HttpResponseBase:
        session, form = self.record(uid), AttendanceForm(request.POST)
        if not form.is_valid():
            raise Http404("a form of ours names a seat and a mark")
        seat = get_object_or_404(session.seats.select_related("session", "registration"), pk=form.cleaned_data["seat"])
        try:
            self.MARKS[form.cleaned_data["mark"]](seat, by=self.actor, note=form.cleaned_data["note"])
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(f"{reverse('sessions:sign-in', args=[uid])}?ticket={seat.ticket_number}")
        self.tell(f"{seat.registration.name}（{seat.room} {seat.seat}号）：{seat.get_attendance_display()}。")
        return redirect("sessions:sign-in", uid)
