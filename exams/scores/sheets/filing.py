"""The examiners' sheets go into the session's case when the scores are handed in (4.4, 5.2)."""

from functools import partial

from exams.scores.models import ScoreSheet
from exams.scores.sheets.documents import examiner_sheet_pdf
from exams.scores.sheets.models import ExaminerSheet
from exams.sessions.filing import file_produced
from sdzx.accounts.actors import Actor


def file_sheets(sheet: ScoreSheet, *, by: Actor) -> None:
    """Each counted examiner's sheet as PDF with room to sign; after a return the new ones beside the former."""
    counted = sheet.examiner_sheets.exclude(status=ExaminerSheet.Status.LEFT_OUT)
    again = f"，第{number}次报送" if (number := sheet.returns.count() + 1) > 1 else ""
    for mine in counted.select_related("assignment__person", "assignment__qualification"):
        mine.sheet = sheet
        title = f"考评员评分表（{mine.assignment.person.name}{again}）"
        file_produced(sheet.session, by=by, kind="examiner_sheet", title=title, make=partial(examiner_sheet_pdf, mine))
