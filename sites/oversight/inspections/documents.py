"""The record of an inspection as a printed form: the checklist, the photos, who was there, the site's words."""

from collections.abc import Mapping
from typing import Any

from sdzx.documents.render import render
from sites.oversight.inspections.answers import Row, rows_of
from sites.oversight.inspections.models import Inspection

HEADING = "专项职业能力考点检查记录"


def row_context(row: Row) -> dict[str, Any]:
    return {
        "code": row.item.code,
        "section": row.item.section,
        "text": row.item.text,
        "basis": row.item.basis,
        "serious": row.item.serious,
        "answer": row.answer,
        "finding": row.is_finding,
        "remark": row.remark,
        "photos": len(row.photos),
    }


def record_context(inspection: Inspection) -> Mapping[str, Any]:
    """As it stands when the site signs: the director's result comes later and is not part of it."""
    site = inspection.site
    rows = rows_of(inspection)
    return {
        "heading": HEADING,
        "number": inspection.number,
        "center": site.center.name,
        "site_name": site.name,
        "code": site.code,
        "address": site.address,
        "kind": "事先通知" if inspection.announced else "不预先通知",
        "carried_out_on": inspection.carried_out_on,
        "reason": inspection.reason,
        "session": inspection.session_title,
        "checklist": str(inspection.checklist),
        "inspectors": [{"name": each.user.name, "capacity": each.capacity} for each in inspection.inspectors.select_related("user")],
        "rows": [row_context(row) for row in rows],
        "findings": [row_context(row) for row in rows if row.is_finding],
        "summary": inspection.summary,
        "photos": [
            {"code": row.item.code, "name": photo.name, "sha256": photo.sha256} for row in rows for photo in row.photos
        ],
        "representative": inspection.representative,
        "opinion": inspection.opinion,
        "refusal": inspection.refusal,
        "signed_at": inspection.status_at,
    }  # fmt: skip


def record_pdf(inspection: Inspection) -> bytes:
    return render("pdf/inspection_record.html", record_context(inspection), title=HEADING)
