"""The demo's time: offsets from the day on which it is made, so that there is always a yesterday and a tomorrow."""

import datetime
from contextlib import AbstractContextManager

from django.utils import timezone

from sdzx import clock

TODAY = timezone.localtime(datetime.datetime.now(datetime.UTC)).date()
LONG_AGO = -930  # a little more than two and a half years: the archive's terms have run out
DAY = datetime.timedelta(days=1)


def day(offset: int) -> datetime.date:
    """The day so many days from today."""
    return TODAY + offset * DAY


def moment(offset: int, hour: int = 9, minute: int = 0) -> datetime.datetime:
    """That day at that time in Shandong."""
    return timezone.make_aware(datetime.datetime.combine(day(offset), datetime.time(hour, minute)))


def on(offset: int, hour: int = 9, minute: int = 0) -> AbstractContextManager[None]:
    """Inside the block it is that moment."""
    return clock.at(moment(offset, hour, minute))
