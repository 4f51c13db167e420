"""Small workbooks for tests, as a user's Excel would write them."""

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import xlsxwriter

from sdzx.documents.columns import ColumnSpec

NAME = ColumnSpec("name", "姓名", comment="与证件一致")
NUMBER = ColumnSpec("number", "证件号码", aliases=("身份证号",), width=24)
YEARS = ColumnSpec("years", "工作年限", "integer", required=False)
SCORE = ColumnSpec("score", "得分", "number", required=False)
BORN = ColumnSpec("born", "出生日期", "date", required=False)
COLUMNS = (NAME, NUMBER, YEARS, SCORE, BORN)
HEADERS = tuple(spec.header for spec in COLUMNS)


def workbook(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        fill(book)
    return buffer.getvalue()


def sheet(rows: Sequence[Sequence[Any]], *, headers: Sequence[str] = HEADERS) -> bytes:
    """One sheet, headers first, each value written as Excel types it."""

    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet("名单")
        for number, row in enumerate([headers, *rows]):
            page.write_row(number, 0, row)

    return workbook(fill)


def changed(content: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with one part of its package rewritten."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            body = source.read(name)
            archive.writestr(name, change(body) if name == part else body)
    return target.getvalue()
