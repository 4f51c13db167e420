"""The archive's pages: cases, what they must hold, uploads, holds, disposal."""

import datetime
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.archive import documents, rules, services
from sdzx.archive.forms import CaseFilter, DisposalForm, HoldForm, MaterialForm, VideoForm
from sdzx.archive.models import Case, Hold
from sdzx.archive.presenting import contents, disposal_facts, materials
from sdzx.archive.registry import Requirement
from sdzx.ui.forms import GroundForm
from sdzx.ui.parts import Button, Column, Fact, FactGroup
from sdzx.ui.views import Action, EditView, OfficeView, RecordView, StepView, TableView
from sdzx.workdays.due import by_calendar_now, due, in_list
from sdzx.workflow import Blocker

READERS = (Role.ARCHIVIST, Role.DIRECTOR, Role.SITE, Role.PROVINCE, Role.AUDITOR)
OTHER = Requirement("other", "其他材料", "档案管理", required=False)


def started(case: Case) -> datetime.date | None:
    """The day of the event while the case is open; None afterwards."""
    return case.event_on if case.status == Case.Status.OPEN else None


class CaseList(TableView):
    """The centre's cases; a site sees those of its own sessions and applications."""

    model = Case
    title = "案卷"
    intro = "每个场次、每份考点申请、每套题卷一卷。文书材料保存不少于2年，视频不少于6个月。"
    roles = READERS
    related = ("center",)
    filter_class = CaseFilter
    order = ("-event_on", "-id")
    columns = (
        Column("案卷号", "number", order="number", link=True),
        Column("题名", "title", order="title"),
        Column("类别", "get_kind_display", order="kind"),
        Column("形成日期", "event_on", order="event_on"),
        Column("归档期限", lambda case: in_list(case.due_on, started(case)), order="due_on"),
        Column("状态", "get_status_display", order="status", badge=True),
    )
    empty = ("还没有案卷", "场次、考点申请和题卷办结时系统自动立卷，会出现在这里。")


class CaseRecord(RecordView):
    """A case: what it must hold, what is there, who is asked for the rest, holds and disposal."""

    model = Case
    roles = READERS
    related = ("center", "organization", "disposal_proposed_by", "disposal_approved_by")
    template = "archive/case.html"

    def subtitle(self, record: Case) -> str:
        return f"案卷号 {record.number}　{record.center.name}"

    def title(self, record: Case) -> str:
        return record.title

    def groups(self, record: Case) -> list[FactGroup]:
        facts = [
            Fact("类别", record.get_kind_display()),
            Fact("有关单位", record.organization),
            Fact("形成日期", record.event_on),
            Fact("归档期限", by_calendar_now(record.due_on, started(record))),
        ]
        return [FactGroup("案卷", tuple(facts)), *disposal_facts(record)]

    def links(self, record: Case) -> list[Button]:
        found = [Button("案卷目录（PDF）", reverse("archive:document", args=[record.uid, "index"]))]
        if record.status == Case.Status.OPEN and self.actor.may("case.upload"):
            found.append(Button("补充其他材料", reverse("archive:upload", args=[record.uid, OTHER.kind])))
        if record.status != Case.Status.DISPOSED and self.actor.may("case.hold"):
            found.append(Button("保全", reverse("archive:hold", args=[record.uid])))
        return found

    def blockers(self, record: Case) -> list[Blocker]:
        if record.status != Case.Status.OPEN or not self.actor.may("case.complete"):
            return []
        return rules.blockers_completing(documents.requirements_of(record), record.items.all())

    def more(self, record: Case) -> dict[str, Any]:
        items = list(record.items.select_related("file"))
        open_to_me = record.status == Case.Status.OPEN and self.actor.may("case.upload")
        return {
            "due": due(record.due_on) if record.status == Case.Status.OPEN else None,
            "materials": materials(record, documents.requirements_of(record), items, open_to_me),
            "contents": contents(self.actor, items),
            "holds": list(record.holds.select_related("placed_by")),
            "may_release": self.actor.may("case.release"),
        }


