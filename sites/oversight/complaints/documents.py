"""The receipt's slip: number and code on paper."""

import json
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from sdzx import clock
from sdzx.crypto import CryptoError, open_sealed, seal
from sdzx.documents.render import render
from sites.oversight.complaints.models import Complaint
from sites.oversight.complaints.services import Receipt

PURPOSE = "sites.complaint.slip"
VALID = 3600  # seconds for which the receipt page can print


def slip_token(receipt: Receipt) -> str:
    """What the receipt page carries for printing: sealed, so that neither the page's source nor a log tells the code."""
    until = clock.now().timestamp() + VALID
    return seal(json.dumps([receipt.complaint.number, receipt.code, until]), PURPOSE)


def receipt_of(token: str) -> Receipt | None:
    """The receipt of a token; None when it is forged or too old."""
    try:
        number, code, until = json.loads(open_sealed(token, PURPOSE))
    except CryptoError:
        return None
    if clock.now().timestamp() > until:
        return None
    return Receipt(Complaint.objects.select_related("center").get(number=number), code)


def slip_context(receipt: Receipt) -> dict[str, Any]:
    """The facts of templates/pdf/complaint_slip.html. What was reported is not among them: slips get lost."""
    complaint = receipt.complaint
    return {
        "number": complaint.number,
        "code": spaced(receipt.code),
        "filed_on": timezone.localdate(complaint.created_at),
        "center": complaint.center.name,
        "phone": complaint.center.phone,
        "due_on": complaint.due_on,
        "address": settings.BASE_URL + reverse("complaints:follow"),
    }


def spaced(code: str) -> str:
    """«ABCDE FGHJK»: easier to copy."""
    return f"{code[:5]} {code[5:]}"


def slip_pdf(receipt: Receipt) -> bytes:
    """The slip on A5's worth of an A4 page."""
    return render("pdf/complaint_slip.html", slip_context(receipt), title=f"投诉举报回执 {receipt.complaint.number}")
