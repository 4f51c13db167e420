"""Scheduled: terms reached, cases overdue, contents verified. Safe to run twice."""

from celery import shared_task

from sdzx import clock
from sdzx.archive import reminders


@shared_task
def remind_retention() -> int:
    """Every working day: cases whose term has run out; how many notices are new."""
    return reminders.remind_retention(clock.today())


@shared_task
def remind_incomplete() -> int:
    """Every working day: cases that are overdue; how many notices are new."""
    return reminders.remind_incomplete(clock.today())


@shared_task
def check_fixity() -> int:
    """Every night: the contents not looked at for longest; how many differ from their digest."""
    return reminders.check_fixity(clock.today())
