"""QR codes as data URIs, for templates, and as modules, for the press."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby

import segno


@lru_cache(maxsize=64)
def svg(text: str, *, error: str = "m") -> str:
    """A QR code (no quiet zone: the template gives the white space) as an SVG data URI, sharp at any size."""
    return segno.make(text, error=error, micro=False).svg_data_uri(border=0, scale=4)


def png(text: str, *, scale: int = 6, error: str = "m") -> str:
    """A QR code with its quiet zone as a PNG data URI, for pages and mails."""
    return segno.make(text, error=error, micro=False).png_data_uri(border=4, scale=scale)


def modules(text: str, *, error: str = "m") -> tuple[bytearray, ...]:
    """The same code as rows of modules, 1 for dark, from the top; no quiet zone."""
    return tuple(segno.make(text, error=error, micro=False).matrix)


def runs(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    """(start, length) of each run of dark modules."""
    start = 0
    for dark, group in groupby(row):
        length = len(list(group))
        if dark:
            yield start, length
        start += length
