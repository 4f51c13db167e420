"""Tables of the catalogue for tests: rows by column key, as a workbook or CSV."""

import datetime
from typing import Any

from sdzx.catalogue.comparison import shown
from sdzx.catalogue.exchange import columns
from sdzx.documents.delimited import as_csv
from sdzx.documents.workbook import template_workbook

HEAD = {
    "code": "ZX-9001", "name": "煎饼制作", "field": "地方面食制作", "source": "我省组织开发并经备案", "filing_number": "鲁专备〔2026〕9号",
    "filed_on": datetime.date(2026, 1, 5), "in_force_from": datetime.date(2026, 2, 1),
}  # fmt: skip
TEXTS = {
    "definition": "运用工具制作煎饼的能力。", "audience": "求职、就业的人员。", "eligibility": "达到法定劳动年龄。",
    "examiner_composition": "不少于3名考评员。", "examiners": 3, "mode": "实际操作", "minutes": 60, "venue": "满足10人以上。",
    "since": datetime.date(2026, 2, 1),
}  # fmt: skip


def task(name: str, weight: int, code: str = "ZX-9001", **values: Any) -> dict[str, Any]:
    """A row that says only its task."""
    return {
        "code": code,
        "task": name,
        "procedure": f"能完成{name}。",
        "knowledge": f"{name}的知识。",
        "weight": weight,
        **values,
    }


def whole(**values: Any) -> list[dict[str, Any]]:
    """A whole project in two rows; `values` go into the first."""
    return [HEAD | TEXTS | task("摊制", 60) | values, task("折叠", 40)]


def workbook(*rows: dict[str, Any]) -> bytes:
    return template_workbook(title=columns.TITLE, columns=columns.COLUMNS, rows=rows)


def text(*rows: dict[str, Any]) -> bytes:
    labels = [spec.header for spec in columns.COLUMNS]
    return as_csv(labels, [{s.header: _said(row.get(s.key)) for s in columns.COLUMNS} for row in rows])


def _said(value: Any) -> str:
    return "" if value is None else shown(value)
