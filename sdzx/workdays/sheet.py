"""A year's arrangement as a workbook or CSV: one row a day or a range of days, every bad cell named."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from sdzx.documents.columns import ColumnSpec
from sdzx.documents.delimited import read_table
from sdzx.documents.excel import CellProblem, Row, Sheet
from sdzx.documents.workbook import annotated_workbook, template_workbook
from sdzx.workdays.parse import WORDS, Arranged, Reading
from sdzx.workdays.spans import LONGEST, Span

FIRST = ColumnSpec("first", "日期", "date", aliases=("开始日期", "起"), comment="如2027-10-01。")
LAST = ColumnSpec(
    "last", "至", "date", required=False, aliases=("结束日期", "止"), comment="连续几天的最后一天；只有一天的不填。"
)
NAME = ColumnSpec("name", "节日", aliases=("节日名称",))
KIND = ColumnSpec("kind", "安排", choices=("休", "班"), comment="休：放假；班：调休上班。")
COLUMNS = (FIRST, LAST, NAME, KIND)
MAX_ROWS = 400


@dataclass(frozen=True, slots=True)
class TableReading:
    """What a table says: the days, or the problems (then nothing is taken)."""

    sheet: Sheet
    days: tuple[Arranged, ...]
    problems: tuple[CellProblem, ...]

    def annotated(self) -> bytes:
        """The table back as a workbook, with the problems beside the cells."""
        return annotated_workbook(title="工作日历", columns=COLUMNS, sheet=self.sheet, problems=self.problems)


def read_arrangement(content: bytes, year: int) -> TableReading:
    """Read a workbook or CSV. Raises UnreadableWorkbook for a file that is neither."""
    sheet = read_table(content, columns=COLUMNS, max_rows=MAX_ROWS)
    reading, problems = Reading(year), list(sheet.problems)
    bad = {problem.row for problem in sheet.problems}
    for row in sheet.rows:
        problems += [sheet.problem(row.number, spec, said) for spec, said in _row(reading, row, row.number in bad)]
    problems.sort(key=lambda each: (each.row, each.letter))
    return TableReading(sheet, tuple(reading.days), tuple(problems))


def _row(reading: Reading, row: Row, unread: bool) -> list[tuple[ColumnSpec, str]]:
    first, last = row.value("first"), row.value("last")
    kind, name = str(row.value("kind")).strip(), str(row.value("name")).strip()
    wrong = [(KIND, f"应填“休”或“班”，现为“{kind}”。")] if kind.lower() not in WORDS else []
    wrong += [(NAME, "没有填写。")] if not name else []
    if not isinstance(first, datetime.date):
        return wrong + ([] if unread else [(FIRST, "没有填写。")])
    until = last if isinstance(last, datetime.date) else first
    if not 0 <= (until - first).days < LONGEST:
        return [*wrong, (LAST, f"早于开始日期，或相距超过{LONGEST}天。")]
    if wrong or unread:
        return wrong
    span = Span(first, until, f"{first}", ())
    return [(FIRST, said) for said in reading.take([span], kind, name, f"第{row.number}行")]


def template(year: int, days: Iterable[Arranged]) -> bytes:
    """The table to fill in, with the days that are stored; runs of one holiday are one row."""
    rows: list[dict[str, object]] = []
    for day in days:
        kind, one = "休" if day.is_off else "班", datetime.timedelta(days=1)
        last = rows[-1] if rows else {}
        same = (last.get("name"), last.get("kind"), last.get("end")) == (day.name, kind, day.date - one)
        if same:
            last |= {"last": day.date, "end": day.date}
        else:
            rows.append({"first": day.date, "name": day.name, "kind": kind, "end": day.date})
    return template_workbook(title=f"{year}年工作日历", columns=COLUMNS, rows=rows, fillable=MAX_ROWS)
