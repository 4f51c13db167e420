"""A year's arrangement as pasted text, one day a line: «2027-02-05,春节,休» or «2027-02-07,春节,班»."""

import datetime
import re
import unicodedata
from dataclasses import dataclass

_WORDS = {
    "休": True,
    "放假": True,
    "休息": True,
    "true": True,
    "班": False,
    "上班": False,
    "调休上班": False,
    "false": False,
}
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class Arranged:
    """A day of a notice: off or a make-up working day."""

    date: datetime.date
    is_off: bool
    name: str


def parse_days(text: str, year: int) -> tuple[list[Arranged], list[str]]:
    """The days in order, and a sentence for each line that cannot be used."""
    found: dict[datetime.date, Arranged] = {}
    problems: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell for cell in re.split(r"[,;\t ]+", unicodedata.normalize("NFKC", line).strip()) if cell]
        if not cells or cells[0] in ("日期", "date"):
            continue
        day, problem = _day(cells, year)
        if day is None:
            problems.append(f"第{number}行：{problem}")
        elif day.date in found:
            problems.append(f"第{number}行：{day.date:%Y-%m-%d}重复。")
        else:
            found[day.date] = day
    return sorted(found.values(), key=lambda each: each.date), problems


def _day(cells: list[str], year: int) -> tuple[Arranged | None, str]:
    if len(cells) != 3 or cells[2].lower() not in _WORDS:
        return None, "应为“日期,节日,休”或“日期,节日,班”。"
    matched = _DATE.fullmatch(cells[0])
    try:
        date = datetime.date(*map(int, matched.groups())) if matched else None
    except ValueError:
        date = None
    if date is None:
        return None, f"“{cells[0]}”不是有效的日期。"
    if date.year != year and (date.year, date.month) != (year - 1, 12):
        return None, f"{date:%Y-%m-%d}不在{year}年，也不在上一年12月。"
    if len(cells[1]) > 20:
        return None, "节日名称不能超过20个字。"
    return Arranged(date, _WORDS[cells[2].lower()], cells[1]), ""
