"""Asking for a correction, applying or refusing it: the only writers of a score after its confirmation (4.5)."""

from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from exams.dispatch.filing import file_into_case
from exams.registration.models import Registration
from exams.scores import documents, hooks
from exams.scores import marks as numbers
from exams.scores import rules as scoring
from exams.scores.appeals.models import Appeal
from exams.scores.corrections import rules
from exams.scores.corrections.models import Correction
from exams.scores.hooks import Result
from exams.scores.marks import Marks
from exams.scores.models import Score, ScoreSheet
from exams.scores.sheets.entries import step_of, tasks_of
from exams.sessions.filing import case_of
from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import User
from sdzx.accounts.roles import Role
from sdzx.archive.models import Case
from sdzx.audit.services import record as trace
from sdzx.files.models import StoredFile
from sdzx.files.services import adopt, store
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.workflow import Blocker, advance, locked, refuse_on, refuse_unless_open

EVIDENCE = "correction.evidence"


def open_blockers(registration: Registration) -> list[Blocker]:
    """What stands in the way of asking for a correction of this candidate's score."""
    score = score_of(registration)
    waiting = Correction.objects.filter(score=score, status=Correction.Status.REQUESTED)
    sheet = registration.seat.session.score_sheet
    return rules.not_correctable(score, sheet, registration, open_already=score is not None and waiting.exists())


def score_of(registration: Registration) -> Score | None:
    """The candidate's score, if there is one."""
    found = Score.objects.filter(seat__registration=registration)
    return found.select_related("sheet__session__specification", "sheet__session__center").first()


@transaction.atomic
def request(
    registration: Registration,
    *,
    by: Actor,
    kind: str,
    marks: Marks,
    reason: str,
    evidence: Iterable[StoredFile] = (),
    appeal: Appeal | None = None,
) -> Correction:
    """Ask for other marks of one candidate, with reason and evidence; nothing changes before a second person approves.

    Raises Refused with all that stands in the way (clause 4.5).
    """
    locked(registration)
    sheet = registration.seat.session.score_sheet
    require(by, "correction.open", sheet)
    refuse_on(open_blockers(registration))
    score, tasks, files = Score.objects.get(seat__registration=registration), tasks_of(sheet), list(evidence)
    step = rules.fineness(sheet, step_of(sheet))
    refuse_on(rules.wrong_request(score.marks, marks, tasks, step, reason=reason, evidence=len(files)))
    total = numbers.total(marks, tasks)
    made = Correction.objects.create(
        score=score,
        appeal=appeal,
        kind=kind,
        reason=reason.strip(),
        marks_before=score.marks,
        marks_after={key: f"{mark:f}" for key, mark in marks.items()},
        total_before=score.total,
        total_after=total,
        passed_before=bool(score.passed),
        passed_after=total >= documents.mark_of(sheet),
        requested_by=by.user_required,
    )
    made.evidence.set([adopt(each, kind=EVIDENCE, by=by) for each in files])
    after = {"total": f"{made.total_before}→{made.total_after}", "kind": made.get_kind_display()}
    trace(by=by, verb="correction.open", label="申请更正成绩", subject=made, ground=reason, after=after)
    center = sheet.session.center
    to = [*holders(Role.DIRECTOR, center=center), *holders(Role.CONFIRMER, center=center)]
    others = [each for each in to if each != by.user]
    notify(NoticeKind.CORRECTION_REQUESTED, to=others, subject=made, url=url_of(made))
    return made


def decide_blockers(correction: Correction, by: User | None) -> list[Blocker]:
    """What stands in the way of this person's decision."""
    score = correction.score
    return rules.not_decidable(correction, score.sheet, score, by)


@transaction.atomic
def approve(correction: Correction, *, by: Actor, ground: str) -> Correction:
    """Apply it (clause 4.5): marks, total and result, the registration, by the hooks the certificate; all of it or nothing."""
    locked(correction)
    refuse_unless_open(correction, "approve", by=by)
    score = locked(correction.score)
    refuse_on(decide_blockers(correction, by.user))
    _decide(correction, by, ground)
    score.marks, score.total = correction.marks_after, correction.total_after
    score.passed = scoring.passes(score, documents.mark_of(score.sheet))
    score.save(update_fields=["marks", "total", "passed"])
    before = Result(correction.total_before, correction.passed_before)
    after = Result(score.total, score.passed)
    detail = {"total": f"{before.total}→{after.total}", "结果": f"{_word(before)}→{_word(after)}"}
    advance(correction, "approve", by=by, ground=ground, detail=detail, fields=DECISION)
    registration = score.seat.registration
    if before.passed != after.passed:
        advance(registration, "correct_pass" if after.passed else "correct_fail", by=by, ground=correction.reason)
    ticket = {"准考证号": score.seat.ticket_number, **detail}
    trace(by=by, verb="scores.correct", label="更正成绩", subject=score.sheet, ground=correction.reason, after=ticket)
    for work in hooks.AFTER_CORRECTION:
        work(correction, by=by, before=before, after=after)
    _file(correction, by)
    notify(NoticeKind.SCORE_CORRECTED, to=candidates(registration), subject=correction, url=reverse("scores:mine"))
    return correction


@transaction.atomic
def refuse(correction: Correction, *, by: Actor, ground: str) -> Correction:
    """The score stays; whoever asked is told why (clause 4.5)."""
    locked(correction)
    refuse_unless_open(correction, "refuse", by=by)
    sheet = correction.score.sheet
    # Marks that changed meanwhile are a reason to refuse, not an obstacle to it.
    refuse_on(rules.not_decidable(correction, sheet, Score(marks=correction.marks_before), by.user))
    _decide(correction, by, ground)
    advance(correction, "refuse", by=by, ground=ground, fields=DECISION)
    notify(NoticeKind.CORRECTION_REFUSED, to=[correction.requested_by], subject=correction, url=url_of(correction))
    return correction


DECISION = ("decided_by", "decided_at", "decision")


def _decide(correction: Correction, by: Actor, ground: str) -> None:
    correction.decided_by, correction.decided_at = by.user_required, clock.now()
    correction.decision = ground.strip()


def _word(result: Result) -> str:
    return "合格" if result.passed else "不合格"


def _file(correction: Correction, by: Actor) -> None:
    """The score sheet as it now stands and the evidence, into the session's case while it is open; the sheet as confirmed
    stays there."""
    sheet: ScoreSheet = correction.score.sheet
    session = sheet.session
    name = f"成绩汇总表{session.number}（更正后）.pdf"
    sheet.document = store(documents.score_sheet_pdf(sheet), name=name, kind="scores.sheet", by=by)
    sheet.save(update_fields=["document"])
    if case_of(session, by=by).status != Case.Status.OPEN:
        return
    file_into_case(session, by=by, kind="score_sheet", title="成绩汇总表（更正后）", file=sheet.document)
    for number, each in enumerate(correction.evidence.order_by("pk"), 1):
        title = f"成绩更正证据{number}（{correction.score.seat.ticket_number}）"
        file_into_case(session, by=by, kind="score_correction", title=title, file=each, source="审核确认")


def candidates(registration: Registration) -> list[User]:
    """Who is told about a candidate: the candidate, and the registrars of the unit."""
    own = [registration.user] if registration.user else []
    return own + (holders(Role.REGISTRAR, organization=registration.unit) if registration.unit else [])


def url_of(correction: Correction) -> str:
    """The correction's page."""
    return reverse("scores:corrections:record", args=[correction.uid])
