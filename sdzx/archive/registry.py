"""What a case must hold, by kind: the slices that make the subjects register it (the composition root imports them)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sdzx.archive.models import Case


@dataclass(frozen=True, slots=True)
class Requirement:
    """A kind of material: who is asked for it, whether it is video, whether the case is complete without it."""

    kind: str
    label: str
    asked: str
    required: bool = True
    video: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """Of one kind of case: the list of what it must hold, and what the portal itself files when it is opened."""

    requirements: Callable[[Any], Sequence[Requirement]]
    subject: Callable[[Case], Any]


_contents: dict[str, Contents] = {}


def register(kind: str, contents: Contents) -> None:
    """Called once by each slice whose records leave a case."""
    _contents[kind] = contents


def contents_of(case: Case) -> Contents:
    """KeyError for a kind that nobody registered."""
    return _contents[case.kind]
