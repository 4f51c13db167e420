"""Examiners' own sheets: given out, marked, handed in, and their mean as the session's scores (4.4)."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.urls import reverse

from exams.dispatch.models import Assignment
from exams.scores import marks as numbers
from exams.scores import rules as base_rules
from exams.scores import services as scores
from exams.scores.marks import Marks
from exams.scores.models import Score, ScoreSheet
from exams.scores.sheets import rules
from exams.scores.sheets.entries import Texts, as_numbers, as_texts, step_of, tasks_of
from exams.scores.sheets.models import ExaminerSheet
from exams.sessions.models import Session
from sdzx import clock, policy
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.audit.services import record as trace
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.workflow import Blocker, advance, locked, refuse_on, refuse_unless_open


def examiners_of(session: Session) -> list[Assignment]:
    """The examiners who were there: an absent one judges nothing."""
    present = Assignment.objects.filter(
        session=session, duty=Assignment.Duty.EXAMINER, status=Assignment.Status.PRESENT
    )
    return list(present.select_related("person__user"))


def open_blockers(session: Session) -> list[Blocker]:
    """Why no sheets can be given out now."""
    sheet = ScoreSheet.objects.filter(session=session).first()
    return rules.not_openable(session, sheet, examiners_of(session))


@transaction.atomic
def open_sheets(session: Session, *, by: Actor) -> ScoreSheet:
    """Give every examiner who is there a sheet of their own; again gives one to whoever came later (clause 4.4)."""
    locked(session)
    require(by, "examiner_sheet.open", session)
    examiners = examiners_of(session)
    sheet = ScoreSheet.objects.select_for_update().filter(session=session).first()
    refuse_on(rules.not_openable(session, sheet, examiners))
    sheet = sheet or ScoreSheet.objects.create(session=session)
    held = set(sheet.examiner_sheets.values_list("assignment_id", flat=True))
    new = [
        ExaminerSheet.objects.create(sheet=sheet, assignment=each, status=ExaminerSheet.Status.DRAFT)
        for each in examiners
        if each.pk not in held
    ]
    if new and not sheet.by_examiners:
        sheet.by_examiners = True
        sheet.save(update_fields=["by_examiners"])
    if new:
        sheet.scores.all().delete()
        names = [each.assignment.person.name for each in new]
        trace(by=by, verb="examiner_sheet.open", label="发放考评员评分表", subject=sheet, after={"examiners": names})
    for each in new:
        user = each.assignment.person.user
        notify(NoticeKind.EXAMINER_SHEET_OPENED, to=[user] if user else [], subject=each, url=url_of(each))
    return sheet


@transaction.atomic
def mark(mine: ExaminerSheet, *, by: Actor, marks: Mapping[int, Marks], base: int | None = None) -> ExaminerSheet:
    """Keep an examiner's marks as far as there are any ({seat: {task position: mark}}); the rest may follow.

    `base` is the version that the page was made from. Raises Refused with every mark that cannot stand (clause 4.4).
    """
    locked(mine)
    require(by, "examiner_sheet.enter", mine)
    seats, tasks = scores.seats_of(mine.sheet), tasks_of(mine.sheet)
    given = {pk: row for pk, row in marks.items() if row}
    wrong = base_rules.wrong_marks(given, seats, tasks, step_of(mine.sheet))
    partial = [each for each in wrong if not each.sentence.endswith("没有得分。")]
    refuse_on([*rules.not_markable(mine, base), *partial])
    before, after = mine.marks, as_texts(given)
    if before == after:
        return mine
    mine.marks, mine.version, mine.saved_at = after, mine.version + 1, clock.now()
    mine.save(update_fields=["marks", "version", "saved_at"])
    tickets = {str(seat.pk): seat.ticket_number for seat in seats}
    detail = {"candidates": len(after), "changed": _changed(before, after, tickets)}
    trace(by=by, verb="examiner_sheet.enter", label="评分", subject=mine, after=detail)
    return mine


def _changed(before: Texts, after: Texts, tickets: Mapping[str, str | None]) -> list[str]:
    """«370100…01任务1：80→86» for every mark that was there before and is another now."""
    return [
        f"{tickets.get(seat)}任务{key}：{old}→{after.get(seat, {}).get(key, '无')}"
        for seat, row in before.items()
        for key, old in row.items()
        if after.get(seat, {}).get(key) != old
    ]


def submit_blockers(mine: ExaminerSheet) -> list[Blocker]:
    """What still lacks in this examiner's sheet."""
    seats, tasks = scores.seats_of(mine.sheet), tasks_of(mine.sheet)
    found = rules.incomplete(as_numbers(mine.marks), seats, tasks, step_of(mine.sheet))
    return [*rules.not_ended(mine.sheet.session), *base_rules.not_editable(mine.sheet), *found]


@transaction.atomic
def submit(mine: ExaminerSheet, *, by: Actor) -> ExaminerSheet:
    """Hand in one's own sheet; the last one makes the session's scores (clause 4.4)."""
    sheet = _both_locked(mine)
    refuse_unless_open(mine, "submit", by=by)
    refuse_on(submit_blockers(mine))
    mine.submitted_at = clock.now()
    advance(mine, "submit", by=by, detail={"candidates": len(mine.marks)}, fields=["submitted_at"])
    _compute(sheet, by)
    return mine


