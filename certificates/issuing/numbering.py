"""Certificate numbers from a pattern of segments. The pattern is ours: no official rule for this certificate was found."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sdzx.identifiers import iso7064_mod37_36, verify

Segment = dict[str, Any]
CHARACTERS = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
DIGITS = frozenset("0123456789")


@dataclass(frozen=True, slots=True)
class Place:
    """What a number says: whose it is, of which year, and which one of that year."""

    city: str
    year: int
    sequence: int


def build(segments: Sequence[Segment], place: Place) -> str:
    """The number of `place`. Segment kinds: text, province, city, year, sequence, check (last; ISO 7064 MOD 37,36).

    Raises ValueError when the sequence outgrows its width or a kind is unknown: a cut number would repeat another.
    """
    return "".join(parts(segments, place))


def parts(segments: Sequence[Segment], place: Place) -> list[str]:
    """The number in its segments. Raises ValueError as `build()` does."""
    made: list[str] = []
    for segment in segments:
        made.append(part(segment, place, "".join(made)))
    return made


def part(segment: Segment, place: Place, before: str) -> str:
    """One segment, given what stands before it."""
    kind, width = segment["kind"], int(segment.get("width", 0))
    if kind == "text":
        return str(segment["value"])
    if kind == "check":
        return iso7064_mod37_36(before)
    if kind == "sequence":
        text = f"{place.sequence:0{width}d}"
        if len(text) > width:
            raise ValueError(f"sequence {place.sequence} does not fit into {width} digits")
        return text
    values = {
        "province": place.city[:2],
        "city": place.city[:width],
        "year": f"{place.year:04d}"[-width:] if width else "",
    }
    if kind not in values:
        raise ValueError(f"unknown segment {kind!r}")
    return values[kind]


def width_of(segments: Sequence[Segment], kind: str) -> int:
    """How many characters the first segment of that kind has; 0 when there is none."""
    return next((_width(segment) for segment in segments if segment["kind"] == kind), 0)


def length(segments: Sequence[Segment]) -> int:
    """How many characters every number of the pattern has."""
    return sum(map(_width, segments))


def may_meet(one: Sequence[Segment], other: Sequence[Segment], codes: Collection[str]) -> bool:
    """Whether a number of one pattern could be one of the other, for different certificates of the centres with `codes`.

    Two patterns of the same segments give different numbers to different certificates, because the year's sequence goes
    on from one to the other. Otherwise they are told apart by their length, or by a position where no character is
    possible in both.
    """
    if _plain(one) == _plain(other) or length(one) != length(other):
        return False
    return all(map(frozenset.intersection, _possible(one, codes), _possible(other, codes)))


def _width(segment: Segment) -> int:
    kind = segment["kind"]
    if kind == "text":
        return len(str(segment["value"]))
    return {"province": 2, "check": 1}.get(kind) or int(segment.get("width", 0))


def _plain(segments: Sequence[Segment]) -> list[tuple[str, int, str]]:
    return [(each["kind"], _width(each), str(each.get("value", ""))) for each in segments]


def _possible(segments: Sequence[Segment], codes: Collection[str]) -> list[frozenset[str]]:
    """The characters that may stand at each position; years are those of this century."""
    found: list[frozenset[str]] = []
    for segment in segments:
        kind, width = segment["kind"], _width(segment)
        if kind == "text":
            found += map(frozenset, str(segment["value"]))
        elif kind in ("province", "city"):
            found += [frozenset(code[at] for code in codes) for at in range(width)]
        elif kind == "year":
            found += [frozenset("2"), frozenset("0"), DIGITS, DIGITS][-width:]
        else:
            found += [CHARACTERS if kind == "check" else DIGITS] * width
    return found


def plausible(number: str) -> bool:
    """Whether the check character fits: a slip of the finger is told at once, without asking the database."""
    return verify(number)
