"""Days and ranges of days as Chinese offices write them: «10月1日（周四）至8日», «2027-10-01», «2026年12月31日至2027年1月2日»."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

WEEKDAYS: Final = "一二三四五六日"
LONGEST: Final = 31  # days of one range; more is a slip of the pen


def _day(n: int, more: str = "") -> str:
    return (
        rf"(?:(?:(?P<y{n}>\d{{4}})年)?(?P<m{n}>\d{{1,2}})月(?P<d{n}>\d{{1,2}})[日号]?"
        rf"|(?P<Y{n}>\d{{4}})[-/.年](?P<M{n}>\d{{1,2}})[-/.月](?P<D{n}>\d{{1,2}})日?{more})"
        rf"(?:\s*\((?P<p{n}>[^()]*)\)|\s*(?P<w{n}>(?:周|星期)[一二三四五六日天]))?"
    )


SPAN: Final = re.compile(rf"{_day(1)}(?:\s*(?:至|到|~|—+|–+|-+)\s*{_day(2, '|(?P<s2>[0-9]{1,2})[日号]')})?")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")


@dataclass(frozen=True, slots=True)
class Span:
    """The days from `first` to `last`; the text as it was written; a sentence for each thing wrong with it."""

    first: datetime.date | None
    last: datetime.date | None
    written: str
    problems: tuple[str, ...]

    def days(self) -> Iterator[datetime.date]:
        """Each day in order; none when the span has a problem."""
        if self.first is None or self.last is None or self.problems:
            return
        for offset in range((self.last - self.first).days + 1):
            yield self.first + datetime.timedelta(days=offset)


def span_of(found: re.Match[str], year: int) -> Span:
    """What a match of SPAN says; where no year is written it is `year`, or the one before for the December in which a
    range over New Year begins. Weekdays that are named must be those of the days."""
    held = found.groupdict()
    written = found.group().strip()
    y1, m1, d1 = (held[name] or held[name.upper()] for name in ("y1", "m1", "d1"))
    y2, m2, d2 = (held[name] or held[name.upper()] for name in ("y2", "m2", "d2"))
    ranged = bool(d2 or held["s2"])
    month2 = int(m2 or m1)
    over = month2 < int(m1)
    first_year = int(y1) if y1 else int(y2) - over if y2 else year - over
    first = _date(first_year, m1, d1)
    last = _date(int(y2) if y2 else first_year + over, month2, d2 or held["s2"]) if ranged else first
    if first is None or last is None:
        return Span(None, None, written, (f"“{written}”不是有效的日期。",))
    ends = [(first, held["p1"] or held["w1"])] + ([(last, held["p2"] or held["w2"])] if ranged else [])
    problems = [said for day, named in ends if (said := _weekday_wrong(day, named))]
    if not 0 <= (last - first).days < LONGEST:
        problems.append(f"“{written}”的起止日期颠倒或超过{LONGEST}天。")
    return Span(first, last, written, tuple(problems))


def _date(year: int, month: str | int, day: str) -> datetime.date | None:
    try:
        return datetime.date(year, int(month), int(day))
    except ValueError:
        return None


def _weekday_wrong(day: datetime.date, named: str | None) -> str:
    told = _WEEKDAY.search(named or "")
    if told is None or told[1].replace("天", "日") == WEEKDAYS[day.weekday()]:
        return ""
    return f"写的是{day.month}月{day.day}日（周{told[1]}），但{day.year}年{day.month}月{day.day}日是周{WEEKDAYS[day.weekday()]}。"
