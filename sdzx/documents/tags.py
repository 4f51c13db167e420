"""Template filters for printed forms; built into the documents' own template engine."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils import timezone

from sdzx.documents import images, qr

register = template.Library()

WEEKDAYS = "一二三四五六日"


class BlankRow(dict[str, str]):
    """A row to be filled in by hand: every cell is empty."""

    def __missing__(self, key: str) -> str:
        return ""


@register.filter
def padded(rows: Iterable[Mapping[str, Any]], least: int) -> list[Mapping[str, Any]]:
    """The rows, followed by blank ones until there are at least `least`."""
    filled = list(rows)
    return filled + [BlankRow() for _ in range(least - len(filled))]


@register.filter
def day(value: Any) -> str:
    """«2026年3月14日»; text passes unchanged."""
    if not isinstance(value, datetime.date):
        return as_text(value)
    local = as_local(value)
    return f"{local.year}年{local.month}月{local.day}日"


@register.filter
def weekday(value: Any) -> str:
    """«2026年3月14日（星期六）»; text passes unchanged."""
    if not isinstance(value, datetime.date):
        return as_text(value)
    return f"{day(value)}（星期{WEEKDAYS[as_local(value).weekday()]}）"


@register.filter
def clock(value: Any) -> str:
    """«09:00»; text passes unchanged."""
    if isinstance(value, datetime.datetime):
        return f"{as_local(value):%H:%M}"
    return f"{value:%H:%M}" if isinstance(value, datetime.time) else as_text(value)


@register.filter
def shown(value: Any) -> str:
    """The value, or «—» where there is none: on an issued paper an empty cell could be filled in afterwards."""
    return as_text(value) or "—"


@register.filter
def picture(content: bytes) -> str:
    """The bytes of a JPEG or PNG as a data URI."""
    return images.data_uri(content)


@register.filter
def qr_code(text: str) -> str:
    """The QR code that says `text`, as a data URI."""
    return qr.svg(text)


def as_text(value: Any) -> str:
    return "" if value is None else str(value)


def as_local(value: datetime.date) -> datetime.date:
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
