"""Who recomputes open due days when the calendar changes: slices register here, the amendment calls them."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models

from sdzx.accounts.actors import Actor
from sdzx.audit.services import record as trace
from sdzx.workdays.table import Deadline


@dataclass(frozen=True, slots=True)
class DateChange:
    """A due day that the amendment moved, or made sure or provisional."""

    subject: str
    before: datetime.date
    after: datetime.date
    url: str = ""
    kind: str = "期限"
    was_provisional: bool = False
    provisional: bool = False

    @property
    def note(self) -> str:
        """What else changed: «由暂定转为确定», «转为暂定», «仍为暂定»; empty when it was and is sure."""
        if self.provisional:
            return "仍为暂定" if self.was_provisional else "转为暂定"
        return "由暂定转为确定" if self.was_provisional else ""


Recomputer = Callable[[Actor], list[DateChange]]
recomputers: dict[str, Recomputer] = {}


def grouped(changes: Iterable[DateChange]) -> list[tuple[str, list[DateChange]]]:
    """The changes by kind, in the order in which the kinds come, each by its new day."""
    found: dict[str, list[DateChange]] = {}
    for change in changes:
        found.setdefault(change.kind, []).append(change)
    return [(kind, sorted(each, key=lambda change: (change.after, change.subject))) for kind, each in found.items()]


def register_recomputer(name: str, recomputer: Recomputer) -> None:
    """Register, once per name. It runs inside the amendment's transaction, where `calendar` already answers by the new
    table; it writes the new due days with their trace and returns what changed."""
    if recomputers.setdefault(name, recomputer) is not recomputer:
        raise ValueError(f"{name} is registered already")


def moved(
    record: models.Model, field: str, found: Deadline, *, by: Actor, kind: str, url: str, never_earlier: bool = False
) -> list[DateChange]:
    """Write the due day `found` into a column, with its trace, when it is another than before; the change, or none.

    `never_earlier` for time that somebody was promised: then only a later day counts.
    """
    before: Any = getattr(record, field)
    if found.day == before or (never_earlier and before is not None and found.day < before):
        return []
    setattr(record, field, found.day)
    record.save(update_fields=[field])
    trace(
        by=by,
        verb=f"{record._meta.model_name}.recompute_due",
        label=f"按新日历重算{kind}",
        subject=record,
        before={field: before},
        after={field: found.day, "calendar": found.calendar_version},
    )
    return [DateChange(str(record), before or found.day, found.day, url, kind=kind, provisional=found.provisional)]
