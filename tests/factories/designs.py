"""Designs of certificates."""

from typing import Any

from certificates.designs import layout
from certificates.designs.models import Design
from sdzx.accounts.models import Center
from tests.factories import people


def design(city: Center | None = None, **values: Any) -> Design:
    """A draft of the centre's, whole and fit, without drawn art unless it is asked for: that takes long to print."""
    city = city or people.center()
    width, height = values.get("width", 297), values.get("height", 210)
    version = Design.objects.filter(center=city).count() + 1
    made: dict[str, Any] = {"art": Design.Art.NONE, "fields": layout.default(width, height), **values}
    return Design.objects.create(center=city, version=version, **made)


def overlay(city: Center | None = None, **values: Any) -> Design:
    """A draft for pre-printed blanks."""
    return design(city, kind=Design.Kind.OVERLAY, **values)
