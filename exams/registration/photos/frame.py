"""Where a portrait is cut out of a picture, in parts of its width and height: the same at any number of pixels."""

import math
from dataclasses import dataclass
from typing import Final

_HIGH: Final = 0.4  # of what is cut off above and below, so much is above: heads are in the upper half


@dataclass(frozen=True, slots=True)
class Frame:
    """The left upper corner and the sides, each from 0 to 1 of the upright picture."""

    left: float
    top: float
    width: float
    height: float

    def box(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Left, top, right, bottom in pixels of a picture of that size."""
        left, top = round(self.left * width), round(self.top * height)
        right, bottom = round((self.left + self.width) * width), round((self.top + self.height) * height)
        return left, top, max(left + 1, min(right, width)), max(top + 1, min(bottom, height))


def parsed(text: str) -> Frame | None:
    """The frame of «left,top,width,height» as the browser sends it; None for anything that is none inside a picture."""
    try:
        left, top, width, height = map(float, text.split(","))
    except ValueError:
        return None
    sides = (left, top, width, height)
    if not all(math.isfinite(each) and 0 <= each <= 1 for each in sides) or min(width, height) < 0.01:
        return None
    return Frame(min(left, 1 - width), min(top, 1 - height), width, height)


def centred(width: int, height: int, ratio: float) -> Frame:
    """The largest frame of that ratio (width by height) in the middle of a picture, a little towards its top."""
    if width > height * ratio:
        part = height * ratio / width
        return Frame((1 - part) / 2, 0.0, part, 1.0)
    part = width / ratio / height
    return Frame(0.0, (1 - part) * _HIGH, 1.0, part)