@transaction.atomic
def send_back(mine: ExaminerSheet, *, by: Actor, ground: str) -> ExaminerSheet:
    """Back to the examiner with the reason; the mean is void until it comes again."""
    sheet = _both_locked(mine)
    refuse_on(base_rules.not_editable(sheet))
    advance(mine, "send_back", by=by, ground=ground)
    sheet.scores.all().delete()
    user = mine.assignment.person.user
    to = [user] if user else []
    notify(NoticeKind.EXAMINER_SHEET_RETURNED, to=to, subject=mine, url=url_of(mine), ground=ground)
    return mine


@transaction.atomic
def leave_out(mine: ExaminerSheet, *, by: Actor, ground: str) -> ExaminerSheet:
    """Do not count the sheet of an examiner who cannot finish. Without any sheet left the site types the marks."""
    sheet = _both_locked(mine)
    refuse_on(base_rules.not_editable(sheet))
    advance(mine, "leave_out", by=by, ground=ground)
    if not counted(sheet):
        sheet.by_examiners = False
        sheet.save(update_fields=["by_examiners"])
    _compute(sheet, by)
    return mine


@transaction.atomic
def readmit(mine: ExaminerSheet, *, by: Actor, ground: str) -> ExaminerSheet:
    """Count it again: the examiner goes on marking; what was computed or typed without it is void."""
    sheet = _both_locked(mine)
    refuse_on(base_rules.not_editable(sheet))
    advance(mine, "readmit", by=by, ground=ground)
    sheet.scores.all().delete()
    sheet.by_examiners, sheet.entered_by = True, None
    sheet.save(update_fields=["by_examiners", "entered_by"])
    return mine


def _both_locked(mine: ExaminerSheet) -> ScoreSheet:
    """The session's sheet before the examiner's: who hands in last sees what the others did."""
    sheet = ScoreSheet.objects.select_for_update(of=("self",)).select_related("session__center").get(pk=mine.sheet_id)
    locked(mine)
    return sheet


def counted(sheet: ScoreSheet) -> list[ExaminerSheet]:
    """The sheets from which the mean is made, or will be."""
    found = sheet.examiner_sheets.exclude(status=ExaminerSheet.Status.LEFT_OUT)
    return list(found.select_related("assignment__person"))


def waiting_for(sheet: ScoreSheet) -> list[ExaminerSheet]:
    """The sheets that have not been handed in yet."""
    found = sheet.examiner_sheets.filter(status__in=rules.OPEN)
    return list(found.select_related("assignment__person__user", "sheet__session__project"))


def revealed(sheet: ScoreSheet) -> bool:
    """Have all examiners handed in? Until then each sheet is its examiner's alone."""
    return not sheet.examiner_sheets.filter(status__in=rules.OPEN).exists()


def _compute(sheet: ScoreSheet, by: Actor) -> None:
    """Replace the session's scores by the examiners' mean, once all have handed in."""
    sheets = counted(sheet)
    if not sheets or any(each.status != ExaminerSheet.Status.SUBMITTED for each in sheets):
        return
    tasks = tasks_of(sheet)
    given = [as_numbers(each.marks) for each in sheets]
    sheet.scores.all().delete()
    made = []
    for seat in filter(base_rules.scorable, scores.seats_of(sheet)):
        rows = [marks[seat.pk] for marks in given if seat.pk in marks]
        if not rows:
            continue  # counted again after an incident: the submission asks for the score
        shown, total = numbers.mean(rows, tasks)
        made.append(Score(sheet=sheet, seat=seat, marks=shown, total=total, spread=numbers.apart(rows, tasks)))
    Score.objects.bulk_create(made)
    limit = policy.of(sheet.session.center).disagreement_limit
    apart = sum(rules.far_apart(score, limit) for score in made)
    detail = {"examiners": len(sheets), "scored": len(made), "far_apart": apart}
    trace(by=by, verb="scores.mean", label="计算平均分", subject=sheet, after=detail)
    to = holders(Role.SITE, organization=sheet.session.site.organization)
    url = scores.url_of(sheet)
    notify(NoticeKind.EXAMINER_SHEETS_COMPLETE, to=to, subject=sheet, url=url, apart=apart)


@transaction.atomic
def explain(sheet: ScoreSheet, *, by: Actor, notes: Mapping[int, str]) -> ScoreSheet:
    """Say why examiners lie far apart ({seat: explanation}); empty ones are left as they are (clause 4.4)."""
    locked(sheet)
    require(by, "scores.enter", sheet)
    refuse_on(base_rules.not_editable(sheet))
    changed = []
    for score in apart_of(sheet):
        note = notes.get(score.seat_id, "").strip()
        if note and note != score.spread_note:
            score.spread_note, score.spread_noted_by = note, by.user
            score.save(update_fields=["spread_note", "spread_noted_by"])
            changed.append(f"{score.seat.ticket_number}：分差{score.spread}分，{note}")
    if changed:
        trace(by=by, verb="scores.explain", label="填写分差说明", subject=sheet, after={"notes": changed})
    return sheet


def apart_of(sheet: ScoreSheet) -> list[Score]:
    """The scores whose examiners lie further apart than the centre's limit."""
    limit = policy.of(sheet.session.center).disagreement_limit
    return list(sheet.scores.filter(spread__gt=limit).select_related("seat__registration"))


def rows_of(sheet: ScoreSheet) -> Iterable[ExaminerSheet]:
    """All sheets of the session, with their examiners."""
    return sheet.examiner_sheets.select_related("assignment__person")


def url_of(mine: ExaminerSheet) -> str:
    """The sheet's page."""
    return reverse("scores:sheets:record", args=[mine.uid])
