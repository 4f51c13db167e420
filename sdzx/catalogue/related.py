"""What later stages know of a project: what they show on its public page, what is under way in it when it is to be withdrawn,
and whom they tell when it is, or is kept after all."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from sdzx.accounts.actors import Actor
from sdzx.catalogue.models import Project
from sdzx.ui.parts import Fact, FactGroup

SHOWN = 10  # of each kind; the count says how many there are

Provider = Callable[[Project], FactGroup | None]
_providers: list[Provider] = []


def register(*given: Provider) -> None:
    """Add once each; a provider that has nothing to show returns None."""
    _providers.extend(provider for provider in given if provider not in _providers)


def groups(project: Project) -> list[FactGroup]:
    """What all of them have to show, later stages first: where one can register now stands above where one is examined."""
    return [group for provider in reversed(_providers) if (group := provider(project))]


@dataclass(frozen=True, slots=True)
class Effect:
    """What is under way in a project, of one kind: how many, some of them by name, and what a withdrawal means for them
    when batches that are public go on (`going_on`) or stop (`stopping`)."""

    title: str
    count: int
    going_on: str
    stopping: str
    examples: tuple[Fact, ...] = ()


Concern = Callable[[Project, datetime.date], Effect]
_concerns: list[Concern] = []


def on_review(*given: Concern) -> None:
    """Add once each; asked for what is under way on that day before somebody withdraws a project."""
    _concerns.extend(concern for concern in given if concern not in _concerns)


def effects(project: Project, day: datetime.date) -> list[Effect]:
    """What a withdrawal would touch; kinds with nothing under way are left out."""
    return [effect for concern in _concerns if (effect := concern(project, day)).count]


Teller = Callable[[Project, Actor], None]
_tellers: list[Teller] = []
_keepers: list[Teller] = []


def on_withdrawal(*given: Teller) -> None:
    """Add once each; called in the transaction that withdraws the project."""
    _tellers.extend(teller for teller in given if teller not in _tellers)


def on_keeping(*given: Teller) -> None:
    """Add once each; called in the transaction that undoes a withdrawal."""
    _keepers.extend(teller for teller in given if teller not in _keepers)


def tell_withdrawn(project: Project, by: Actor) -> None:
    """Each stage tells those who have something under way in this project."""
    for teller in _tellers:
        teller(project, by)


def tell_kept(project: Project, by: Actor) -> None:
    """Each stage tells the same people that the project stays."""
    for teller in _keepers:
        teller(project, by)
