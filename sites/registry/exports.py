"""A list that everybody may take along, as a workbook or as CSV: no cell of it can become a formula."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse

from sdzx.documents.columns import ColumnSpec
from sdzx.documents.workbook import export_workbook
from sdzx.ui import tables
from sdzx.ui.parts import Column
from sdzx.ui.views import XLSX

KINDS = ("xlsx", "csv")
MOST = 50_000
RISKY = ("=", "+", "-", "@", "\t", "\r")


def answer(kind: str, title: str, name: str, columns: Sequence[Column], records: QuerySet[Any]) -> HttpResponse:
    """The whole list as a file «name.xlsx» or «name.csv»."""
    rows = (tables.spoken(columns, record) for record in records[:MOST])
    if kind == "xlsx":
        specs = [ColumnSpec(column.label, column.label, width=22) for column in columns]
        content, media = export_workbook(title=title, columns=specs, rows=rows), XLSX
    else:
        content, media = as_csv([column.label for column in columns], rows), "text/csv; charset=utf-8"
    return HttpResponse(
        content, content_type=media, headers={"Content-Disposition": f'attachment; filename="{name}.{kind}"'}
    )


def as_csv(labels: Sequence[str], rows: Any) -> bytes:
    """UTF-8 with the mark by which spreadsheets know it."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(labels)
    writer.writerows([safe(row[label]) for label in labels] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def safe(text: str) -> str:
    """Text that a spreadsheet leaves as text: an apostrophe before what it would take for a formula."""
    return f"'{text}" if text.startswith(RISKY) else text
