"""Rows from outside: text pasted from Excel, or a workbook. Nothing is refused here; bad cells come as they were typed."""

import csv
import datetime
import io
from collections import Counter
from collections.abc import Sequence

from sdzx.catalogue.models import Project
from sdzx.documents.cells import Unfit, parsed_date, tidy_text
from sdzx.documents.columns import ColumnSpec, tidy_header
from sdzx.documents.excel import Row, Sheet
from sites.applications.entry.drafts import Raw
from sites.applications.entry.fields import keys_of

LEAST_HEADERS = 2  # a first line with as many of them is a header


def pasted(text: str, columns: Sequence[ColumnSpec], projects: Sequence[Project]) -> list[Raw]:
    """The rows of text from the clipboard: tabs between cells, quoted cells may hold line breaks.

    A first line of headers says which column is which; else the cells stand in the order of the template.
    """
    lines = [line for line in _split(text) if any(map(str.strip, line))]
    places: Sequence[ColumnSpec | None] = columns
    if lines and (headed := _headers(lines[0], columns)):
        places, lines = headed, lines[1:]
    return [
        raw({spec.key: cell for spec, cell in zip(places, line, strict=False) if spec}, columns, projects)
        for line in lines
    ]  # fmt: skip


def _split(text: str) -> list[list[str]]:
    """Lines and cells. What is too long for a quoted cell is no such thing: then tabs and line ends alone count."""
    plain = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    try:
        return list(csv.reader(io.StringIO(plain), delimiter="\t"))
    except csv.Error:
        return [line.split("\t") for line in plain.split("\n")]


def _headers(line: Sequence[str], columns: Sequence[ColumnSpec]) -> list[ColumnSpec | None]:
    found = [next((spec for spec in columns if tidy_header(cell) in spec.names), None) for cell in line]
    return found if sum(map(bool, found)) >= LEAST_HEADERS else []


def of_sheet(sheet: Sheet, columns: Sequence[ColumnSpec], projects: Sequence[Project]) -> list[Raw]:
    """The rows of a workbook; a cell that could not be read comes as its author sees it."""
    return [raw({spec.key: _shown(row, spec) for spec in columns}, columns, projects) for row in sheet.rows]


def _shown(row: Row, spec: ColumnSpec) -> str:
    cell = row.values[spec.key]
    return cell.value.isoformat() if isinstance(cell.value, datetime.date) else cell.shown


def raw(cells: dict[str, str], columns: Sequence[ColumnSpec], projects: Sequence[Project]) -> Raw:
    """A row as the page's form would send it: digits narrowed, days as 1990-01-31, projects by their keys."""
    made: Raw = {}
    for spec in columns:
        text = " ".join(tidy_text(cells.get(spec.key, ""))[0].split())
        if spec.key == "projects":
            made[spec.key] = sorted(keys_of(text, projects))
        else:
            made[spec.key] = [_day(text) if spec.kind == "date" else text]
    return made


def _day(text: str) -> str:
    try:
        return parsed_date(text).isoformat()
    except Unfit:
        return text


def joined(present: Sequence[Raw], new: Sequence[Raw]) -> tuple[list[Raw], list[int]]:
    """The present rows and, after them, those new ones that are not there yet (the same workbook twice adds nothing).

    The second part says at which place each new row stands now, -1 for one that was there.
    """
    known = Counter(map(_identity, present))
    rows, places = list(present), []
    for row in new:
        identity = _identity(row)
        if known[identity]:
            known[identity] -= 1
            places.append(-1)
        else:
            places.append(len(rows))
            rows.append(row)
    return rows, places


def _identity(row: Raw) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((key, tuple(sorted(texts))) for key, texts in sorted(row.items()))
