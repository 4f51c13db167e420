"""What certificates add to the confirmation of scores: numbering, in the confirming transaction."""

from collections.abc import Callable

from exams.scores.models import ScoreSheet
from sdzx.accounts.actors import Actor

AFTER_CONFIRM: list[Callable[[ScoreSheet, Actor], None]] = []


def after_confirm(work: Callable[[ScoreSheet, Actor], None]) -> None:
    """Add once."""
    if work not in AFTER_CONFIRM:
        AFTER_CONFIRM.append(work)
