"""Context of the score sheet, and the PDF made from it."""

from decimal import Decimal
from typing import Any

from django.utils import timezone

from exams.dispatch.documents import attendance
from exams.dispatch.models import Assignment
from exams.scores.models import ScoreSheet
from exams.scores.rules import pass_mark, scorable, state_of
from exams.sessions.duedays import statutory_due
from exams.sessions.models import Seat
from sdzx import policy
from sdzx.documents.render import render
from sdzx.identifiers import mask_document


def score_sheet(sheet: ScoreSheet) -> dict[str, Any]:
    """The context of templates/pdf/score_sheet.html: as confirmed, or as it stands."""
    session = sheet.session
    tasks = list(session.specification.tasks.all())
    seats = list(session.seats.select_related("registration", "score").order_by("ticket_number"))
    rows = [_row(seat, [str(task.position) for task in tasks]) for seat in seats]
    results = [row["result"] for row in rows]
    examiners = Assignment.objects.coming().filter(session=session, duty=Assignment.Duty.EXAMINER)
    return {
        "center": session.center.name,
        "site_name": session.site.name,
        "project": session.project.name,
        "session": session.number,
        "date": session.day,
        "pass_mark": f"{mark_of(sheet).normalize():f}",
        "tasks": [{"name": task.name, "weight": f"{task.weight.normalize():f}"} for task in tasks],
        "rows": rows,
        "counts": {**attendance(session), "passed": results.count("合格"), "failed": results.count("不合格")},
        "submitted_on": timezone.localtime(sheet.submitted_at).date() if sheet.submitted_at else "（未报送）",
        "due_on": session.scores_due or "（未定）",
        "statutory_on": statutory_due(session) if session.scores_extended_to else None,
        "late": sheet.late_days > 0,
        "entered_by": sheet.entered_by.name if sheet.entered_by else "",
        "confirmed_by": sheet.confirmed_by.name if sheet.confirmed_by else "",
        "confirmed_on": timezone.localtime(sheet.confirmed_at).date() if sheet.confirmed_at else None,
        "examiners": list(examiners.values_list("person__name", flat=True)),
    }


def score_sheet_pdf(sheet: ScoreSheet) -> bytes:
    """成绩汇总表. Raises UnprintableText for a name that no font has."""
    return render("pdf/score_sheet.html", score_sheet(sheet), title=f"成绩汇总表 {sheet.session.number}")


def mark_of(sheet: ScoreSheet) -> Decimal:
    """The pass mark of the sheet's session."""
    return pass_mark(sheet.session.specification.pass_mark, policy.of(sheet.session.center).pass_mark)


def _row(seat: Seat, keys: list[str]) -> dict[str, Any]:
    registration, score = seat.registration, getattr(seat, "score", None)
    return {
        "ticket_number": seat.ticket_number,
        "name": registration.name,
        "document_number": mask_document(registration.document_number),
        "scores": [score.marks.get(key, "") for key in keys] if score else [""] * len(keys),
        "total": score.total if score else "",
        "result": result_of(seat),
    }


def result_of(seat: Seat) -> str:
    """合格, 不合格, 待确认, 待评分, or why there is no score."""
    score = getattr(seat, "score", None)
    if score is None:
        return "待评分" if scorable(seat) else state_of(seat)
    return {True: "合格", False: "不合格", None: "待确认"}[score.passed]
