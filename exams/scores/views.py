"""Pages of score sheets: list, record with distribution, steps, documents."""

import dataclasses
from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from exams.dispatch.documents import subject_of
from exams.dispatch.models import SupervisionReport
from exams.scores import analysis, documents, marks, returns, services
from exams.scores.corrections.models import Correction
from exams.scores.corrections.views import READERS as CORRECTION_READERS
from exams.scores.forms import SendBackForm
from exams.scores.models import ScoreSheet, SheetReturn
from exams.scores.rules import EDITABLE
from exams.scores.sheets import double
from exams.scores.sheets import services as examiners
from exams.scores.sheets.entries import scans_of
from exams.scores.sheets.links import entry_links
from exams.sessions.duedays import due_facts, due_short, statutory_late
from exams.sessions.models import Seat
from sdzx.accounts.roles import Role
from sdzx.files.lines import file_line
from sdzx.ui import tables
from sdzx.ui.parts import Button, Column, Fact, FactGroup, FileLine
from sdzx.ui.printing import PrintView
from sdzx.ui.tracing import trace_lines
from sdzx.ui.views import Action, RecordView, StepView, TableView
from sdzx.workdays.due import due
from sdzx.workflow import Blocker

READERS = (Role.SITE, Role.ARRANGER, Role.CONFIRMER, Role.CERTIFIER, Role.ARCHIVIST, Role.DIRECTOR, Role.PROVINCE,
           Role.AUDITOR)  # fmt: skip
RELATED = ("session__project", "session__site__organization", "session__center", "session__specification", "entered_by",
           "confirmed_by", "document", "workbook")  # fmt: skip


def late_words(sheet: ScoreSheet) -> str:
    """«逾期2个工作日» of what was handed in late; empty otherwise."""
    return f"逾期{sheet.late_days}个工作日" if sheet.late_days else ""


class SheetTable(TableView):
    """The site's own, or the centre's."""

    model = ScoreSheet
    roles = READERS
    title = "成绩"
    columns = (
        Column("考核日期", "session.starts_at", order="session__starts_at"),
        Column("场次", "session.number", order="session__number", link=True),
        Column("项目", "session.project.name"),
        Column("考点", "session.site.name"),
        Column("报送期限", lambda sheet: due_short(sheet.session), order="session__scores_due"),
        Column("报送时间", "submitted_at", order="submitted_at"),
        Column("逾期", late_words, order="late_days"),
        Column("状态", "get_status_display", order="status", badge=True),
    )
    order = ("-session__starts_at",)
    related = ("session__project", "session__site")
    empty = ("还没有成绩", "考核结束后自动建立成绩表，考点在3个工作日内报送成绩及试卷。")


