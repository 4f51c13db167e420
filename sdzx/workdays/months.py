"""A year as twelve small months, for looking over an arrangement. Pure."""

import calendar as gregorian
import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final

from sdzx.workdays.parse import Arranged

_SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the picture: `mark` is 休 or 班 where it differs from its weekday; `kind` is off, work, weekend or plain."""

    day: datetime.date
    kind: str
    mark: str = ""
    name: str = ""
    changed: bool = False

    @property
    def said(self) -> str:
        """What the mark stands for, for those who do not see it: «国庆节放假», «国庆节调休上班»."""
        return f"{self.name}{'放假' if self.kind == 'off' else '调休上班'}" if self.mark else ""


@dataclass(frozen=True, slots=True)
class Month:
    """Weeks from Monday; None for days of the neighbouring months."""

    title: str
    weeks: tuple[tuple[Cell | None, ...], ...]


def months(year: int, days: Iterable[Arranged], changed: Collection[datetime.date] = ()) -> list[Month]:
    """The twelve months, and before them the December of the year before when the notice arranges days in it."""
    special = {day.date: day for day in days}
    before = [(year - 1, 12)] if any(day.year < year for day in special) else []
    return [_month(each, number, special, changed) for each, number in [*before, *((year, n) for n in range(1, 13))]]


def _month(year: int, number: int, special: dict[datetime.date, Arranged], changed: Collection[datetime.date]) -> Month:
    weeks = gregorian.Calendar().monthdatescalendar(year, number)
    return Month(
        f"{year}年{number}月",
        tuple(
            tuple(_cell(day, special.get(day), day in changed) if day.month == number else None for day in week)
            for week in weeks
        ),
    )


def _cell(day: datetime.date, found: Arranged | None, changed: bool) -> Cell:
    if found is None:
        return Cell(day, "weekend" if day.weekday() >= _SATURDAY else "plain", changed=changed)
    kind, mark = ("off", "休") if found.is_off else ("work", "班")
    return Cell(day, kind, mark, found.name, changed)
