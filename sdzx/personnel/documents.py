"""Contexts of the cards and the PDF made from them."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse

from sdzx.documents import qr
from sdzx.documents.images import data_uri
from sdzx.documents.render import render
from sdzx.files.images import portrait
from sdzx.files.models import StoredFile
from sdzx.files.services import content
from sdzx.personnel.models import Qualification

MANY = 3  # projects that a card has room for by name
PHOTO = (330, 450)  # pixels for 22 × 30 mm, sharp in print and small in a file of many cards


def cards_pdf(held: Iterable[Qualification]) -> bytes:
    """The cards, eight to an A4 page with cut marks. Raises UnprintableText for a name that no font has.

    Wants `person__center`, `person__photo` and `projects` fetched.
    """
    return render("pdf/card.html", {"cards": [card(each) for each in held]}, title="证卡")


def card(qualification: Qualification) -> dict[str, Any]:
    """One card as templates/pdf/card.html wants it; the QR code leads to the public page that verifies it."""
    person = qualification.person
    return {
        "role": qualification.get_kind_display(),
        "name": person.name,
        "number": qualification.card_number,
        "employer": person.employer_name,
        "scope": scope(qualification),
        "valid_to": qualification.valid_to,
        "center": person.center.name,
        "photo": _photo(person.photo) if person.photo and not person.photo.erased_at else "",
        "qr": qr.svg(address(qualification)),
    }


def _photo(stored: StoredFile) -> str:
    return data_uri(portrait(content(stored), width=PHOTO[0], height=PHOTO[1]).content)


def scope(qualification: Qualification) -> str:
    """The projects by name, or how many when there are many; empty without a limit."""
    names = [project.name for project in qualification.projects.all()]
    return "、".join(names) if len(names) <= MANY else f"{names[0]}等{len(names)}个项目"


def address(qualification: Qualification) -> str:
    """The public page that verifies the card, as the QR code says it."""
    return settings.BASE_URL + reverse("personnel:card", args=[qualification.code])
