"""How values are said in Chinese: days, due days, tones, facts. Pure."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from sdzx.ui.parts import Due

WEEKDAYS = "一二三四五六日"
TONES = ("neutral", "progress", "good", "warning", "bad")
NOTHING = "—"


def day(value: datetime.date | None) -> str:
    """«2026年3月14日 周六»; a moment is first brought to Shandong's time; empty for None."""
    if value is None:
        return ""
    if isinstance(value, datetime.datetime):
        value = timezone.localtime(value).date()
    return f"{value.year}年{value.month}月{value.day}日 周{WEEKDAYS[value.weekday()]}"


def short_day(value: datetime.date | None) -> str:
    """«3月14日 周六», beside something that tells the year."""
    return day(value).partition("年")[2]


def moment(value: datetime.datetime | None) -> str:
    """«2026年3月14日 周六 09:30» in Shandong's time; empty for None."""
    return f"{day(value)} {timezone.localtime(value):%H:%M}" if value else ""


@dataclass(frozen=True, slots=True)
class DueWords:
    """What a due chip shows: its words, its tone and its icon (never colour alone)."""

    text: str
    tone: str
    icon: str


def due(value: Due) -> DueWords:
    """«还剩2个工作日», «今天到期», «已逾期3个工作日»; «暂定» while the year's calendar is not announced."""
    if value.left is None:
        return DueWords("暂定", "neutral", "provisional")
    suffix = "（暂定）" if value.provisional else ""
    if value.left < 0:
        return DueWords(f"已逾期{-value.left}个工作日{suffix}", "bad", "alert")
    if value.left == 0:
        return DueWords(f"今天到期{suffix}", "warning", "clock")
    return DueWords(f"还剩{value.left}个工作日{suffix}", "warning" if value.left == 1 else "progress", "clock")


def said(value: Any) -> str:
    """A fact's value as text: days and moments with weekday, 是/否, «—» for nothing."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime.datetime):
        return moment(value)
    if isinstance(value, datetime.date):
        return day(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "、".join(map(said, value)) or NOTHING
    return NOTHING if value is None or value == "" else str(value)


def pages_around(number: int, last: int, reach: int = 2) -> list[int | None]:
    """The page numbers a pager shows: the ends, the neighbours, None for a gap."""
    near = {1, last, *range(max(1, number - reach), min(last, number + reach) + 1)}
    shown: list[int | None] = []
    for each in sorted(near):
        if shown and shown[-1] is not None and each - shown[-1] > 1:
            shown.append(None)
        shown.append(each)
    return shown
