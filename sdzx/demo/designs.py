"""Designs of certificates: the house's, Jinan's own in every state, Qingdao's for blanks with two calibrated printers (4.5)."""

import copy
from decimal import Decimal

from certificates.designs import services
from certificates.designs.models import Design
from certificates.designs.services import Look
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.demo.city import City


def house(province: Actor) -> None:
    """What centres without a design of their own print by."""
    made = _made(province, "full", note="全省通用样式。")
    services.put_in_use(made, by=province)


def full(city: City) -> None:
    """One retired, one in use, a draft on upright paper that is not fit yet."""
    certifier, director = city.acts(Role.CERTIFIER), city.acts(Role.DIRECTOR)
    first = _made(certifier, "full", palette=Design.Palette.BLUE, art=Design.Art.LINES, note="第一版。")
    services.put_in_use(first, by=director)
    second = _made(certifier, "full", palette=Design.Palette.RED, art=Design.Art.FRAME, note="改用团花边框。")
    services.put_in_use(second, by=director)
    draft = services.create(by=certifier, kind="full", width=210, height=297)
    fields = copy.deepcopy(draft.fields)
    fields["serial"]["x"] = 150.0
    services.edit(draft, by=certifier, look=_look(draft, fields=fields, note="拟改为纵向，版面还在调整。"))


def onto_blanks(city: City) -> None:
    """An overlay in use, calibrated for two printers; the second a second time after a repair."""
    certifier = city.acts(Role.CERTIFIER)
    made = _made(certifier, "overlay", note="印在省印制中心的预印证书上。")
    services.put_in_use(made, by=city.acts(Role.DIRECTOR))
    services.calibrate(made, by=certifier, printer="证书室HP M401", right=Decimal("1.5"), down=Decimal("-0.5"))
    services.calibrate(made, by=certifier, printer="备用兄弟HL-5595", right=Decimal("-1.0"), down=Decimal("2.0"))
    services.calibrate(made, by=certifier, printer="备用兄弟HL-5595", right=Decimal("-0.5"), down=Decimal("1.0"))


def _made(by: Actor, kind: str, **changes: str) -> Design:
    draft = services.create(by=by, kind=kind, width=297, height=210)
    return services.edit(draft, by=by, look=_look(draft, **changes))


def _look(design: Design, **changes: object) -> Look:
    kept = {name: getattr(design, name) for name in Look.__annotations__}
    return Look(**{**kept, **changes})  # type: ignore[typeddict-item]  # the keys are Look's own
