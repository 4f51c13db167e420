"""我的待办: every slice says what waits for an actor; the most urgent comes first."""

import datetime
from collections.abc import Callable, Iterable

from sdzx.accounts.actors import Actor
from sdzx.ui.parts import Waiting

Provider = Callable[[Actor], Iterable[Waiting]]
providers: list[Provider] = []
FAR = datetime.date.max


def register(*given: Provider) -> None:
    """Add providers; the same one twice counts once."""
    providers.extend(provider for provider in given if provider not in providers)


def waiting(actor: Actor) -> list[Waiting]:
    """Everything that waits for this actor in this role: by due day, then by how long it has waited."""
    found = [row for provider in providers for row in provider(actor)]
    return sorted(found, key=lambda row: (row.due.day if row.due else FAR, row.since.timestamp() if row.since else 0.0))
