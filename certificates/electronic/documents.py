"""The PDFs of an electronic certificate: the original, and a copy with its purpose laid over it; both signed."""

import datetime
import io

import pikepdf

from certificates.designs import printing as designs
from certificates.electronic.verification import contact
from certificates.issuing.documents import certificate_context
from certificates.issuing.models import Certificate
from sdzx.documents import signing
from sdzx.documents.render import render
from sdzx.documents.tags import day

SERIAL = "电子证书"  # in the place of the printed copy's serial
VARIANT = "pdf/a-2b"


def original_pdf(certificate: Certificate) -> bytes:
    """The certificate as PDF/A-2b by the centre's full design or the house's, signed. Raises UnprintableText, NotConfigured."""
    context = certificate_context(certificate, serial=SERIAL, reprinted_on=None)
    title = f"专项职业能力证书 {certificate.number}"
    content = designs.electronic(certificate.center, context, title=title, variant=VARIANT)
    return signing.sign(content, reason="签发电子证书", contact=contact(certificate), location=certificate.center.name)


def copy_pdf(
    original: bytes, certificate: Certificate, *, number: str, purpose: str, valid_until: datetime.date
) -> bytes:
    """The original's page without its signature, the purpose laid over it, signed anew. `original` stays as it is.

    Raises UnprintableText for a purpose that no font can draw.
    """
    context = {"number": number, "purpose": purpose, "valid_until": day(valid_until)}
    note = render("pdf/certificate_copy.html", context, title=f"专用副本 {number}", variant=VARIANT)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(original)) as document, pikepdf.open(io.BytesIO(note)) as over:
        _unsign(document)
        document.pages[0].add_overlay(over.pages[0], None)
        document.save(out, deterministic_id=True)
    reason = f"专用副本{number}，用途：{purpose}，有效期至{day(valid_until)}"
    return signing.sign(out.getvalue(), reason=reason, contact=contact(certificate), location=certificate.center.name)


def _unsign(document: pikepdf.Pdf) -> None:
    """Take the signature's field out: it would be a broken one under the changed page."""
    del document.Root.AcroForm
    for page in document.pages:
        if "/Annots" in page:
            page.Annots = pikepdf.Array([each for each in page.Annots if each.get("/FT") != "/Sig"])
