"""Context of an examiner's sheet for printing and signing, and the PDF made from it."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from exams.scores import marks as numbers
from exams.scores.marks import Marks
from exams.scores.rules import scorable, state_of
from exams.scores.sheets.entries import as_numbers, tasks_of
from exams.scores.sheets.models import ExaminerSheet
from exams.sessions.models import Seat
from sdzx.catalogue.models import SpecificationTask
from sdzx.documents.render import render


def examiner_sheet(mine: ExaminerSheet) -> dict[str, Any]:
    """The context of templates/pdf/examiner_sheet.html. The examiners' mean stands in it once all have handed in."""
    session, assignment = mine.sheet.session, mine.assignment
    tasks, marks = tasks_of(mine.sheet), as_numbers(mine.marks)
    seats = session.seats.select_related("registration", "score").order_by("ticket_number")
    rows = [_row(seat, tasks, marks) for seat in seats]
    totals = [row["total"] for row in rows if row["total"] != ""]
    return {
        "center": session.center.name,
        "site_name": session.site.name,
        "project": session.project.name,
        "session": session.number,
        "date": session.day,
        "examiner": assignment.person.name,
        "card_number": assignment.qualification.card_number,
        "tasks": [{"name": task.name, "weight": f"{task.weight.normalize():f}"} for task in tasks],
        "rows": rows,
        "scored": len(totals),
        "average": (sum(totals, Decimal(0)) / len(totals)).quantize(numbers.CENT, ROUND_HALF_UP) if totals else "",
        "submitted_at": mine.submitted_at if mine.status == ExaminerSheet.Status.SUBMITTED else None,
        "state": mine.get_status_display(),
    }


def examiner_sheet_pdf(mine: ExaminerSheet) -> bytes:
    """考评员评分表. Raises UnprintableText for a name that no font has."""
    title = f"考评员评分表 {mine.sheet.session.number} {mine.assignment.person.name}"
    return render("pdf/examiner_sheet.html", examiner_sheet(mine), title=title)


def _row(seat: Seat, tasks: list[SpecificationTask], marks: Mapping[int, Marks]) -> dict[str, Any]:
    """A candidate's marks; the total only where every task has one."""
    given, keys = marks.get(seat.pk, {}), [str(task.position) for task in tasks]
    score = getattr(seat, "score", None)
    return {
        "ticket_number": seat.ticket_number,
        "name": seat.registration.name,
        "marks": [f"{given[key]:f}" if key in given else "" for key in keys],
        "total": numbers.total(given, tasks) if all(key in given for key in keys) else "",
        "mean": score.total if score else "",
        "remark": "" if scorable(seat) else state_of(seat),
    }
