"""The one clock. Everything that asks for the time asks here, so that the demo can live through three months."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils import timezone

_set: ContextVar[datetime.datetime | None] = ContextVar("sdzx_clock", default=None)


def now() -> datetime.datetime:
    """The moment, aware, in UTC."""
    return _set.get() or datetime.datetime.now(datetime.UTC)


def today() -> datetime.date:
    """The day in Shandong (Asia/Shanghai)."""
    return timezone.localtime(now()).date()


@contextmanager
def at(moment: datetime.datetime) -> Iterator[None]:
    """Inside the block it is `moment` (aware). For the demo and for tests only."""
    token = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(token)
