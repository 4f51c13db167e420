"""Certificate numbers from a pattern of segments. The pattern is ours: no official rule for this certificate was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sdzx.identifiers import iso7064_mod37_36, verify


@dataclass(frozen=True, slots=True)
class Place:
    """What a number says: whose it is, of which year, and which one of that year."""

    city: str
    year: int
    sequence: int


def build(segments: Sequence[dict[str, Any]], place: Place) -> str:
    """The number of `place`. Segment kinds: text, province, city, year, sequence, check (last; ISO 7064 MOD 37,36).

    Raises ValueError when the sequence outgrows its width or a kind is unknown: a cut number would repeat another.
    """
    text = ""
    for segment in segments:
        text += part(segment, place, text)
    return text


def part(segment: dict[str, Any], place: Place, before: str) -> str:
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


def plausible(number: str) -> bool:
    """Whether the check character fits: a slip of the finger is told at once, without asking the database."""
    return verify(number)
