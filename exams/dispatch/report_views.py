"""Pages of the supervisors' reports."""

import datetime
from collections.abc import Sequence
from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from exams.dispatch import documents, rules, services
from exams.dispatch.forms import ReportForm
from exams.dispatch.items import ANSWERS, SECTIONS, items_of
from exams.dispatch.models import SupervisionReport
from sdzx.accounts.roles import Role
from sdzx.files.lines import file_line
from sdzx.ui.parts import Button, Column, Fact, FactGroup, FileLine
from sdzx.ui.printing import PrintView
from sdzx.ui.views import Action, EditView, RecordView, StepView, TableView
from sdzx.workdays.due import by_calendar_now, due, in_list
from sdzx.workflow import Blocker

READERS = (Role.SUPERVISOR, Role.ARRANGER, Role.CONFIRMER, Role.DIRECTOR, Role.ARCHIVIST, Role.PROVINCE, Role.AUDITOR)
RELATED = (
    "assignment__session__project",
    "assignment__session__site",
    "assignment__person",
    "assignment__qualification",
)
SAID = dict(ANSWERS)


class ReportTable(TableView):
    """The centre's reports, or one's own."""

    model = SupervisionReport
    roles = READERS
    title = "督导报告"
    columns = (
        Column("考核日期", "assignment.session.starts_at", order="assignment__session__starts_at"),
        Column("场次", "assignment.session.number", link=True),
        Column("项目", "assignment.session.project.name"),
        Column("考点", "assignment.session.site.name"),
        Column("督导员", "assignment.person.name"),
        Column("提交期限", lambda each: in_list(each.due_on, opened_on(each)), order="due_on"),
        Column("总体评价", "get_rating_display"),
        Column("状态", "get_status_display", order="status", badge=True),
    )
    order = ("-assignment__session__starts_at",)
    related = RELATED
    empty = ("还没有督导报告", "考核结束后，到岗的督导员会收到需要填写的报告。")


def reported(report: SupervisionReport) -> list[FactGroup]:
    """What the report says, section by section; also shown to the confirmer of scores."""
    groups = []
    for section in SECTIONS:
        facts = []
        for item in items_of(section):
            note = report.notes.get(item.code, "")
            said = SAID.get(report.answers.get(item.code, ""), "未填写")
            facts.append(Fact(item.text, f"{said}（{note}）" if note else said))
        groups.append(FactGroup(section, tuple(facts)))
    return [*groups, FactGroup("督导意见", (
        Fact("总体评价", report.get_rating_display()), Fact("离开时间", f"{report.left_at:%H:%M}" if report.left_at else ""),
        Fact("意见", report.summary, wide=True),
    ))]  # fmt: skip


def dated(report: SupervisionReport) -> str:
    """The due day, with its calendar while the report is still to be written."""
    return by_calendar_now(report.due_on, opened_on(report))


def opened_on(report: SupervisionReport) -> datetime.date | None:
    """The day from which its days run; None once it has been handed in."""
    draft = report.status == SupervisionReport.Status.DRAFT
    return timezone.localdate(report.created_at) if draft else None


class ReportRecord(RecordView):
    """One report."""

    model = SupervisionReport
    roles = READERS
    related = (*RELATED, "document", "assignment__session__center")

    def groups(self, record: SupervisionReport) -> Sequence[FactGroup]:
        session = record.assignment.session
        head = FactGroup("考核", (
            Fact("场次", session.number), Fact("项目", session.project.name), Fact("考点", session.site.name),
            Fact("考核时间", session.starts_at), Fact("督导员", record.assignment.person.name),
            Fact("证卡编号", record.assignment.qualification.card_number), Fact("提交期限", dated(record)),
        ))  # fmt: skip
        return [head, *reported(record)]

    def files(self, record: SupervisionReport) -> Sequence[FileLine]:
        shown = [file_line(photo, "现场照片") for photo in record.photos.all()]
        return [file_line(record.document, "督导报告"), *shown] if record.document else shown

    def blockers(self, record: SupervisionReport) -> Sequence[Blocker]:
        if record.status != SupervisionReport.Status.DRAFT or not self.actor.may("supervision.submit"):
            return ()
        return rules.unreported(record.answers, record.notes, record.summary, record.rating)

    def links(self, record: SupervisionReport) -> Sequence[Button]:
        shown = [Button("报告PDF", reverse("dispatch:reports:document", args=[record.uid, "report"]))]
        if record.status == SupervisionReport.Status.DRAFT and self.actor.may("supervision.edit"):
            shown.insert(0, Button("填写报告", reverse("dispatch:reports:edit", args=[record.uid])))
        return shown

    def more(self, record: SupervisionReport) -> dict[str, Any]:
        waits = record.status == SupervisionReport.Status.DRAFT
        return {"due": due(record.due_on)} if waits and record.due_on else {}


class ReportEdit(EditView):
    """Filling the report in; on a phone as well."""

    grants = ("supervision.edit",)
    title = "填写督导报告"
    intro = "可以随时保存，填齐后再提交；选“否”的项目须写明情况。"
    template = "exams/dispatch/report_form.html"

    def report(self) -> SupervisionReport:
        found = SupervisionReport.objects.visible_to(self.actor).select_related("assignment__session__project")
        return get_object_or_404(found, uid=self.kwargs["uid"])

    def get_form(self, data: Any = None, files: Any = None) -> ReportForm:
        return ReportForm(data, files, actor=self.actor, report=self.report())

    def save(self, form: ReportForm) -> str:
        services.edit_report(self.report(), by=self.actor, **form.values())
        self.tell("督导报告已保存。")
        return self.back_url()

    def back_url(self) -> str:
        return reverse("dispatch:reports:record", args=[self.kwargs["uid"]])


class ReportStep(StepView):
    """Submit it."""

    model = SupervisionReport
    actions: ClassVar[dict[str, Action]] = {
        "submit": Action(
            services.submit_report,
            blockers=lambda record: rules.unreported(record.answers, record.notes, record.summary, record.rating),
            done="督导报告已提交。",
        )
    }


class ReportDocument(PrintView):
    """The frozen report, or the draft as it stands."""

    model = SupervisionReport
    roles = READERS
    related = (*RELATED, "document", "assignment__session__center")
    kinds: ClassVar = {"report": lambda report: report.document or documents.supervision_report_pdf(report)}
