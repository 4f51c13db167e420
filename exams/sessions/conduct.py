"""The day of a session: attendance, start, end, and when its scores are due (4.2, 4.3, 4.4)."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from exams.papers.models import HandOver
from exams.papers.services import file_sheet
from exams.registration.models import Registration
from exams.sessions import documents, hooks, rules
from exams.sessions.filing import case_of, file_into_case, file_produced
from exams.sessions.models import Seat, Session
from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.audit.services import record
from sdzx.clauses import enforces
from sdzx.workdays import calendar
from sdzx.workdays.recompute import DateChange
from sdzx.workflow import advance, locked, refuse_on

SCORE_DAYS = 3  # the regulation's own number (四（四）), not a setting
_Attendance = Seat.Attendance


@transaction.atomic
@enforces("4.3")
def sign_in(seat: Seat, *, by: Actor, note: str = "") -> Seat:
    """A candidate has come; late once the session runs. Raises Refused."""
    attendance = _Attendance.LATE if seat.session.status == Session.Status.RUNNING else _Attendance.PRESENT
    _mark(seat, attendance, by=by, note=note)
    advance(seat.registration, "sign_in", by=by, detail={"ticket": seat.ticket_number})
    return seat


@transaction.atomic
def mark_absent(seat: Seat, *, by: Actor, note: str = "") -> Seat:
    """A candidate has not come. Final only when the session ends: who comes late after all is signed in. Raises Refused."""
    return _mark(seat, _Attendance.ABSENT, by=by, note=note)


@transaction.atomic
@enforces("5.1")
def refuse_entry(seat: Seat, *, by: Actor, note: str) -> Seat:
    """The person is not who the ticket says; the reason is written down. Final when the session ends. Raises Refused."""
    return _mark(seat, _Attendance.REFUSED, by=by, note=note)


def _mark(seat: Seat, attendance: str, *, by: Actor, note: str) -> Seat:
    require(by, "session.sign_in", seat.session)
    locked(seat)
    refuse_on(rules.unsignable(seat, attendance, moment=clock.now(), note=note))
    before = seat.get_attendance_display()
    seat.attendance, seat.attendance_note = attendance, note.strip()
    seat.signed_in_at = clock.now() if attendance in (_Attendance.PRESENT, _Attendance.LATE) else None
    seat.save(update_fields=["attendance", "attendance_note", "signed_in_at"])
    record(by=by, verb="session.sign_in", label="登记到考", subject=seat.session, ground=note,
           before={"attendance": before},
           after={"attendance": seat.get_attendance_display(), "ticket": seat.ticket_number})  # fmt: skip
    return seat


def start_blockers(session: Session) -> list[rules.Blocker]:
    """Everything in the way of starting, with what later slices add."""
    found = rules.unstartable(session, moment=clock.now())
    for check in hooks.START_CHECKS:
        found += check(session)
    return found


@transaction.atomic
@enforces("4.1", "4.2", "4.3")
def start(session: Session, *, by: Actor) -> Session:
    """Begin. Raises Refused with every unmet condition: preparation, question set, examiners and supervisor, time."""
    locked(session)
    refuse_on(start_blockers(session))
    advance(session, "start", by=by)
    session.started_at = clock.now()
    session.save(update_fields=["started_at"])
    return session


@transaction.atomic
@enforces("4.4", "5.2")
def end(session: Session, *, by: Actor) -> Session:
    """Finish: who has not signed in is absent, the three working days begin, the case is opened with what the portal has."""
    locked(session)
    seats = list(session.seats.select_related("registration"))
    missing = [seat for seat in seats if seat.registration.status == Registration.Status.ARRANGED]
    advance(session, "end", by=by, detail={"present": len(seats) - len(missing), "absent": len(missing)})
    for seat in missing:
        if seat.attendance == _Attendance.EXPECTED:
            seat.attendance = _Attendance.ABSENT
            seat.save(update_fields=["attendance"])
        advance(seat.registration, "mark_absent", by=by, ground=seat.attendance_note)
    session.ended_at = clock.now()
    session.save(update_fields=["ended_at"])
    _set_due(session)
    _file(session, by=by)
    for work in hooks.AFTER_END:
        work(session, by)
    return session


def _set_due(session: Session) -> None:
    """Counted from the day on which it ended, which is not counted itself. What was granted beyond it stays."""
    ended = session.ended_at or session.ends_at
    found = calendar.held().add(timezone.localtime(ended).date(), SCORE_DAYS)
    session.scores_statutory_due, session.scores_due_provisional = found.day, found.provisional
    session.scores_due = max(found.day, session.scores_extended_to or found.day)
    session.calendar_version = found.calendar_version
    session.save(update_fields=["scores_statutory_due", "scores_due", "scores_due_provisional", "calendar_version"])


def _file(session: Session, *, by: Actor) -> None:
    """The announcement, the forms, the seats with attendance, the notice as prepared, and the counted papers."""
    announcement = session.item.announcement
    if announcement.document:
        file_into_case(session, by=by, kind="announcement", title=str(announcement), file=announcement.document)
    produced = (
        ("registrations", "报名表", lambda: documents.registration_forms(session)),
        ("seating", "考场安排及到考情况", lambda: documents.attendance(session)),
        ("preparation", "考核准备通知单", lambda: documents.preparation_notice(session.preparation)),
    )
    for kind, title, make in produced:
        file_produced(session, by=by, kind=kind, title=title, make=make)
    for sheet in HandOver.objects.filter(draw__session=session).select_related("sheet"):
        file_sheet(case_of(session, by=by), sheet, by=by)


@transaction.atomic
@enforces("4.4")
def recompute_scores_due(by: Actor) -> list[DateChange]:
    """The calendar has been amended: compute open due days anew, with their trace. What has been handed in keeps the day by
    which it was judged; a day that the director granted is never shortened."""
    changes = []
    open_ = Session.objects.select_for_update(of=("self",)).filter(
        status=Session.Status.ENDED, scores_due__isnull=False
    )
    for session in open_.exclude(score_sheet__submitted_at__isnull=False).order_by("pk"):
        before, version = _due_of(session), session.calendar_version
        _set_due(session)
        if before == _due_of(session):
            continue
        record(by=by, verb="session.recompute_due", label="按新日历重算报送期限", subject=session,
               before={**before, "calendar": version},
               after={**_due_of(session), "calendar": session.calendar_version})  # fmt: skip
        if (before["scores_due"], before["provisional"]) == (session.scores_due, session.scores_due_provisional):
            continue
        changes.append(
            DateChange(
                str(session),
                before["scores_due"],
                session.scores_due or before["scores_due"],
                reverse("sessions:record", args=[session.uid]),
                kind="成绩报送期限",
                was_provisional=before["provisional"],
                provisional=session.scores_due_provisional,
            )
        )
    return changes


def _due_of(session: Session) -> dict[str, Any]:
    found = {"scores_due": session.scores_due, "provisional": session.scores_due_provisional}
    return found | ({"statutory": session.scores_statutory_due} if session.scores_extended_to else {})
