"""From the end of a session to its confirmed scores (4.4, 4.5): the only writers of sheets and scores."""

import datetime
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from exams.dispatch.filing import file_into_case
from exams.registration.models import Registration
from exams.scores import documents, hooks, returns, rules, workbook
from exams.scores import marks as numbers
from exams.scores.marks import Marks
from exams.scores.models import Score, ScoreSheet
from exams.scores.sheets import double
from exams.scores.sheets import rules as entry_rules
from exams.scores.sheets.entries import scans_of, step_of, tasks_of
from exams.scores.sheets.filing import file_sheets
from exams.scores.sheets.models import PaperCount
from exams.sessions.models import Seat, Session
from sdzx import clock, policy
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import User
from sdzx.accounts.roles import Role
from sdzx.archive.services import set_due
from sdzx.audit.services import record as trace
from sdzx.files.models import StoredFile
from sdzx.files.services import adopt, content, store
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.workdays import calendar
from sdzx.workflow import Blocker, advance, advance_many, locked, refuse_on, refuse_unless_open
from sites.registry.models import Site


@transaction.atomic
def open_sheet(session: Session, by: Actor) -> None:
    """Hook after a session has ended: its empty sheet, due on `session.scores_due` (clause 4.4)."""
    sheet, new = ScoreSheet.objects.get_or_create(session=session)
    if new:
        trace(by=by, verb="scores.open", label="待报送成绩及试卷", subject=sheet, after={"due_on": session.scores_due})


def seats_of(sheet: ScoreSheet) -> list[Seat]:
    """The session's candidates in the order of their tickets, with registrations."""
    return list(sheet.session.seats.select_related("registration").order_by("ticket_number"))


@transaction.atomic
def enter(
    sheet: ScoreSheet,
    *,
    by: Actor,
    marks: Mapping[int, Marks],
    workbook_file: StoredFile | None = None,
    base: int | None = None,
) -> ScoreSheet:
    """Replace the sheet's scores by these marks ({seat: {task position: mark}}); candidates left out have none yet.

    With double entry the second person's marks become the second entry. The same marks again change nothing. `base` is the
    version that the page or workbook was made from. Raises Refused with every mark that cannot stand (clause 4.4).
    """
    locked(sheet)
    require(by, "scores.enter", sheet)
    seats, tasks = seats_of(sheet), tasks_of(sheet)
    turn: entry_rules.Turn | None = entry_rules.Turn.FIRST
    wrong_turn = list[Blocker]()
    if double.doubled(sheet):
        turn, wrong_turn = entry_rules.no_turn(sheet, double.second_of(sheet), by.user)
    found = [*rules.not_editable(sheet), *entry_rules.not_typed_here(sheet), *wrong_turn]
    found += entry_rules.overtaken(sheet, base, by.user) if turn == entry_rules.Turn.FIRST else []
    refuse_on([*found, *rules.wrong_marks(marks, seats, tasks, step_of(sheet))])
    if turn == entry_rules.Turn.SECOND:
        return double.enter_second(sheet, by=by, marks=marks)
    if workbook_file is None and _same(sheet, marks):
        return sheet
    before = {score.seat_id: score.total for score in sheet.scores.all()}
    sheet.scores.all().delete()
    made = Score.objects.bulk_create(
        Score(
            sheet=sheet,
            seat_id=pk,
            marks={key: f"{mark:f}" for key, mark in given.items()},
            total=numbers.total(given, tasks),
        )
        for pk, given in marks.items()
    )
    sheet.entered_by, sheet.version = by.user, sheet.version + 1
    if workbook_file is not None:
        sheet.workbook = adopt(workbook_file, kind="scores.workbook", by=by)
    sheet.save(update_fields=["entered_by", "version", "workbook"])
    detail = {"scored": len(made), "changed": _changed(before, made, seats)}
    trace(by=by, verb="scores.enter", label="录入成绩", subject=sheet, after=detail)
    return sheet


def _same(sheet: ScoreSheet, marks: Mapping[int, Marks]) -> bool:
    """Are these the very marks that stand?"""
    held = double.first_marks(sheet)
    given = {pk: {key: f"{mark:f}" for key, mark in row.items()} for pk, row in marks.items()}
    keys = [str(task.position) for task in tasks_of(sheet)]
    return sheet.entered_by_id is not None and not entry_rules.differences(held, given, keys)


def _changed(before: Mapping[int, object], made: Iterable[Score], seats: Iterable[Seat]) -> list[str]:
    """«370100…01：80.00→86.50» for every total that was there before and is another now."""
    after, tickets = {score.seat_id: score.total for score in made}, {seat.pk: seat.ticket_number for seat in seats}
    return [f"{tickets[pk]}：{old}→{after.get(pk, '无')}" for pk, old in before.items() if after.get(pk) != old]


