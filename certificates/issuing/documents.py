"""The printed certificate and the list of hand-outs."""

import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from certificates.designs import printing
from certificates.issuing.models import Certificate
from exams.sessions.models import Session
from sdzx import clock
from sdzx.documents.render import render
from sdzx.documents.tags import day
from sdzx.files.services import content
from sdzx.identifiers import mask_document

LOOKUP_SITE = "www.sdosta.org.cn"


def verification_url(certificate: Certificate) -> str:
    """What the QR code opens: an address with 128 random bits."""
    return settings.BASE_URL + reverse("lookup:verify", args=[certificate.code])


def certificate_context(certificate: Certificate, *, serial: str, reprinted_on: datetime.date | None) -> dict[str, Any]:
    """The facts of templates/pdf/certificate.html and of certificate_design.html, also as one sheet of a batch (sdzx/documents/press)."""
    return {
        "name": certificate.name,
        "document_type": certificate.get_document_type_display(),
        "document_number": certificate.document_number,
        "photo": content(certificate.photo) if certificate.photo else None,
        "project": certificate.project_name,
        "result": certificate.result,
        "number": certificate.number,
        "serial": serial,
        "issued_on": day(certificate.issued_on),
        "center": certificate.center.name,
        "qr": verification_url(certificate),
        "lookup": LOOKUP_SITE,
        "reprint": f"补发　{day(reprinted_on)}" if reprinted_on else "",
    }


def certificate_pdf(certificate: Certificate, *, serial: str, reprinted_on: datetime.date | None = None) -> bytes:
    """One certificate by the centre's design, or by the house's. Raises UnprintableText for characters that no font has."""
    context = certificate_context(certificate, serial=serial, reprinted_on=reprinted_on)
    return printing.printed(certificate.center, context, title=f"专项职业能力证书 {certificate.number}")


def list_pdf(session: Session) -> bytes:
    """证书发放登记表 of a session, with a column to sign in."""
    rows = [
        {
            "certificate": certificate.number,
            "serial": max((each.serial for each in certificate.prints.all()), default=""),
            "name": certificate.name,
            "document_number": mask_document(certificate.document_number),
            "way": certificate.handed_how,
            "handed_on": certificate.handed_at,
        }
        for certificate in session.certificates.prefetch_related("prints").order_by("sequence")
    ]
    context = {
        "center": session.center.name,
        "number": session.number,
        "project": session.project.name,
        "session": session.number,
        "printed_on": clock.today(),
        "unit": "",
        "rows": rows,
        "handed_by": "",
    }
    return render("pdf/certificate_list.html", context, title=f"证书发放登记表 {session.number}")
