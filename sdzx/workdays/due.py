"""Due days as pages show them: how many working days are left, whether they are sure, by which calendar."""

import datetime

from sdzx import clock
from sdzx.ui import words
from sdzx.ui.parts import Due
from sdzx.workdays import calendar


def due(day: datetime.date, today: datetime.date | None = None, provisional: bool = False) -> Due:
    """«还剩2个工作日»; provisional when the stored date was, or when a year on the way is missing now."""
    remaining = calendar.left(day, today or clock.today())
    return Due(day=day, left=remaining, provisional=provisional or remaining is None)


def version_words(version: str) -> str:
    """«2026年第1版、2027年尚未公布» of a stored «2026-1,2027-0»; empty for an empty one."""
    parts = [part.partition("-") for part in version.split(",") if part]
    return "、".join(f"{year}年第{number}版" if number != "0" else f"{year}年尚未公布" for year, _, number in parts)


def by_calendar(day: datetime.date | None, version: str, provisional: bool = False) -> str:
    """«2027年1月6日 周三（暂定，按工作日历2026年第1版、2027年尚未公布计算）», for a due day of which the version is stored."""
    if day is None:
        return ""
    said = f"按工作日历{version_words(version)}计算" if version else ""
    notes = "，".join(filter(None, ("暂定" if provisional else "", said)))
    return f"{words.day(day)}（{notes}）" if notes else words.day(day)


def by_calendar_now(day: datetime.date | None, start: datetime.date | None) -> str:
    """The same for an open due day that is recomputed with every amendment: the calendar is the one that holds now."""
    if day is None or start is None:
        return words.day(day)
    table = calendar.current()
    return by_calendar(day, table.version(start, day), not table.is_sure(start, day))


def in_list(day: datetime.date | None, start: datetime.date | None) -> str:
    """«2027年1月6日 周三（暂定）» for a list, of an open due day that is recomputed with every amendment."""
    if day is None or start is None:
        return words.day(day)
    return f"{words.day(day)}{'' if calendar.current().is_sure(start, day) else '（暂定）'}"
