"""How long an authorisation runs (2.4): from its publication, and on from its old end when it is renewed."""

import datetime


def term_end(day: datetime.date, years: int) -> datetime.date:
    """The last day of a term of so many years that begins on `day`."""
    first = datetime.date(day.year + years, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
    return first - datetime.timedelta(days=1)


def renewed_end(old_end: datetime.date, day: datetime.date, years: int) -> datetime.date:
    """The last day after a renewal published on `day`: counted on from the old end, or from `day` when that is past."""
    return term_end(max(old_end + datetime.timedelta(days=1), day), years)
