"""Scheduled: authorisations about to lapse. Safe to run twice."""

from celery import shared_task

from sdzx import clock
from sites.registry.changes import reminders


@shared_task
def remind_expiring() -> int:
    """Every morning: tell sites of authorisations that can now be renewed; how many notices are new."""
    return reminders.remind_expiring(clock.today())
