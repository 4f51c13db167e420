"""The worker's part of bundles: printing, picking up what was left, erasing what is old."""

import datetime

from celery import shared_task

from exams.sessions.bundles import printing
from exams.sessions.bundles.models import TicketBundle
from sdzx import clock

FORGOTTEN = datetime.timedelta(minutes=10)


@shared_task
def print_bundle(bundle_id: int) -> bool:
    """Print one bundle; run twice it prints once."""
    return printing.print_bundle(bundle_id)


@shared_task
def resume() -> int:
    """Scheduled: print what has been waiting for ten minutes; how many."""
    waiting = TicketBundle.objects.filter(finished_at=None, created_at__lt=clock.now() - FORGOTTEN)
    return sum(printing.print_bundle(each) for each in waiting.order_by("pk").values_list("pk", flat=True))


@shared_task
def discard() -> int:
    """Scheduled: erase bundles a week old; how many."""
    return printing.discard()
