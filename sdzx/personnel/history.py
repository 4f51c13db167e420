"""What later stages know of a person: duties done and violations. They register providers; this package knows none of them."""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sdzx.personnel.models import Person


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty done: when, as what, where, what."""

    day: datetime.date
    role: str
    place: str
    project: str
    number: str


@dataclass(frozen=True, slots=True)
class Violation:
    """A violation recorded against the person, with its outcome."""

    day: datetime.date
    facts: str
    outcome: str
    number: str


@dataclass(frozen=True, slots=True)
class Year:
    """How often somebody served in a year, by role."""

    year: int
    counts: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.counts)


_duties: list[Callable[[Person], Iterable[Duty]]] = []
_violations: list[Callable[[Person], Iterable[Violation]]] = []


def register_duties(provider: Callable[[Person], Iterable[Duty]]) -> None:
    """Add a source of duties; again changes nothing."""
    if provider not in _duties:
        _duties.append(provider)


def register_violations(provider: Callable[[Person], Iterable[Violation]]) -> None:
    """Add a source of violations; again changes nothing."""
    if provider not in _violations:
        _violations.append(provider)


def duties(person: Person) -> list[Duty]:
    """Every duty done, newest first."""
    return sorted((each for provider in _duties for each in provider(person)), key=lambda each: each.day, reverse=True)


def violations(person: Person) -> list[Violation]:
    """Every violation, newest first."""
    found = (each for provider in _violations for each in provider(person))
    return sorted(found, key=lambda each: each.day, reverse=True)


def years(done: Iterable[Duty]) -> list[Year]:
    """The service record in numbers: by year and role, newest year first."""
    counted: dict[int, dict[str, int]] = {}
    for each in done:
        roles = counted.setdefault(each.day.year, {})
        roles[each.role] = roles.get(each.role, 0) + 1
    return [Year(year, tuple(sorted(counted[year].items()))) for year in sorted(counted, reverse=True)]
