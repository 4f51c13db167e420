"""Certificates on their way to the holder, and applications about them, through the services."""

import pypdfium2

from certificates.changes import services as changes
from certificates.changes.models import CertificateChange
from certificates.handing import services as handing
from certificates.handing.models import HandOut
from certificates.issuing.models import Certificate
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.files.models import DRAFT, StoredFile
from sdzx.files.services import store
from tests.factories import certificates, papers, people

Kind = CertificateChange.Kind


def draft(by: Actor) -> StoredFile:
    """What a form received from this person."""
    return store(papers.pdf(), name="证明.pdf", kind=DRAFT, by=by)


def handed(certificate: Certificate | None = None) -> HandOut:
    """Collected by its holder."""
    found = certificate or certificates.printed()
    return handing.hand_over([found], by=certificates.officer(found), how="holder", handed_to=found.name)


def holder(certificate: Certificate) -> Actor:
    """Who was examined."""
    return people.actor(Role.APPLICANT, person=certificate.registration.user)


def change(certificate: Certificate | None = None, kind: str = Kind.CORRECTION, **values: object) -> CertificateChange:
    """An application; of the office when it is a revocation, else of the holder."""
    found = certificate or certificates.printed()
    by = certificates.officer(found) if kind == Kind.REVOCATION else holder(found)
    usual = {
        Kind.CORRECTION: {"new_name": "王䶮"}, Kind.REPLACEMENT: {"cause": "lost"}, Kind.REVOCATION: {},
    }[Kind(kind)]  # fmt: skip
    return changes.apply(
        found, by=by, kind=kind, **{"ground": "与身份证不一致", "evidence": [draft(by)], **usual, **values}
    )


def approved(
    certificate: Certificate | None = None, kind: str = Kind.CORRECTION, **values: object
) -> CertificateChange:
    """Reviewed by the officer, approved by the director."""
    made = change(certificate, kind, **values)
    changes.review(made, by=certificates.officer(made.certificate))
    if kind == Kind.REVOCATION:
        changes.state(made, by=holder(made.certificate), statement="不是本人所为。")
    return changes.approve(made, by=people.actor(Role.DIRECTOR, made.center))


def text_of(pdf: bytes) -> str:
    """All text of a PDF in one line."""
    document = pypdfium2.PdfDocument(pdf)
    return "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "")