@transaction.atomic
def enter_workbook(sheet: ScoreSheet, *, by: Actor, file: StoredFile) -> ScoreSheet:
    """Take the scores of an uploaded workbook, all or nothing; the file is kept. The same file again changes nothing.

    Raises Refused with a sentence for every bad cell, each with its address (clause 4.4).
    """
    require(by, "scores.enter", sheet)
    reading = workbook.read(content(file), sheet, seats_of(sheet), tasks_of(sheet), step_of(sheet))
    refuse_on(Blocker(problem.sentence, "4.4") for problem in reading.problems)
    if _same(sheet, reading.marks):
        return sheet
    return enter(sheet, by=by, marks=reading.marks, workbook_file=file, base=reading.version)


@transaction.atomic
def hand_over(
    sheet: ScoreSheet,
    *,
    by: Actor,
    papers_count: int,
    papers_handed_by: str,
    papers_handed_at: datetime.datetime,
    papers_note: str = "",
    counts: Mapping[str, tuple[int, int, int]] = MappingProxyType({}),
) -> ScoreSheet:
    """Record the papers handed to the centre: as many as candidates sat; with `counts` kind by kind as well
    ({kind: (issued, used, blank)}), each of which must balance (clause 4.4)."""
    locked(sheet)
    require(by, "scores.enter", sheet)
    seats = seats_of(sheet)
    found = [*rules.not_editable(sheet), *entry_rules.signed_for(sheet), *entry_rules.wrong_counts(counts, seats)]
    refuse_on([*found, *rules.wrong_hand_over(papers_count, seats, papers_handed_at, clock.now())])
    sheet.papers_count, sheet.papers_handed_by = papers_count, papers_handed_by
    sheet.papers_handed_at, sheet.papers_note = papers_handed_at, papers_note
    sheet.save(update_fields=["papers_count", "papers_handed_by", "papers_handed_at", "papers_note"])
    sheet.paper_counts.all().delete()
    PaperCount.objects.bulk_create(
        PaperCount(sheet=sheet, kind=kind, issued=issued, used=used, blank=blank)
        for kind, (issued, used, blank) in counts.items()
    )
    detail = {
        "papers": papers_count,
        "handed_by": papers_handed_by,
        "handed_at": papers_handed_at,
        "counts": dict(counts),
    }
    trace(by=by, verb="scores.hand_over", label="登记试卷移交", subject=sheet, after=detail)
    return sheet


def submit_blockers(sheet: ScoreSheet) -> list[Blocker]:
    """What still lacks before the sheet can be handed in."""
    seats = seats_of(sheet)
    found = rules.not_submittable(sheet, seats, scored_of(sheet), sheet.scans.count())
    if sheet.by_examiners:
        names = {seat.pk: seat.registration.name for seat in seats}
        limit = policy.of(sheet.session.center).disagreement_limit
        mine = sheet.examiner_sheets.select_related("assignment__person")
        found += entry_rules.marking_unfinished(mine, sheet.scores.all(), limit, names)
    return [*entry_rules.not_ended(sheet.session), *found, *double.blockers(sheet)]


def late_now(sheet: ScoreSheet) -> int:
    """By how many working days it would be late if it were handed in now; what counts is the first time."""
    if sheet.submitted_at:
        return sheet.late_days
    return rules.late_days(sheet.session.scores_due, clock.today(), calendar.current())


@transaction.atomic
def submit(sheet: ScoreSheet, *, by: Actor) -> ScoreSheet:
    """Hand in scores and papers (clause 4.4). Lateness is that of the first time, by the due day and the calendar that hold
    in this moment; it is counted on the site and told to the director."""
    table = calendar.held()
    locked(sheet)
    refuse_on(submit_blockers(sheet))
    first = sheet.submitted_at is None
    late = rules.late_days(sheet.session.scores_due, clock.today(), table) if first else sheet.late_days
    advance(sheet, "submit", by=by, detail={"late_days": late, "papers": sheet.papers_count})
    if first:
        sheet.submitted_at, sheet.late_days = clock.now(), late
        sheet.save(update_fields=["submitted_at", "late_days"])
    if present := _registrations(sheet, Registration.Status.PRESENT):
        advance_many(present, "score", by=by)
    if sheet.by_examiners:
        file_sheets(sheet, by=by)
    if first and late:
        _count_late(sheet, late, by)
    center = sheet.session.center
    to = [*holders(Role.CONFIRMER, center=center), *(holders(Role.DIRECTOR, center=center) if late else ())]
    notify(NoticeKind.SCORES_SUBMITTED, to=to, subject=sheet, url=url_of(sheet), late=late)
    return sheet


def _count_late(sheet: ScoreSheet, late: int, by: Actor) -> None:
    site = sheet.session.site
    Site.objects.filter(pk=site.pk).update(late_scores=F("late_scores") + 1)
    detail = {"session": sheet.session.number, "late_days": late}
    trace(by=by, verb="site.late_scores", label="逾期报送成绩", subject=site, after=detail)


