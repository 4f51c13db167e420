"""Designs of certificates and calibrations: the only writers (4.5)."""

from certificates.designs.models import Calibration, Design
from sdzx.accounts.models import Center


def design_in_use(center: Center) -> Design | None:
    """The centre's design, else the province's house design; None where the built-in one (certificate.html) counts."""
    used = Design.objects.filter(status=Design.Status.IN_USE).select_related("center", "background", "seal")
    own = used.filter(center=center).first()
    return own or used.filter(center__kind=Center.Kind.PROVINCE).first()


def design_for_electronic(center: Center) -> Design | None:
    """What electronic certificates look like: as `design_in_use`, but an overlay is only half a picture, so the house's then."""
    design = design_in_use(center)
    if design is None or not design.is_overlay:
        return design
    return Design.objects.filter(
        status=Design.Status.IN_USE, center__kind=Center.Kind.PROVINCE, kind=Design.Kind.FULL
    ).select_related("center", "background", "seal").first()  # fmt: skip


def calibration_of(design: Design, printer: str = "") -> Calibration | None:
    """A printer's calibration; without a name the newest one, and none for a full design."""
    if not design.is_overlay:
        return None
    calibrations = design.calibrations.order_by("-set_at", "-pk")
    return (calibrations.filter(printer=printer) if printer else calibrations).first()
