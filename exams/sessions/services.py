"""The writers of sessions and their seats: planning and publication here, the day itself in conduct.py, the site's
preparation in preparing.py (3.3, 4.2)."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse

from exams.announcements.models import AnnouncementItem
from exams.papers.services import move_release
from exams.registration.models import Registration
from exams.sessions import hooks, lookups, rules, seating
from exams.sessions.conduct import end, mark_absent, recompute_scores_due, refuse_entry, sign_in, start
from exams.sessions.models import Seat, Session
from exams.sessions.preparing import acknowledge, report_ready, restart, send, tick
from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import User
from sdzx.accounts.roles import Role
from sdzx.audit.models import Entry
from sdzx.audit.services import record
from sdzx.clauses import enforces
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.serials.services import take
from sdzx.workflow import Blocker, Refused, advance, locked, refuse_on
from sites.registry.models import Site

__all__ = [
    "acknowledge", "assign", "cancel", "candidates_of", "create", "end", "fill", "mark_absent", "move", "publish",
    "recompute_scores_due", "refuse_entry", "report_ready", "restart", "send", "sign_in", "start", "tick",
]  # fmt: skip


@transaction.atomic
@enforces("3.3")
def create(
    *,
    by: Actor,
    item: AnnouncementItem,
    site: Site,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime | None = None,
) -> Session:
    """A draft session of a batch at a site; it ends after the specification's minutes unless told otherwise.

    Raises Refused with every condition of 3.3 that does not hold.
    """
    require(by, "session.edit")
    center = item.announcement.center
    if by.center != center:
        raise Refused([Blocker("这一批次不是本中心公告的。", clause="3.3")])
    made = Session(
        center=center, item=item, project=item.project, specification=item.specification, site=site, starts_at=starts_at,
        ends_at=ends_at or starts_at + datetime.timedelta(minutes=item.specification.minutes),
    )  # fmt: skip
    refuse_on(rules.unplannable(lookups.plan_of(made, lock=True), moment=clock.now()))
    year = made.day.year
    made.number = f"CC{center.code[:4]}-{year}-{take(f'session/{center.code}/{year}')[0]:05d}"
    made.save()
    record(by=by, verb="session.create", label="建立场次", subject=made, after=_where(made))
    return made


@transaction.atomic
@enforces("3.3")
def move(
    session: Session, *, by: Actor, site: Site, starts_at: datetime.datetime, ends_at: datetime.datetime
) -> Session:
    """Another site or time, before it starts. After publication everybody concerned is told, the site prepares anew, and
    the sealed paper is released by the new time. Raises Refused (3.3)."""
    require(by, "session.edit", locked(session))
    if session.status not in (Session.Status.DRAFT, Session.Status.PUBLISHED):
        raise Refused(f"场次当前为“{session.get_status_display()}”，不能再改期或换考点。")
    before, former = _where(session), session.site
    session.site, session.starts_at, session.ends_at = site, starts_at, ends_at
    plan = lookups.plan_of(session, lock=True)
    candidates = [seat.registration for seat in session.seats.select_related("registration")]
    busy = lookups.busy_elsewhere(session, candidates)
    found = rules.unplannable(plan, moment=clock.now())
    found += [
        Blocker(f"{each.name}在同一时间已安排在场次{busy[each.document_index]}。", "3.3", "date")
        for each in candidates
        if each.document_index in busy
    ]
    refuse_on(found)
    session.save(update_fields=["site", "starts_at", "ends_at"])
    if site != former:
        _seat(session, candidates, rooms=plan.authorisation.rooms, workstations=plan.free)  # type: ignore[union-attr]  # unauthorised() refused a plan without one
    entry = record(
        by=by, verb="session.move", label="改期或换考点", subject=session, before=before, after=_where(session)
    )
    if session.status == Session.Status.PUBLISHED:
        _follow_move(session, former, entry, by=by)
    return session


def _follow_move(session: Session, former: Site, entry: Entry, *, by: Actor) -> None:
    move_release(session, by=by)
    restart(session, by=by, new_site=session.site != former)
    people = candidates_of(session) + holders(Role.SITE, organization=former.organization)
    # about the act, not the session: a second move is news again
    notify(NoticeKind.SESSION_MOVED, to=people, subject=entry, url=reverse("registration:list"), session=session)
    for work in hooks.AFTER_MOVE:
        work(session, by)


@transaction.atomic
@enforces("3.2", "3.3")
def assign(session: Session, *, by: Actor, registrations: Iterable[Registration]) -> list[Seat]:
    """Exactly these candidates sit in this draft session, spread over the site's rooms. Raises Refused (3.2, 3.3)."""
    require(by, "session.edit", locked(session))
    if session.status != Session.Status.DRAFT:
        raise Refused(f"场次当前为“{session.get_status_display()}”，不能再调整考生。")
    keys = [each.pk for each in registrations]
    chosen = list(Registration.objects.select_for_update(of=("self",)).filter(pk__in=keys).select_related("unit").order_by("submitted_at", "pk"))  # fmt: skip
    plan = lookups.plan_of(session, candidates=len(chosen), lock=True)
    refuse_on([
        *rules.unready_site(session.site, center_id=session.center_id), *rules.unauthorised(plan), *rules.overfull(plan),
        *rules.unseatable(
            chosen, session=session, busy=lookups.busy_elsewhere(session, chosen),
            seated=lookups.seated_elsewhere(session, chosen),
        ),
    ])  # fmt: skip
    before = session.seats.count()
    seats = _seat(session, chosen, rooms=plan.authorisation.rooms, workstations=plan.free)  # type: ignore[union-attr]  # unauthorised() refused a plan without one
    record(by=by, verb="session.assign", label="编排考生座位", subject=session, before={"考生人数": before},
           after={"考生人数": len(seats)})  # fmt: skip
    return seats


