"""Who sits where: a pure proposal that spreads people of one unit over rooms and apart within a room."""

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Generic, TypeVar

C = TypeVar("C")


@dataclass(frozen=True, slots=True)
class Place(Generic[C]):
    """A candidate's room and seat, both counted from 1."""

    candidate: C
    room: int
    seat: int


@dataclass(frozen=True, slots=True)
class Sitter(Generic[C]):
    """A candidate with the unit they come from (None: by themselves) and whether they need barrier-free access."""

    candidate: C
    unit: Hashable = None
    needs: bool = False


def place(sitters: Sequence[Sitter[C]], *, rooms: int, workstations: int) -> list[Place[C]]:
    """Seats in as few rooms as hold them all. Those with needs sit in front in room 1; units are dealt over the rooms
    like cards. ValueError when there are more sitters than workstations."""
    if len(sitters) > workstations:
        raise ValueError(f"{len(sitters)} candidates, {workstations} workstations")
    size = math.ceil(workstations / rooms)
    used = max(1, math.ceil(len(sitters) / size))
    filled: list[list[Sitter[C]]] = [[] for _ in range(used)]
    front = [each for each in sitters if each.needs][:size]
    filled[0].extend(front)
    turn = 0
    for each in _together([each for each in sitters if each not in front]):
        while len(filled[turn % used]) >= size:
            turn += 1
        filled[turn % used].append(each)
        turn += 1
    return [
        Place(each.candidate, room, seat)
        for room, people in enumerate(filled, 1)
        for seat, each in enumerate(_apart(people), 1)
    ]


def _together(sitters: Iterable[Sitter[C]]) -> list[Sitter[C]]:
    """Unit by unit, the largest first; people by themselves last, in the order given."""
    groups: dict[Hashable, list[Sitter[C]]] = {}
    for each in sitters:
        groups.setdefault(each.unit, []).append(each)
    alone = groups.pop(None, [])
    ordered = sorted(groups.values(), key=len, reverse=True)
    return [each for group in ordered for each in group] + alone


def _apart(people: Sequence[Sitter[C]]) -> list[Sitter[C]]:
    """Those with needs first; then one of each unit in turn, so that colleagues are neighbours only when they must."""
    front = [each for each in people if each.needs]
    groups: dict[Hashable, list[Sitter[C]]] = {}
    for number, each in enumerate(each for each in people if not each.needs):
        groups.setdefault(each.unit if each.unit is not None else ("alone", number), []).append(each)
    rounds = zip_longest(*sorted(groups.values(), key=len, reverse=True))
    return front + [each for row in rounds for each in row if each is not None]