class SheetRecord(RecordView):
    """A session's scores and papers."""

    model = ScoreSheet
    roles = READERS
    related = RELATED
    template = "exams/scores/sheet.html"

    def groups(self, record: ScoreSheet) -> Sequence[FactGroup]:
        session = record.session
        return (
            FactGroup("考核", (
                Fact("场次", session.number), Fact("项目", session.project.name), Fact("考点", session.site.name),
                Fact("考核时间", session.starts_at), Fact("合格标准", f"{documents.mark_of(record).normalize():f}分"),
                *due_facts(session),
            )),
            FactGroup("报送", (
                Fact("录入人", record.entered_by), Fact("报送时间", record.submitted_at), Fact("逾期", late_words(record) or ("否" if record.submitted_at else "")),
                *_beyond(record),
                Fact("试卷份数", record.papers_count), Fact("移交人", record.papers_handed_by),
                Fact("移交时间", record.papers_handed_at), Fact("移交说明", record.papers_note), *_papers(record),
                Fact("确认人", record.confirmed_by), Fact("确认时间", record.confirmed_at),
            )),
        )  # fmt: skip

    def files(self, record: ScoreSheet) -> Sequence[FileLine]:
        lines = [file_line(record.document, "成绩汇总表")] if record.document else []
        shows = record.workbook and not double.blind(record, self.actor)
        lines += [file_line(record.workbook, "成绩工作簿")] if record.workbook and shows else []
        return [*lines, *(file_line(scan, f"试卷扫描件{number}") for number, scan in enumerate(scans_of(record), 1))]

    def blockers(self, record: ScoreSheet) -> Sequence[Blocker]:
        if record.status in EDITABLE and self.actor.may("scores.submit"):
            return services.submit_blockers(record)
        if record.status == ScoreSheet.Status.SUBMITTED and self.actor.may("scores.confirm"):
            return services.confirm_blockers(record, self.actor.user)
        return ()

    def links(self, record: ScoreSheet) -> Sequence[Button]:
        shown = [Button("成绩汇总表PDF", reverse("scores:document", args=[record.uid, "sheet"]))]
        if double.blind(record, self.actor):
            shown = []
        if record.submitted_at is None and self.actor.may("scores.extend"):
            shown.append(Button("批准延期报送", reverse("scores:extend", args=[record.uid])))
        return [
            Button(label, reverse(f"scores:{name}", args=[record.uid]))
            for label, name in entry_links(record, self.actor)
        ] + shown

    def more(self, record: ScoreSheet) -> dict[str, Any]:
        session = record.session
        tasks = list(session.specification.tasks.all())
        seats = list(session.seats.select_related("registration", "score").order_by("ticket_number"))
        totals = [seat.score.total for seat in seats if hasattr(seat, "score")]
        waiting = record.status in EDITABLE
        blind = double.blind(record, self.actor)
        kept = {"trace": [dataclasses.replace(line, changes=()) for line in trace_lines(record)]} if blind else {}
        return {
            **kept,
            **(self.compared(record, seats, totals) if self.actor.in_center or self.actor.sees_all else {}),
            "returned": returned(record, [] if blind else seats, tasks),
            "blind": blind,
            "examiner_sheets": examiners.rows_of(record),
            "scores": self.table(record, [] if blind else seats, tasks),
            "corrections": Correction.objects.filter(score__sheet=record).select_related("score__seat__registration")
            if self.actor.role in CORRECTION_READERS
            else (),
            "spread": marks.spread(totals, documents.mark_of(record))
            if self.actor.in_center or self.actor.sees_all
            else None,
            "incidents": [(each, subject_of(each)) for each in _incidents(record)],
            "reports": _reports(record) if self.actor.in_center else (),
            "shows_reports": self.actor.in_center,
            "late": services.late_now(record) if waiting else record.late_days,
            "waiting": waiting,
            "due": due(session.scores_due, provisional=session.scores_due_provisional)
            if waiting and session.scores_due and not record.submitted_at
            else None,
        }

    def compared(self, record: ScoreSheet, seats: Sequence[Seat], totals: Sequence[Any]) -> dict[str, Any]:
        """Checklist, the project's history, what lies far from it, the examiners' leniency: for the centre."""
        past = analysis.history(record)
        passed = sum(each >= documents.mark_of(record) for each in totals)
        waiting = record.status == ScoreSheet.Status.SUBMITTED
        checks = analysis.checklist(
            record,
            seats,
            services.confirm_blockers(record, self.actor.user) if waiting else (),
            reports=[each.status != "draft" for each in _reports(record)],
            pending=sum(each.status == "open" for each in _incidents(record)),
            extended=record.session.scores_extended_to,
        )
        return {
            "checks": checks if waiting else (),
            "history": past,
            "outliers": analysis.outliers(seats, past),
            "unusual_rate": analysis.unusual_rate(passed, len(totals), past),
            "leniency": analysis.leniency(record) if record.by_examiners and examiners.revealed(record) else (),
        }

    def table(self, record: ScoreSheet, seats: Sequence[Seat], tasks: Sequence[Any]) -> tables.Table:
        """The marks; a confirmer finds the way to a correction in each confirmed row."""
        columns = _columns(tasks, spread=record.by_examiners)
        if record.status != ScoreSheet.Status.CONFIRMED or not self.actor.may("correction.open"):
            return tables.build(columns, seats, caption="各考生成绩")
        columns.append(Column("更正", lambda seat: "申请更正" if hasattr(seat, "score") else "", link=True))
        return tables.build(columns, seats, caption="各考生成绩", url_of=_correction_url)


