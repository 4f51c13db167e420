"""The calendar as a value: pure arithmetic over announced years. The day on which a term starts is not counted."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

_DAY = datetime.timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Deadline:
    """A due day. `provisional` (暂定) when a year on the way has not been announced; `calendar_version` says which
    versions of which years it was computed from, such as «2026-1,2027-0» (0: not announced)."""

    day: datetime.date
    provisional: bool
    calendar_version: str


@dataclass(frozen=True, slots=True)
class Table:
    """`special` are the days that differ from their weekday (True: off); `versions` the announced years."""

    special: Mapping[datetime.date, bool]
    versions: Mapping[int, int]

    def is_workday(self, day: datetime.date) -> bool:
        """Whether offices work. By weekday alone where the year has not been announced: ask `is_sure` as well."""
        off = self.special.get(day)
        return day.weekday() < _SATURDAY if off is None else not off

    def is_sure(self, first: datetime.date, last: datetime.date) -> bool:
        """Whether every year from one day to the other, in either order, has been announced."""
        return all(year in self.versions for year in _years(first, last))

    def version(self, first: datetime.date, last: datetime.date) -> str:
        """The versions of the years from one day to the other, in either order."""
        return ",".join(f"{year}-{self.versions.get(year, 0)}" for year in _years(first, last))

    def add(self, day: datetime.date, count: int) -> Deadline:
        """The working day that is `count` working days after `day`; before it when negative; `day` itself for 0."""
        step, left, found = (_DAY if count > 0 else -_DAY), abs(count), day
        while left:
            found += step
            left -= self.is_workday(found)
        return Deadline(found, not self.is_sure(day, found), self.version(day, found))

    def between(self, first: datetime.date, last: datetime.date) -> int:
        """Working days after `first` up to and with `last`; negative when `last` lies before `first`."""
        if last < first:
            return -self.between(last, first)
        return sum(self.is_workday(day) for day in _days(first + _DAY, last))

    def left(self, due: datetime.date, today: datetime.date) -> int | None:
        """Working days that remain: 0 on the last one, negative when overdue (a day off after it already counts as one);
        None when nobody can know yet."""
        if not self.is_sure(today, due):
            return None
        return self.between(today, due) if today <= due else min(self.between(today, due), -1)


def _days(first: datetime.date, last: datetime.date) -> Iterator[datetime.date]:
    return (first + _DAY * offset for offset in range((last - first).days + 1))


def _years(first: datetime.date, last: datetime.date) -> range:
    return range(min(first, last).year, max(first, last).year + 1)
