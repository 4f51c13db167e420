"""Ordering tickets in one PDF, and printing it in the worker (3.3)."""

from functools import partial

from django.db import transaction

from exams.announcements.models import AnnouncementItem
from exams.sessions.bundles import tasks
from exams.sessions.bundles.models import TicketBundle
from exams.sessions.bundles.printing import seats_of
from exams.sessions.models import Seat, Session
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center, Organization
from sdzx.accounts.roles import Role
from sdzx.audit.services import record as trace
from sdzx.clauses import enforces
from sdzx.workflow import Blocker, refuse_on

GRANT = "session.print"


@transaction.atomic
@enforces("3.3")
def order(
    *, by: Actor, session: Session | None = None, item: AnnouncementItem | None = None, unit: Organization | None = None
) -> TicketBundle:
    """Have the tickets of a session, a batch or a unit's people printed; a registrar gets their own unit's alone.

    Raises Refused for a session of others and when no ticket has been numbered.
    """
    require(by, GRANT, session)
    assert by.membership_id is not None
    if by.role == Role.REGISTRAR:
        unit = by.organization
    seats = seats_of(by, session=session, item=item, unit=unit)
    first = seats.first()
    if first is None:
        refuse_on([Blocker("还没有准考证：场次发布后才编准考证号。", "3.3")])
    assert first is not None
    bundle = TicketBundle.objects.create(
        center=_center(first, by), session=session, item=item, unit=unit, ordered_by=by.user_required,
        membership_id=by.membership_id, total=seats.count(),
    )  # fmt: skip
    trace(by=by, verb="session.print", label="打印准考证", subject=bundle, after={"人数": bundle.total})
    transaction.on_commit(partial(_queue, bundle.pk))
    return bundle


def _center(seat: Seat, by: Actor) -> Center:
    return by.center or seat.session.center


def _queue(bundle_id: int) -> None:
    """Hand over to the worker; when the queue is away, the schedule does it within minutes."""
    try:
        tasks.print_bundle.delay(bundle_id)
    except tasks.print_bundle.OperationalError:
        return