def returned(sheet: ScoreSheet, seats: Sequence[Seat], tasks: Sequence[Any]) -> dict[str, Any] | None:
    """The newest return with the candidates it named and what changed since; None when the sheet never went back."""
    newest: SheetReturn | None = returns.last(sheet)
    return {"last": newest, "rows": returns.changed(newest, seats, tasks)} if newest else None


def _correction_url(seat: Seat) -> str:
    return reverse("scores:corrections:new", args=[seat.registration.uid])


def _beyond(record: ScoreSheet) -> list[Fact]:
    """Of an extended session: by how much it was handed in after the statutory day."""
    if not record.session.scores_extended_to or not record.submitted_at:
        return []
    late = statutory_late(record.session, timezone.localdate(record.submitted_at))
    return [Fact("距法定期限", f"超过{late}个工作日，经批准延期" if late else "未超过")]


def _papers(record: ScoreSheet) -> list[Fact]:
    """The counts by kind, and the centre's signature."""
    said = [
        f"{each.get_kind_display()}发出{each.issued}，收回{each.used}＋空白{each.blank}"
        for each in record.paper_counts.all()
    ]
    signed = f"{record.papers_received_count}份"
    counts = [Fact("分类份数", "；".join(said))] if said else []
    if not record.papers_received_at:
        return counts
    return [
        *counts,
        Fact("签收人", record.papers_received_by), Fact("签收时间", record.papers_received_at),
        Fact("签收份数", signed), Fact("签收说明", record.papers_received_note),
    ]  # fmt: skip


def _columns(tasks: Sequence[Any], *, spread: bool = False) -> list[Column]:
    columns = [Column("准考证号", "ticket_number"), Column("姓名", "registration.name")]
    columns += [Column(task.name, _mark_reader(str(task.position)), number=True) for task in tasks]
    columns += [Column("总分", lambda seat: _of(seat, "total"), number=True)]
    if spread:
        columns += [
            Column("分差", lambda seat: _of(seat, "spread"), number=True),
            Column("分差说明", lambda seat: _of(seat, "spread_note")),
        ]
    return [*columns, Column("结果", documents.result_of)]


def _mark_reader(key: str) -> Any:
    return lambda seat: _of(seat, "marks").get(key, "") if hasattr(seat, "score") else ""


def _of(seat: Seat, name: str) -> Any:
    return getattr(seat.score, name) if hasattr(seat, "score") else ""


def _incidents(record: ScoreSheet) -> Any:
    return record.session.incidents.select_related("seat__registration", "person", "session__site")


def _reports(record: ScoreSheet) -> list[SupervisionReport]:
    found = SupervisionReport.objects.filter(assignment__session=record.session)
    return list(found.select_related("assignment__person"))


class SheetStep(StepView):
    """Submit, send back, confirm."""

    model = ScoreSheet
    template = "exams/scores/step.html"

    @property
    def actions(self) -> dict[str, Action]:
        return {
            "submit": Action(
                services.submit, blockers=services.submit_blockers, done="成绩及试卷已报送，等待市中心确认。"
            ),
            "send_back": Action(
                services.send_back, form=SendBackForm, done="已退回考点。", template="exams/scores/send_back.html"
            ),
            "confirm": Action(
                services.confirm,
                blockers=lambda record: services.confirm_blockers(record, self.actor.user),
                done="成绩已确认，合格考生已编号。",
            ),
        }

    def get_record(self, uid: Any) -> ScoreSheet:
        sheet: ScoreSheet = super().get_record(uid)
        sheet.late_preview = services.late_now(sheet)  # type: ignore[attr-defined]  # for the page alone, not a field
        return sheet


class SheetDocument(PrintView):
    """The score sheet as PDF: the frozen one, or as it stands."""

    model = ScoreSheet
    roles = READERS
    related = RELATED

    def get(self, request: HttpRequest, uid: Any, kind: str) -> HttpResponse:
        sheet = get_object_or_404(ScoreSheet.objects.visible_to(self.actor), uid=uid)
        if double.blind(sheet, self.actor):
            raise PermissionDenied("双人录入完成之前，不能查看他人录入的成绩。")
        return super().get(request, uid, kind)

    kinds: ClassVar = {"sheet": lambda sheet: sheet.document or documents.score_sheet_pdf(sheet)}
