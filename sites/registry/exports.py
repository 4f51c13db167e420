"""A list that everybody may take along, as a workbook or as CSV: no cell of it can become a formula."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse

from sdzx.documents.columns import ColumnSpec
from sdzx.documents.delimited import as_csv
from sdzx.documents.workbook import export_workbook
from sdzx.ui import tables
from sdzx.ui.parts import Column
from sdzx.ui.views import XLSX

KINDS = ("xlsx", "csv")
MOST = 50_000


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
