"""Who recomputes open due days when the calendar changes: slices register here, the amendment calls them."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from sdzx.accounts.actors import Actor


@dataclass(frozen=True, slots=True)
class DateChange:
    """A due day that the amendment moved, or made sure or provisional."""

    subject: str
    before: datetime.date
    after: datetime.date
    url: str = ""


Recomputer = Callable[[Actor], list[DateChange]]
recomputers: dict[str, Recomputer] = {}


def register_recomputer(name: str, recomputer: Recomputer) -> None:
    """Register, once per name. It runs inside the amendment's transaction, where `calendar` already answers by the new
    table; it writes the new due days with their trace and returns what changed."""
    if recomputers.setdefault(name, recomputer) is not recomputer:
        raise ValueError(f"{name} is registered already")
