"""What certificates add to scores: in the same transaction numbering when they are confirmed, and when one is corrected;
on the page of a correction what became of the certificate."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from exams.scores.corrections.models import Correction
from exams.scores.models import ScoreSheet
from sdzx.accounts.actors import Actor
from sdzx.ui.parts import Fact

AFTER_CONFIRM: list[Callable[[ScoreSheet, Actor], None]] = []


def after_confirm(work: Callable[[ScoreSheet, Actor], None]) -> None:
    """Add once."""
    if work not in AFTER_CONFIRM:
        AFTER_CONFIRM.append(work)


@dataclass(frozen=True, slots=True)
class Result:
    """What a score said before or says after a correction."""

    total: Decimal
    passed: bool


class AfterCorrection(Protocol):
    """Called after score and registration were corrected (PASSED or FAILED); raises Refused to undo all of it."""

    def __call__(self, correction: Correction, *, by: Actor, before: Result, after: Result) -> None: ...


AFTER_CORRECTION: list[AfterCorrection] = []


def after_correction(work: AfterCorrection) -> None:
    """Add once."""
    if work not in AFTER_CORRECTION:
        AFTER_CORRECTION.append(work)


OUTCOMES: list[Callable[[Correction, Actor], Sequence[Fact]]] = []


def show_outcome(facts: Callable[[Correction, Actor], Sequence[Fact]]) -> None:
    """Add once: what became of the certificate, for the correction's page, as far as this actor may know."""
    if facts not in OUTCOMES:
        OUTCOMES.append(facts)