@transaction.atomic
def fill(session: Session, *, by: Actor) -> list[Seat]:
    """As many accepted candidates as the site holds, in the order of their submission; who clashes is left out."""
    waiting = list(lookups.arrangeable(session))
    busy = lookups.busy_elsewhere(session, waiting)
    free = lookups.plan_of(session).free
    return assign(session, by=by, registrations=[each for each in waiting if each.document_index not in busy][:free])


def _seat(session: Session, candidates: list[Registration], *, rooms: int, workstations: int) -> list[Seat]:
    """Seats anew; a ticket number once given stays with its candidate."""
    tickets = dict(session.seats.values_list("registration_id", "ticket_number"))
    session.seats.all().delete()
    sitters = [seating.Sitter(each, each.unit_id, bool(each.needs)) for each in candidates]
    return Seat.objects.bulk_create([
        Seat(session=session, registration=place.candidate, room=f"第{place.room}考场", seat=place.seat,
             ticket_number=tickets.get(place.candidate.pk))
        for place in seating.place(sitters, rooms=rooms, workstations=workstations)
    ])  # fmt: skip


@transaction.atomic
@enforces("3.3", "4.2")
def publish(session: Session, *, by: Actor) -> Session:
    """Number the tickets, arrange the registrations, send the preparation notice, tell candidates and site.

    Raises Refused (3.3, 1) with every unmet condition.
    """
    locked(session)
    seats = list(session.seats.select_related("registration__user", "registration__unit"))
    candidates = [seat.registration for seat in seats]
    found = rules.unpublishable(lookups.plan_of(session, lock=True), seats, moment=clock.now())
    found += rules.unseatable(candidates, session=session, busy=lookups.busy_elsewhere(session, candidates), seated=())
    refuse_on(found)
    advance(session, "publish", by=by, detail={"考生人数": len(seats)})
    _number_tickets(session, seats)
    for candidate in candidates:
        advance(candidate, "arrange", by=by, detail={"session": session.number})
    send(session, by=by)
    notify(NoticeKind.SESSION_PUBLISHED, to=candidates_of(session), subject=session, url=reverse("registration:list"))
    for work in hooks.AFTER_PUBLISH:
        work(session, by)
    return session


def _number_tickets(session: Session, seats: list[Seat]) -> None:
    """<city><yymmdd><session of the day><seat>: unique, and sortable by hand."""
    day = f"{session.day:%y%m%d}"
    number = take(f"ticket/{session.center.code}/{day}")[0]
    for position, seat in enumerate(seats, 1):
        seat.ticket_number = f"{session.center.code[:4]}{day}{number:03d}{position:03d}"
    Seat.objects.bulk_update(seats, ["ticket_number"])


@transaction.atomic
def cancel(session: Session, *, by: Actor, ground: str) -> Session:
    """Give the session up before it starts: its candidates wait for another one, and everybody is told why."""
    locked(session)
    people = candidates_of(session) + holders(Role.SITE, organization=session.site.organization)
    published = session.status == Session.Status.PUBLISHED
    advance(session, "cancel", by=by, ground=ground, detail={"考生人数": session.seats.count()})
    for seat in session.seats.select_related("registration"):
        if seat.registration.status == Registration.Status.ARRANGED:
            advance(seat.registration, "unarrange", by=by, ground=ground)
    session.seats.all().delete()
    if published:
        notify(NoticeKind.SESSION_CANCELLED, to=people, subject=session, ground=ground, url=reverse("home:worklist"))
    for work in hooks.AFTER_CANCEL:
        work(session, by)
    return session


def candidates_of(session: Session) -> list[User]:
    """Whom to tell: candidates with an account, and the registrars of units."""
    found: list[User] = []
    units = {}
    for seat in session.seats.select_related("registration__user", "registration__unit"):
        if seat.registration.user:
            found.append(seat.registration.user)
        if seat.registration.unit:
            units[seat.registration.unit_id] = seat.registration.unit
    for unit in units.values():
        found += holders(Role.REGISTRAR, organization=unit)
    return found


def _where(session: Session) -> dict[str, object]:
    return {"site": session.site.name, "starts_at": session.starts_at, "ends_at": session.ends_at}
