"""The worker's part of a roster: checking, taking, picking up what a killed worker or a lost message left, forgetting."""

import datetime

from celery import shared_task

from exams.registration.roster import checking, keeping, taking
from exams.registration.roster.models import Roster
from sdzx import clock

FORGOTTEN = datetime.timedelta(minutes=10)


@shared_task
def check(roster_id: int) -> bool:
    """Check a roster; run twice it does nothing twice."""
    return checking.check(roster_id)


@shared_task
def take(roster_id: int) -> bool:
    """Take a roster; run twice it does nothing twice."""
    return taking.take(roster_id)


@shared_task
def resume() -> int:
    """Scheduled: start again what has been standing for ten minutes; how many. Where a worker is at it, nothing happens."""
    before = clock.now() - FORGOTTEN
    standing = Roster.objects.filter(status__in=Roster.WORKING, status_at__lt=before).order_by("pk")
    for roster in standing:
        (take if roster.status == Roster.Status.TAKING else check).delay(roster.pk)
    return len(standing)


@shared_task
def forget() -> int:
    """Scheduled: erase the files of rosters whose registration closed long ago; of how many."""
    closed = Roster.objects.filter(item__registration_closes__lt=clock.now(), workbook__erased_at=None)
    return sum(keeping.forget(roster) for roster in closed.select_related("item", "center", "workbook").order_by("pk"))
