"""What later stages show on a project's public page (batches open for registration, authorised sites), and whom they tell
when it is withdrawn."""

from collections.abc import Callable

from sdzx.accounts.actors import Actor
from sdzx.catalogue.models import Project
from sdzx.ui.parts import FactGroup

Provider = Callable[[Project], FactGroup | None]
_providers: list[Provider] = []


def register(*given: Provider) -> None:
    """Add once each; a provider that has nothing to show returns None."""
    _providers.extend(provider for provider in given if provider not in _providers)


def groups(project: Project) -> list[FactGroup]:
    """What all of them have to show."""
    return [group for provider in _providers if (group := provider(project))]


Teller = Callable[[Project, Actor], None]
_tellers: list[Teller] = []


def on_withdrawal(*given: Teller) -> None:
    """Add once each; called in the transaction that withdraws the project."""
    _tellers.extend(teller for teller in given if teller not in _tellers)


def tell_withdrawn(project: Project, by: Actor) -> None:
    """Each stage tells those who have something under way in this project."""
    for teller in _tellers:
        teller(project, by)