class CaseStep(StepView):
    """The steps of a case; approving asks who is asking."""

    model = Case
    roles = READERS

    @property
    def actions(self) -> dict[str, Action]:
        return {
            "complete": Action(services.complete, blockers=completing, done="案卷已归档。"),
            "propose_disposal": Action(services.propose_disposal, DisposalForm, done="已提出销毁，等待中心主任批准。"),
            "approve_disposal": Action(services.approve_disposal, blockers=self.approving, done="已批准，等待期由此起算。"),
            "reject_disposal": Action(services.reject_disposal, done="未批准销毁，案卷继续保管。"),
            "dispose": Action(services.dispose, blockers=disposing, done="已销毁，销毁记录已保存。"),
        }  # fmt: skip

    def approving(self, case: Case) -> list[Blocker]:
        approver = self.actor.user.pk if self.actor.user else None
        return [*rules.blockers_approving(case, approver=approver), *keeping(case)]


def completing(case: Case) -> list[Blocker]:
    return rules.blockers_completing(documents.requirements_of(case), case.items.all())


def keeping(case: Case) -> list[Blocker]:
    return rules.blockers_disposal(
        case.disposal_scope, list(case.items.all()), case.holds.all(), center=case.center, today=clock.today()
    )


def disposing(case: Case) -> list[Blocker]:
    return [*rules.blockers_waiting(case, today=clock.today()), *keeping(case)]


class CasePage(EditView):
    """A form about one case."""

    @property
    def case(self) -> Case:
        if not hasattr(self, "_case"):
            self._case = get_object_or_404(Case.objects.visible_to(self.actor), uid=self.kwargs["uid"])
        return self._case

    def back_url(self) -> str:
        return services.case_url(self.case)


class UploadView(CasePage):
    """补充材料 of one kind: a file, or for a video also where it lies."""

    grants = ("case.upload",)
    submit_label = "归入案卷"

    @property
    def requirement(self) -> Requirement:
        kinds = {each.kind: each for each in [*documents.requirements_of(self.case), OTHER]}
        if self.kwargs["kind"] not in kinds:
            raise Http404
        return kinds[self.kwargs["kind"]]

    @property
    def title(self) -> str:
        return f"补充{self.requirement.label}"

    @property
    def intro(self) -> str:
        return str(self.case)

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        kind = VideoForm if self.requirement.video else MaterialForm
        return kind(data, files, actor=self.actor, initial={"title": self.requirement.label})

    def save(self, form: Any) -> str:
        data, wanted = form.cleaned_data, self.requirement
        act = partial(
            services.upload, self.case, by=self.actor, kind=wanted.kind, title=data["title"], video=wanted.video
        )
        if data["file"]:
            act(file=data["file"])
        else:
            services.locate(
                self.case, by=self.actor, kind=wanted.kind, title=data["title"], location=data["location"],
                sha256=data["sha256"], size=data["size"] or 0,
            )  # fmt: skip
        self.tell("材料已归入案卷。")
        return self.back_url()


class HoldView(CasePage):
    """保全."""

    grants = ("case.hold",)
    title = "保全案卷"
    intro = "保全期间，无论是否期满都不能销毁。"
    submit_label = "确认保全"

    def get_form(self, data: Any = None, files: Any = None) -> HoldForm:
        return HoldForm(data)

    def save(self, form: Any) -> str:
        services.hold(self.case, by=self.actor, reason=form.cleaned_data["reason"])
        self.tell("案卷已保全。")
        return self.back_url()


class ReleaseView(CasePage):
    """解除保全."""

    grants = ("case.release",)
    title = "解除保全"
    submit_label = "确认解除"

    def get_form(self, data: Any = None, files: Any = None) -> GroundForm:
        get_object_or_404(Hold, case=self.case, pk=self.kwargs["pk"])
        return GroundForm(data)

    def save(self, form: Any) -> str:
        placed = get_object_or_404(Hold, case=self.case, pk=self.kwargs["pk"])
        services.release(self.case, by=self.actor, placed=placed, ground=form.cleaned_data["ground"])
        self.tell("保全已解除。")
        return self.back_url()


class DocumentView(OfficeView):
    """案卷目录 as it stands now."""

    roles = READERS

    def get(self, request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
        case = get_object_or_404(Case.objects.visible_to(self.actor).select_related("center"), uid=uid)
        if kind != "index":
            raise Http404
        body = documents.index(case, compiled_by=self.actor.name)
        return HttpResponse(body, content_type="application/pdf", headers={"Content-Disposition": "inline"})
