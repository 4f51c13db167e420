"""Working days, asked by every slice: `add_workdays`, `workdays_between`, `is_workday`, `left`.

The table is loaded once per process and kept until an amendment changes the mark in the shared cache: no query a call.
"""

import datetime
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.core.cache import cache
from django.db import connection

from sdzx.workdays.models import Day, Year
from sdzx.workdays.table import Deadline, Table

__all__ = [
    "Deadline", "Table", "add_workdays", "current", "held", "is_workday", "left", "using", "workdays_between",
]  # fmt: skip

_MARK = "workdays:mark"
_LOCK = "hashtextextended('workdays/calendar', 0)"
_kept: tuple[str, Table] | None = None
_override: ContextVar[Table | None] = ContextVar("workdays_table", default=None)


def add_workdays(day: datetime.date, count: int) -> Deadline:
    """The due day `count` working days after `day` (which is not counted), provisional where a year is missing."""
    return current().add(day, count)


def workdays_between(first: datetime.date, last: datetime.date) -> int:
    """Working days after `first` up to and with `last`; negative backwards."""
    return current().between(first, last)


def is_workday(day: datetime.date) -> bool:
    """Whether offices work on that day; by weekday alone where its year is missing."""
    return current().is_workday(day)


def left(due: datetime.date, today: datetime.date) -> int | None:
    """Working days that remain until `due`; negative when overdue; None when a year on the way is missing."""
    return current().left(due, today)


def current() -> Table:
    """The table that holds now. Long loops may keep it; nobody keeps it across requests."""
    global _kept
    if (override := _override.get()) is not None:
        return override
    mark = str(cache.get(_MARK) or cache.get_or_set(_MARK, lambda: uuid.uuid4().hex, None))
    if _kept is None or _kept[0] != mark:
        table = load()
        _kept = (mark, table)
        return table
    return _kept[1]


def held() -> Table:
    """The table as it stands in the database, kept from being amended until the transaction ends: for a service that
    stores or judges a statutory day. Call it before locking rows, as an amendment does."""
    if (override := _override.get()) is not None:
        return override
    _lock("pg_advisory_xact_lock_shared")
    return load()


def lock() -> None:
    """Nobody stores or judges a statutory day until the transaction ends: for the amendment."""
    _lock("pg_advisory_xact_lock")


def _lock(function: str) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("a lock outside a transaction holds nothing")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}({_LOCK})")


def load() -> Table:
    """Read the table from the database (two queries)."""
    announced = Year.objects.filter(status=Year.Status.ANNOUNCED)
    versions = dict(announced.values_list("year", "version"))
    special = dict(Day.objects.filter(date__year__in=versions).values_list("date", "is_off"))
    return Table(special=special, versions=versions)


@contextmanager
def using(table: Table) -> Iterator[None]:
    """Inside the block this table holds: for an amendment that has not been committed yet."""
    token = _override.set(table)
    try:
        yield
    finally:
        _override.reset(token)


def forget() -> None:
    """Make every process load anew; called when an amendment has been committed."""
    cache.set(_MARK, uuid.uuid4().hex, None)
