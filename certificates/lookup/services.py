"""The public lookup (4.5): free, without an account, two of three facts or the QR code; nothing can be walked through."""

import datetime
from dataclasses import dataclass

from django.db import models

from certificates.issuing.models import Certificate
from sdzx.clauses import enforces
from sdzx.fields import document_index
from sdzx.identifiers import DocumentType, mask_document, normalise_document, normalise_name
from sites.registry.models import Site


@dataclass(frozen=True, slots=True)
class Shown:
    """What anybody may read of a certificate: every printed fact, the document number masked."""

    number: str
    name: str
    document_type: str
    document_number: str
    project: str
    result: str
    issued_on: datetime.date
    center: str
    valid: bool
    state: str
    remark: str


def shown(certificate: Certificate) -> Shown:
    """The public face of a certificate. One of a site that lost its qualification stays valid and says so."""
    valid = certificate.status != Certificate.Status.REVOKED
    revoked_site = certificate.session.site.status == Site.Status.REVOKED
    return Shown(
        number=certificate.number,
        name=certificate.name,
        document_type=certificate.get_document_type_display(),
        document_number=mask_document(certificate.document_number),
        project=certificate.project_name,
        result=certificate.result,
        issued_on=certificate.issued_on,
        center=certificate.center.name,
        valid=valid,
        state="有效" if valid else "已撤销",
        remark="考核所在考点其后已被取消资格，不影响本证书效力。" if valid and revoked_site else "",
    )


def _certificates() -> models.QuerySet[Certificate]:
    return Certificate.objects.select_related("center", "session__site")


@enforces("4.5")
def find(*, number: str = "", name: str = "", document_number: str = "") -> list[Shown]:
    """Certificates that fit at least two of the three facts; all that are given must fit (clause 4.5).

    Digits may be full-width, x small, spaces anywhere. Fewer than two facts find nothing. Always one query.
    """
    number = normalise_document(number)
    name_key = normalise_name(name)
    digits = normalise_document(document_number)
    if sum(map(bool, (number, name_key, digits))) < 2:
        return []
    found = _certificates()
    if number:
        found = found.filter(number=number)
    if name_key:
        found = found.filter(name_key=name_key)
    if digits:
        found = found.filter(document_index__in=[document_index(kind, digits) for kind in DocumentType.values])
    return [shown(certificate) for certificate in found.order_by("-issued_on", "-id")[:20]]


@enforces("4.5")
def verify(code: str) -> Shown | None:
    """The certificate of a QR code; None when there is none (clause 4.5)."""
    certificate = _certificates().filter(code=code).first()
    return shown(certificate) if certificate else None
