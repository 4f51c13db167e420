"""Certificates by the design that counts today."""

from collections.abc import Mapping
from typing import Any

from certificates.designs.documents import certificate_pdf
from certificates.designs.services import calibration_of, design_for_electronic, design_in_use
from sdzx.accounts.models import Center


def printed(center: Center, facts: Mapping[str, Any], *, title: str, printer: str = "") -> bytes:
    """One certificate for the printer, on blank paper or, for an overlay, for a blank and moved as the printer needs it.

    Raises UnprintableText for characters that no font has, ContentMissing for a background that is gone.
    """
    design = design_in_use(center)
    calibration = calibration_of(design, printer) if design else None
    if calibration is None:
        return certificate_pdf(design, facts, title=title)
    return certificate_pdf(design, facts, title=title, right=calibration.right, down=calibration.down)


def electronic(center: Center, facts: Mapping[str, Any], *, title: str, variant: str) -> bytes:
    """One certificate to look at, always whole: by the centre's full design, else the house's. Raises as `printed` does."""
    return certificate_pdf(design_for_electronic(center), facts, title=title, variant=variant)
