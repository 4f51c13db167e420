"""Writing workbooks: templates to fill in, exports, and an upload given back with its problems marked.

Text is always written as text: «=1+1» in a name stays a name. Files are built in memory, never in a temporary
folder, because they hold personal data.
"""

import datetime
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sdzx.documents.cells import Cell
from sdzx.documents.columns import CHOICES_SHEET, PROBLEM_HEADER, ColumnSpec, letter
from sdzx.documents.excel import CellProblem, Sheet

FILLABLE_ROWS: Final = 10_000
MAX_TEXT: Final = 32_767  # characters that a cell can hold

HEAD = {"bold": True, "bg_color": "#E8EEF4", "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
FORMATS = {"text": "@", "integer": "0", "number": "General", "date": "yyyy-mm-dd"}


class Writer:
    """A workbook with one sheet of our columns, its formats made once."""

    def __init__(self, title: str, columns: Sequence[ColumnSpec]) -> None:
        self.buffer = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.buffer, {"in_memory": True})
        self.book.set_properties({"title": title})
        self.sheet: Worksheet = self.book.add_worksheet(sheet_name(title))
        self.columns = columns
        self.formats: dict[tuple[str, bool, bool], Format] = {}

    def style(self, kind: str, *, locked: bool = False, bad: bool = False) -> Format:
        key = (kind, locked, bad)
        if key in self.formats:
            return self.formats[key]
        wanted = {"num_format": FORMATS[kind], "locked": locked, "valign": "vcenter"}
        if bad:
            wanted |= {"bg_color": "#F8D7DA", "font_color": "#8F1D21"}
        elif locked:
            wanted |= {"bg_color": "#F3F3F1"}
        return self.formats.setdefault(key, self.book.add_format(wanted))

    def head(self) -> None:
        """Headers with their comments; each column is formatted to its end, so that cells still empty are text too."""
        style = self.book.add_format(HEAD)
        self.sheet.set_row(0, 30)
        self.sheet.freeze_panes(1, 0)
        for place, spec in enumerate(self.columns):
            style_below = self.style(spec.kind, locked=spec.locked)
            self.sheet.set_column(place, place, spec.width, style_below, {"hidden": spec.hidden})
            self.sheet.write_string(0, place, spec.header, style)
            if spec.comment:
                self.sheet.write_comment(0, place, spec.comment, {"x_scale": 2, "author": ""})

    def row(self, number: int, values: Mapping[str, Any]) -> None:
        for place, spec in enumerate(self.columns):
            put(self.sheet, number, place, values.get(spec.key), self.style(spec.kind, locked=spec.locked))

    def done(self) -> bytes:
        self.book.close()
        return self.buffer.getvalue()


def put(sheet: Worksheet, row: int, column: int, value: Any, style: Format) -> None:
    """Write one value by its type. Raises ValueError for text longer than a cell can hold."""
    if value is None or value == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(value, datetime.datetime):
        sheet.write_string(row, column, f"{value:%Y-%m-%d %H:%M}", style)
    elif isinstance(value, datetime.date):
        sheet.write_datetime(row, column, value, style)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        sheet.write_number(row, column, value, style)
    elif len(text := str(value)) > MAX_TEXT:
        raise ValueError(f"{len(text)} characters do not fit a cell")
    else:
        sheet.write_string(row, column, text, style)


def template_workbook(
    *, title: str, columns: Sequence[ColumnSpec], rows: Iterable[Mapping[str, Any]] = (), fillable: int = FILLABLE_ROWS
) -> bytes:
    """A workbook to fill in: headers with comments, text cells, lists to choose from, prefilled rows.

    With a locked column the sheet is protected (no password): only the other cells can be changed.
    """
    writer = Writer(title, columns)
    writer.head()
    offer_choices(writer, fillable)
    for number, values in enumerate(rows, start=1):
        writer.row(number, values)
    if any(spec.locked for spec in columns):
        writer.sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})
    return writer.done()


def offer_choices(writer: Writer, fillable: int) -> None:
    """Lists of choices, kept in a hidden sheet: in the rule itself 255 characters would be the limit."""
    chosen = [(place, spec) for place, spec in enumerate(writer.columns) if spec.choices]
    if not chosen:
        return
    hidden = writer.book.add_worksheet(CHOICES_SHEET)
    hidden.hide()
    for column, (place, spec) in enumerate(chosen):
        for number, choice in enumerate(spec.choices):
            hidden.write_string(number, column, choice)
        source = f"='{CHOICES_SHEET}'!${letter(column)}$1:${letter(column)}${len(spec.choices)}"
        rule = {"validate": "list", "source": source, "error_title": spec.header, "error_message": "请从列表中选择。"}
        writer.sheet.data_validation(1, place, fillable, place, rule)


def export_workbook(*, title: str, columns: Sequence[ColumnSpec], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """A list for others: the columns in the order given, headers frozen, filters on."""
    writer = Writer(title, columns)
    writer.head()
    count = 0
    for count, values in enumerate(rows, start=1):
        writer.row(count, values)
    writer.sheet.autofilter(0, 0, count, len(columns) - 1)
    return writer.done()


def annotated_workbook(
    *, title: str, columns: Sequence[ColumnSpec], sheet: Sheet, problems: Sequence[CellProblem]
) -> bytes:
    """The rows as they were read, bad cells red with the sentence as comment, and a column «问题» at the end.

    It can be mended and uploaded again. `problems` are the sheet's own and those that the slice's rules found.
    """
    by_row: dict[int, list[CellProblem]] = {}
    for problem in problems:
        by_row.setdefault(problem.row, []).append(problem)
    writer = Writer(title, [*columns, ColumnSpec("", PROBLEM_HEADER, width=60)])
    writer.head()
    for number, row in enumerate(sheet.rows, start=1):
        found = by_row.get(row.number, [])
        for place, spec in enumerate(columns):
            here = sheet.letters.get(spec.key)
            said = [problem.sentence for problem in found if problem.letter and problem.letter == here]
            annotated_cell(writer, number, place, row.values[spec.key], said)
        sentences = "\n".join(problem.sentence for problem in found)
        put(writer.sheet, number, len(columns), sentences[:MAX_TEXT], writer.style("text"))
    return writer.done()


def annotated_cell(writer: Writer, number: int, place: int, cell: Cell, said: Sequence[str]) -> None:
    kind = writer.columns[place].kind
    value = cell.value if kind == "date" and cell.value else cell.shown
    put(writer.sheet, number, place, value, writer.style(kind, bad=bool(said)))
    if said:
        writer.sheet.write_comment(number, place, "\n".join(said), {"x_scale": 2, "author": ""})


def sheet_name(title: str) -> str:
    """A title as Excel lets a sheet be called: at most 31 characters, none of []:*?/\\, no outer apostrophe."""
    return re.sub(r"[\[\]:*?/\\]", " ", title).strip(" '")[:31].strip(" '") or "数据"
