"""Due days as pages show them."""

import datetime

from sdzx import clock
from sdzx.ui.parts import Due
from sdzx.workdays import calendar


def due(day: datetime.date, today: datetime.date | None = None, provisional: bool = False) -> Due:
    """«还剩2个工作日»; provisional when the stored date was, or when a year on the way is missing now."""
    remaining = calendar.left(day, today or clock.today())
    return Due(day=day, left=remaining, provisional=provisional or remaining is None)
