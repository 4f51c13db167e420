"""Score sheets in every state, with marks and papers; straight ORM."""

from decimal import Decimal

from exams.registration.models import Registration
from exams.scores.appeals.models import Appeal
from exams.scores.corrections.models import Correction
from exams.scores.models import Score, ScoreSheet
from exams.scores.sheets.models import ExaminerSheet
from exams.sessions.models import Seat, Session
from sdzx import clock
from tests.factories import dispatch, people, sessions

Status = ScoreSheet.Status
_REGISTRATION = {Status.SUBMITTED: Registration.Status.SCORED, Status.CONFIRMED: Registration.Status.PASSED}


def score(sheet: ScoreSheet, seat: Seat, mark: str = "80.0", passed: bool | None = None) -> Score:
    """The same mark in every task, which is then the total as well."""
    marks = {str(task.position): mark for task in sheet.session.specification.tasks.all()}
    return Score.objects.create(sheet=sheet, seat=seat, marks=marks, total=Decimal(mark), passed=passed)


def sheet(
    status: str = Status.DRAFT, *, of: Session | None = None, candidates: int = 2, scored: bool | None = None,
    handed_over: bool | None = None, mark: str = "80.0", **values: object,
) -> ScoreSheet:  # fmt: skip
    """The sheet of an ended session (CLOSED when confirmed). A DRAFT is empty unless `scored`, `handed_over` say otherwise;
    the others have marks and papers, and the registrations follow: SCORED when submitted, PASSED when confirmed."""
    status = Status(status)
    confirmed = status == Status.CONFIRMED
    session = of or sessions.session(
        Session.Status.CLOSED if confirmed else Session.Status.ENDED, candidates=candidates
    )
    filled = status != Status.DRAFT
    given: dict[str, object] = {"session": session, "status": status}
    if handed_over or (handed_over is None and filled):
        given |= {"papers_count": candidates, "papers_handed_by": "赵校长", "papers_handed_at": clock.now()}
    if scored or (scored is None and filled):
        given["entered_by"] = people.user()
    if filled:
        given["submitted_at"] = clock.now()
    if confirmed:
        given |= {"confirmed_by": people.user(), "confirmed_at": clock.now()}
    made = ScoreSheet.objects.create(**{**given, **values})
    if given.get("entered_by"):
        for seat in session.seats.all():
            score(made, seat, mark, passed=True if confirmed else None)
    if follow := _REGISTRATION.get(status):
        Registration.objects.filter(seat__session=session).update(status=follow)
    return made


def examiner_sheet(
    status: str = ExaminerSheet.Status.DRAFT, *, of: ScoreSheet | None = None, mark: str = "", **values: object
) -> ExaminerSheet:
    """The sheet of an examiner who was there, in a session that is marked by its examiners; with `mark` (or when submitted)
    every candidate has it in every task."""
    sheet_ = of or sheet()
    if not sheet_.by_examiners:
        sheet_.by_examiners = True
        sheet_.save(update_fields=["by_examiners"])
    keys = [str(task.position) for task in sheet_.session.specification.tasks.all()]
    done = status == ExaminerSheet.Status.SUBMITTED
    given = mark or ("80" if done else "")
    marks = {str(seat.pk): dict.fromkeys(keys, given) for seat in sheet_.session.seats.all()} if given else {}
    made: dict[str, object] = {
        "sheet": sheet_,
        "assignment": dispatch.assignment(sheet_.session),
        "status": status,
        "marks": marks,
        "submitted_at": clock.now() if done else None,
    }
    return ExaminerSheet.objects.create(**{**made, **values})


def confirmed(mark: str = "80.0", **values: object) -> ScoreSheet:
    """A confirmed sheet with one candidate, who passed with a mark from 60 on and failed below."""
    made = sheet(Status.CONFIRMED, candidates=1, mark=mark, **values)
    if Decimal(mark) < 60:
        made.scores.update(passed=False)
        Registration.objects.filter(seat__session=made.session).update(status=Registration.Status.FAILED)
    return made


def correction(of: ScoreSheet, mark: str = "70.0", **values: object) -> Correction:
    """Asked for by somebody: the same mark in every task for the sheet's first candidate."""
    held = of.scores.get()
    given: dict[str, object] = {
        "score": held, "kind": Correction.Kind.COPIED, "reason": "评分记录为另一得分", "requested_by": people.user(),
        "marks_before": held.marks, "marks_after": dict.fromkeys(held.marks, mark),
        "total_before": held.total, "total_after": Decimal(mark),
        "passed_before": bool(held.passed), "passed_after": Decimal(mark) >= 60,
    }  # fmt: skip
    return Correction.objects.create(**{**given, **values})


def appeal(of: ScoreSheet, **values: object) -> Appeal:
    """By the sheet's first candidate."""
    held = of.scores.select_related("seat__registration__user").get()
    given: dict[str, object] = {
        "score": held, "kind": Appeal.Kind.ADDED, "statement": "第二项任务好像没有计入总分",
        "filed_by": held.seat.registration.user or people.user(), "due_on": clock.today(),
    }  # fmt: skip
    return Appeal.objects.create(**{**given, **values})
