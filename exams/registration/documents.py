"""The registration form on paper (3.2)."""

from typing import Any

from exams.registration.models import Registration
from sdzx import clock
from sdzx.accounts import consent
from sdzx.audit.services import entries_of
from sdzx.documents.images import data_uri
from sdzx.documents.render import render
from sdzx.files.services import ContentMissing, content

DECISIONS = ("registration.accept", "registration.reject", "registration.send_back")


def registration_form(record: Registration) -> bytes:
    """The PDF of the registration form with photo and, once reviewed, the clerk's opinion. Raises UnprintableText."""
    return render("pdf/registration_form.html", form_context(record), title=f"报名表 {record.number or record.name}")


def form_context(record: Registration) -> dict[str, Any]:
    """The facts of the form."""
    return {
        "number": record.number or "（提交后编号）",
        "center": record.center.name,
        "submitted_on": record.submitted_at or clock.now(),
        "photo": _photo(record),
        "name": record.name,
        "sex": record.sex,
        "birth": record.birth_date,
        "ethnicity": record.ethnicity,
        "education": record.education,
        "phone": record.phone,
        "document_type": record.get_document_type_display(),
        "document_number": record.document_number,
        "unit": record.unit.name if record.unit else record.employer_name,
        "address": record.address,
        "project": str(record.item),
        "announcement": f"{record.item.announcement.heading}（{record.item.announcement.number}）",
        "eligibility": record.eligibility,
        "evidence": [stored.name for stored in record.evidence.all()],
        "consent": consent.SUMMARY,
        "consented_on": record.consented_at or clock.now(),
        "review": _review(record),
    }


def _photo(record: Registration) -> str:
    try:
        return data_uri(content(record.photo)) if record.photo else ""
    except ContentMissing:
        return ""


def _review(record: Registration) -> dict[str, Any] | None:
    act = entries_of(record).filter(verb__in=DECISIONS).order_by("-sequence").first()
    if act is None:
        return None
    return {"result": act.label, "by": act.actor_name, "on": act.at, "opinion": record.review_note}
