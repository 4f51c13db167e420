"""Scheduled: from November on, ask for next year's calendar."""

from celery import shared_task

from sdzx import clock
from sdzx.workdays.services import remind_missing


@shared_task
def remind_missing_year() -> int:
    """Reminds the province; how many notices are new. Safe to run twice."""
    return remind_missing(today=clock.today())
