"""Scheduled: cards about to lapse. Safe to run twice."""

from celery import shared_task

from sdzx import clock
from sdzx.personnel import reminders


@shared_task
def remind_expiring() -> int:
    """Every morning: tell holders and centres of cards that lapse within 60, 30 and 7 days; how many notices are new."""
    return reminders.remind_expiring(clock.today())
