"""How long things are kept: at least two years, video at least six months, from the day of the event (5.2)."""

import calendar
import datetime

from sdzx.archive.models import CaseItem
from sdzx.policy import HasPolicy, of


def months_after(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later; the month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def dispose_from(event_on: datetime.date, retention: str, center: HasPolicy) -> datetime.date:
    """The first day on which disposal may be thought of: the day after the term has run out."""
    policy = of(center)
    months = policy.video_retention_months if retention == CaseItem.Retention.VIDEO else policy.retention_years * 12
    return months_after(event_on, months) + datetime.timedelta(days=1)
