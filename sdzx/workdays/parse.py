"""A year's arrangement as pasted text, line by line: rows of a table, or the sentences of the State Council's notice.

«2027-02-05,春节,休» · «10月1日（周五）至7日,国庆节,放假» · «9月26日（周日）上班» ·
«七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）上班。»
"""

import datetime
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from sdzx.workdays.spans import SPAN, WEEKDAYS, Span, span_of

WORDS: Final = {
    "休": True,
    "放假": True,
    "放假调休": True,
    "休息": True,
    "true": True,
    "班": False,
    "上班": False,
    "调休上班": False,
    "false": False,
}
USUAL: Final = ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")
LONGEST_NAME: Final = 20
_SATURDAY: Final = 5
_ROW = "应为“日期,节日,休”或“日期,节日,班”。"
_CLAUSE = re.compile(
    r"(?P<word>放假调休|放假|休息|调休上班|上班)(?P<count>\d+天)?(?:,?(?:不调休|与周末连休|共(?P<total>\d+)天))*"
)
_NUMBERED = re.compile(r"^(?:\(?[一二三四五六七八九十]+[)、.]|\d{1,2}[.、)](?!\d))\s*")
_NAMED = re.compile(r"^([^\d,:;\t。]{1,60}):")
_ENDS = re.compile(r"[。;]|(?<=[班天休假]),(?=\d)")
_SIGNED = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_TITLE = re.compile(r"关于(\d{4})年")
_HEADINGS = ("日期", "date", "开始日期")


@dataclass(frozen=True, slots=True)
class Arranged:
    """A day of a notice: off or a make-up working day."""

    date: datetime.date
    is_off: bool
    name: str


@dataclass(slots=True)
class Reading:
    """What a text says: the days in order, a sentence for each fault, notes on what was passed over, the day on which the
    notice is signed (None when it does not say)."""

    year: int
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    notice_date: datetime.date | None = None
    _found: dict[datetime.date, tuple[Arranged, str]] = field(default_factory=dict)
    _name: str = ""

    @property
    def days(self) -> list[Arranged]:
        return [self._found[day][0] for day in sorted(self._found)]

    def take(self, spans: Iterable[Span], word: str, name: str, where: str) -> list[str]:
        """Add these days; what is wrong with them, each as a sentence without its place."""
        is_off, wrong = WORDS[word.lower()], list[str]()
        if not name:
            wrong.append("没有写明是哪个节日。")
        if len(name) > LONGEST_NAME:
            wrong.append(f"节日名称不能超过{LONGEST_NAME}个字。")
        for span in spans:
            wrong += [*span.problems, *self._misplaced(span, is_off, where)]
            if wrong:
                continue
            for date in span.days():
                self._found[date] = (Arranged(date, is_off, name), where)
        self._name = name
        return wrong

    def _misplaced(self, span: Span, is_off: bool, where: str) -> list[str]:
        wrong = []
        for date in span.days():
            said = f"{date:%Y-%m-%d}"
            if date.year != self.year and (date.year, date.month) != (self.year - 1, 12):
                wrong.append(f"{said}不在{self.year}年，也不在上一年12月。")
            elif not is_off and date.weekday() < _SATURDAY:
                wrong.append(f"{said}（周{WEEKDAYS[date.weekday()]}）本来就是工作日，不能标为上班。")
            elif date in self._found:
                wrong.append(f"{said}与{self._found[date][1]}重复。")
        return wrong


def parse_days(text: str, year: int) -> Reading:
    """Read a pasted table or notice. Whatever cannot be used is in `problems`; lines without a day are in `notes`."""
    reading = Reading(year)
    for number, line in enumerate(text.splitlines(), 1):
        tidy = _NUMBERED.sub("", unicodedata.normalize("NFKC", line).strip())
        if tidy:
            reading.problems += [f"第{number}行：{said}" for said in _line(reading, tidy, f"第{number}行")]
    return reading


def missing_names(days: Sequence[Arranged]) -> list[str]:
    """The usual holidays of which no day off is named."""
    names = "".join(day.name for day in days if day.is_off)
    return [each for each in USUAL if each not in names]


def _line(reading: Reading, line: str, where: str) -> list[str]:
    cells = _cells(line)
    if (title := _TITLE.search(line)) and not SPAN.search(line):
        reading.notes.append(f"{where}是通知的标题或说明，没有日期。")
        wrong = int(title[1]) != reading.year
        return [f"这是{title[1]}年的通知，现在录入的是{reading.year}年。"] if wrong else []
    if signed := _SIGNED.fullmatch(line):
        reading.notice_date = span_of(SPAN.fullmatch(line) or signed, reading.year).first
        reading.notes.append(f"{where}是落款日期，没有作为放假日。")
        return []
    if not SPAN.search(line):
        if cells[0].lower() in _HEADINGS:
            return []
        if cells[-1].lower() in WORDS:
            return [_ROW if len(cells) < 3 else f"“{cells[0]}”不是有效的日期。"]
        reading.notes.append(f"{where}没有日期，没有读取：{_short(line)}")
        return []
    if "。" in line or _NAMED.match(line):
        return _sentences(reading, line, where)
    return _row(reading, line, where)


def _row(reading: Reading, line: str, where: str) -> list[str]:
    """«日期,节日,休», the cells in any order; a count of days may stand beside."""
    spans = [span_of(found, reading.year) for found in SPAN.finditer(line)]
    rest, count = [], ""
    for cell in _cells(SPAN.sub("\t", line)):
        if counted := re.fullmatch(r"共?(\d+)天", cell):
            count = counted[1]
        elif cell != "、":
            rest.append(cell)
    words = [cell for cell in rest if cell.lower() in WORDS]
    names = [cell for cell in rest if cell.lower() not in WORDS]
    if len(words) != 1 or len(names) > 1:
        return [problem for span in spans for problem in span.problems] or [_ROW]
    wrong = reading.take(spans, words[0], names[0] if names else reading._name, where)
    return wrong + _miscounted(spans, count)


def _sentences(reading: Reading, line: str, where: str) -> list[str]:
    """«国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）上班。»"""
    named = _NAMED.match(line)
    name, rest = (named[1].strip(), line[named.end() :]) if named else (reading._name, line)
    wrong = []
    for clause in filter(None, (each.strip() for each in _ENDS.split(rest))):
        spans = [span_of(found, reading.year) for found in SPAN.finditer(clause)]
        if not spans or clause.startswith("鼓励"):
            reading.notes.append(f"{where}没有读取：{_short(clause)}")
            continue
        said = _CLAUSE.fullmatch(re.sub(r"\s", "", SPAN.sub("", clause)).lstrip("、和及与,"))
        if said is None:
            wrong += [problem for span in spans for problem in span.problems]
            wrong.append(f"没有看懂“{_short(clause)}”，请写成“10月1日至7日放假，共7天”或“10月10日上班”。")
            continue
        wrong += reading.take(spans, said["word"], name, where)
        wrong += _miscounted(spans, (said["count"] or "").removesuffix("天") or said["total"] or "")
    return wrong


def _miscounted(spans: Sequence[Span], count: str) -> list[str]:
    days = sum(1 for span in spans for _ in span.days())
    if not count or int(count) == days or any(span.problems for span in spans):
        return []
    return [f"写的是共{count}天，但{'、'.join(span.written for span in spans)}是{days}天。"]


def _cells(line: str) -> list[str]:
    return [cell for cell in re.split(r"[,;\t ]+", line) if cell] or [""]


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
