"""我的待办: every slice says what waits for an actor; the most urgent comes first."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sdzx.accounts.actors import Actor
from sdzx.ui.parts import Waiting

Provider = Callable[[Actor], Iterable[Waiting]]
providers: list[Provider] = []
FAR = datetime.date.max


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading; the key is their section's id on the page."""

    key: str
    label: str
    rows: tuple[Waiting, ...]


def register(*given: Provider) -> None:
    """Add providers; the same one twice counts once."""
    providers.extend(provider for provider in given if provider not in providers)


def waiting(actor: Actor) -> list[Waiting]:
    """Everything that waits for this actor in this role: by due day, then by how long it has waited."""
    found = [row for provider in providers for row in provider(actor)]
    return sorted(found, key=lambda row: (row.due.day if row.due else FAR, row.since.timestamp() if row.since else 0.0))


def grouped(rows: Sequence[Waiting], today: datetime.date) -> list[Group]:
    """已逾期, 本周到期 (up to Sunday), 以后到期, 无期限; groups without rows are left out."""
    sunday = today + datetime.timedelta(days=6 - today.weekday())
    found: dict[str, list[Waiting]] = {"overdue": [], "week": [], "later": [], "open": []}
    for row in rows:
        found[_group(row, today, sunday)].append(row)
    labels = {"overdue": "已逾期", "week": "本周到期", "later": "以后到期", "open": "无期限"}
    return [Group(key, labels[key], tuple(held)) for key, held in found.items() if held]


def _group(row: Waiting, today: datetime.date, sunday: datetime.date) -> str:
    if row.due is None:
        return "open"
    if row.due.day < today:
        return "overdue"
    return "week" if row.due.day <= sunday else "later"