@transaction.atomic
def send_back(
    sheet: ScoreSheet, *, by: Actor, ground: str, rows: Mapping[int, str] = MappingProxyType({})
) -> ScoreSheet:
    """Back to the site with the reason, and with `rows` ({seat: reason}) candidate by candidate; they are unscored until it
    comes again (clause 4.5)."""
    locked(sheet)
    refuse_unless_open(sheet, "send_back", by=by)
    refuse_on(returns.wrong_rows(rows, seats_of(sheet)))
    returns.keep(sheet, by=by, ground=ground, rows=rows)
    advance(sheet, "send_back", by=by, ground=ground, detail={"涉及考生": len(rows)} if rows else None)
    if scored := _registrations(sheet, Registration.Status.SCORED):
        advance_many(scored, "unscore", by=by)
    to = holders(Role.SITE, organization=sheet.session.site.organization)
    notify(NoticeKind.SCORES_RETURNED, to=to, subject=sheet, url=url_of(sheet), ground=ground)
    return sheet


def confirm_blockers(sheet: ScoreSheet, confirmer: User | None) -> list[Blocker]:
    """What stands in the way of confirming."""
    incidents = list(sheet.session.incidents.all())
    return rules.not_confirmable(sheet, confirmer, seats_of(sheet), scored_of(sheet), incidents)


@transaction.atomic
def confirm(sheet: ScoreSheet, *, by: Actor) -> ScoreSheet:
    """Confirm (clause 4.5): who passed, the session closed, certificates numbered by the hooks, the sheet frozen and
    filed, the candidates told; all of it or nothing."""
    locked(sheet)
    refuse_unless_open(sheet, "confirm", by=by)
    refuse_on(confirm_blockers(sheet, by.user))
    advance(sheet, "confirm", by=by, detail={"scores": sheet.scores.count()})
    sheet.confirmed_by, sheet.confirmed_at = by.user, clock.now()
    sheet.save(update_fields=["confirmed_by", "confirmed_at"])
    _decide(sheet, by)
    advance(sheet.session, "close", by=by)
    for work in hooks.AFTER_CONFIRM:
        work(sheet, by)
    _freeze(sheet, by)
    set_due(sheet.session, after=clock.today(), by=by)
    notify(NoticeKind.SCORES_CONFIRMED, to=_candidates(sheet), subject=sheet, url=reverse("scores:mine"))
    return sheet


def _decide(sheet: ScoreSheet, by: Actor) -> None:
    """Passed or failed; the score of who was disqualified after it was handed in is taken out."""
    sheet.scores.exclude(seat__registration__status=Registration.Status.SCORED).delete()
    mark = documents.mark_of(sheet)
    related = sheet.scores.select_related("seat__registration__project", "seat__registration__center")
    decided: dict[bool, list[Score]] = {True: [], False: []}
    for score in related:
        decided[rules.passes(score, mark)].append(score)
    for passed, scores in decided.items():
        if scores:
            Score.objects.filter(pk__in=[score.pk for score in scores]).update(passed=passed)
            registrations = [score.seat.registration for score in scores]
            details = [{"total": str(score.total)} for score in scores]
            advance_many(registrations, "pass" if passed else "fail", by=by, details=details)


def _freeze(sheet: ScoreSheet, by: Actor) -> None:
    session = sheet.session
    name = f"成绩汇总表{session.number}.pdf"
    sheet.document = store(documents.score_sheet_pdf(sheet), name=name, kind="scores.sheet", by=by)
    sheet.save(update_fields=["document"])
    file_into_case(session, by=by, kind="score_sheet", title="成绩汇总表", file=sheet.document)
    if sheet.workbook:
        file_into_case(
            session, by=by, kind="score_workbook", title="成绩工作簿", file=sheet.workbook, source="考点上传"
        )
    for number, scan in enumerate(scans_of(sheet), 1):
        file_into_case(session, by=by, kind="paper_scan", title=f"试卷扫描件{number}", file=scan, source="考点上传")


def _candidates(sheet: ScoreSheet) -> list[User]:
    """The candidates who can sign in, and the registrars of the units."""
    registrations = Registration.objects.filter(seat__score__sheet=sheet).select_related("user", "unit")
    rows = list(registrations)
    units = {row.unit for row in rows if row.unit}
    agents = [user for unit in units for user in holders(Role.REGISTRAR, organization=unit)]
    return [row.user for row in rows if row.user] + agents


def _registrations(sheet: ScoreSheet, status: str) -> list[Registration]:
    scored = Registration.objects.filter(seat__score__sheet=sheet, status=status)
    return list(scored.select_related("project", "center").order_by("pk"))


def scored_of(sheet: ScoreSheet) -> set[int]:
    """The seats that have a score."""
    return set(sheet.scores.values_list("seat_id", flat=True))


def url_of(sheet: ScoreSheet) -> str:
    """The sheet's page."""
    return reverse("scores:record", args=[sheet.uid])
