"""The unit's own workbook given back: its sheets and columns as they were, bad cells red with the sentence as comment."""

import io
import logging
from collections.abc import Iterable
from typing import Any, Final

import openpyxl
from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter

from exams.registration.roster.cells import Found
from exams.registration.roster.plan import Plan
from sdzx.documents.columns import PROBLEM_HEADER, ColumnSpec, tidy_header
from sdzx.documents.container import unpacked
from sdzx.documents.excel import MAX_BYTES
from sdzx.documents.workbook import MAX_TEXT, export_workbook

MAX_CELLS: Final = 400_000  # what is read into memory as objects; the largest roster has 150,000
BAD, TIDIED = "FFF8D7DA", "FFFFF3CD"
LIST = (ColumnSpec("row", "行", "integer", width=8), ColumnSpec("header", "栏目", width=16),
        ColumnSpec("sentence", PROBLEM_HEADER, width=90), ColumnSpec("blocking", "须改正", width=10))  # fmt: skip
logger = logging.getLogger(__name__)


def annotated(content: bytes, plan: Plan) -> bytes:
    """The workbook with its problems marked and told in a column «问题» at the end; it can be mended and uploaded again.

    One that is too large or too strange to be written again becomes a list of the problems.
    """
    package = unpacked(content, max_bytes=MAX_BYTES).content
    if package.count(b"<c ") > MAX_CELLS or b"<!DOCTYPE" in package:
        return listed(plan.found)
    try:
        return _marked(package, plan)
    except Exception:  # styles and names that Excel forgives and the writer does not
        logger.warning("a roster's workbook could not be written again", exc_info=True)
        return listed(plan.found)


def listed(found: Iterable[Found]) -> bytes:
    """The problems alone, as a workbook."""
    rows = ({"row": each.row, "header": each.header, "sentence": each.sentence, "blocking": "是" if each.blocking else "否"}
            for each in found)  # fmt: skip
    return export_workbook(title="名单中的问题", columns=LIST, rows=rows)


def _marked(package: bytes, plan: Plan) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(package), keep_links=False)
    sheet = book[plan.sheet]
    place = _problem_column(sheet, plan.header_row)
    by_cell: dict[str, list[Found]] = {}
    by_row: dict[int, list[str]] = {}
    for each in plan.found:
        by_row.setdefault(each.row, []).append(each.sentence)
        if each.letter:
            by_cell.setdefault(f"{each.letter}{each.row}", []).append(each)
    for address, found in by_cell.items():
        _mark(sheet[address], found)
    for row, sentences in by_row.items():
        sheet.cell(row, place, "\n".join(sentences)[:MAX_TEXT])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _problem_column(sheet: Any, header_row: int) -> int:
    """The column «问题»: that of an earlier annotation, emptied, with its colours taken away, else a new one at the end."""
    titles = {tidy_header(cell.value): cell.column for cell in sheet[header_row] if cell.value is not None}
    place = int(titles.get(PROBLEM_HEADER, 0))
    if place:
        for cells in sheet.iter_rows(min_row=header_row + 1):
            for cell in cells:
                if cell.column == place and not isinstance(cell, MergedCell):
                    cell.value = None
                if cell.has_style and cell.fill.fgColor.rgb in (BAD, TIDIED):
                    cell.fill = PatternFill()
    else:
        place = max(titles.values()) + 1
        sheet.cell(header_row, place, PROBLEM_HEADER)
        sheet.column_dimensions[get_column_letter(place)].width = 60
    return place


def _mark(cell: Any, found: list[Found]) -> None:
    if isinstance(cell, MergedCell):
        return  # the column at the end tells it
    colour = BAD if any(each.blocking for each in found) else TIDIED
    cell.fill = PatternFill("solid", fgColor=colour)
    cell.comment = Comment("\n".join(each.sentence for each in found), "", height=90, width=320)
