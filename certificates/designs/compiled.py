"""A centre's design ready for the press."""

import datetime
from functools import lru_cache

from certificates.designs import samples
from certificates.designs.documents import HOUSE, TEMPLATE, given
from certificates.designs.models import Design
from certificates.designs.services import calibration_of, design_in_use
from sdzx.accounts.models import Center
from sdzx.documents.press import Compiled, compile_template


def compiled_for(center: Center, *, printer: str = "") -> Compiled:
    """What the centre's certificates are printed by today: the press prints facts of `certificate_context` on it.

    `printer` names the calibration of an overlay; without a name the newest counts (services.calibration_of). Kept in the
    process by version. Raises ContentMissing for a background that is gone.
    """
    design = design_in_use(center)
    if design is None:
        return _built_in()
    compiled = _of_version(design.pk, design.status_at)
    calibration = calibration_of(design, printer)
    if calibration is None:
        return compiled
    return compiled.moved(dx_mm=float(calibration.right), dy_mm=-float(calibration.down))


def compiled_by(design: Design) -> Compiled:
    """A design, saved or not, without any calibration."""
    return compile_template(TEMPLATE, samples.one_line(), given=given(design), overlay=design.is_overlay)


@lru_cache(maxsize=32)
def _of_version(key: int, since: datetime.datetime) -> Compiled:
    """A version that is or was in use does not change any more."""
    return compiled_by(Design.objects.select_related("background", "seal").get(pk=key))


@lru_cache(maxsize=1)
def _built_in() -> Compiled:
    return compile_template(HOUSE, samples.facts())
