"""Scheduled: uploads that no form took over go after two days."""

import datetime

from celery import shared_task

from sdzx import clock
from sdzx.files.services import discard_drafts

_KEPT = datetime.timedelta(days=2)  # a token lives one day


@shared_task
def discard_stale_drafts() -> int:
    """Discards drafts older than two days; how many went."""
    return discard_drafts(before=clock.now() - _KEPT)
