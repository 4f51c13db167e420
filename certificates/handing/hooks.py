"""What later slices know against handing certificates out."""

from collections.abc import Callable, Sequence

from certificates.issuing.models import Certificate
from sdzx.workflow import Blocker

Objection = Callable[[Sequence[Certificate]], list[Blocker]]
OBJECTIONS: list[Objection] = []


def object_to_handing(objection: Objection) -> None:
    """Add once."""
    if objection not in OBJECTIONS:
        OBJECTIONS.append(objection)


def objections(certificates: Sequence[Certificate]) -> list[Blocker]:
    """All that is known against handing these out."""
    return [blocker for objection in OBJECTIONS for blocker in objection(certificates)]
