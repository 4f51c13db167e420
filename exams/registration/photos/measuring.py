"""What can be measured of a portrait: how light its background is, how sharp its edges are."""

import io
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter

_LAPLACE = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=1, offset=128)


@dataclass(frozen=True, slots=True)
class Measured:
    """`light`: the part of the background that is near white, 0 to 1. `sharpness`: the strongest edges, 0 to 128."""

    light: float
    sharpness: int


def measure(portrait: bytes) -> Measured:
    """Measure a finished portrait (JPEG, a few hundred pixels)."""
    with Image.open(io.BytesIO(portrait)) as opened:
        image = opened.convert("RGB")
    return Measured(_light(image), _sharpness(image))


def _light(image: Image.Image) -> float:
    """Of the strip above the head and the two beside it."""
    width, height = image.size
    strips = (
        image.crop((0, 0, width, height // 12)),
        image.crop((0, 0, width // 8, height * 2 // 5)),
        image.crop((width - width // 8, 0, width, height * 2 // 5)),
    )
    near = total = 0
    for strip in strips:
        red, green, blue = strip.split()
        darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
        lightest = ImageChops.lighter(ImageChops.lighter(red, green), blue)
        pale = ImageChops.multiply(
            darkest.point([255 * (level >= 200) for level in range(256)]),
            ImageChops.subtract(lightest, darkest).point([255 * (level <= 30) for level in range(256)]),
        )
        near += pale.histogram()[255]
        total += strip.width * strip.height
    return near / total


def _sharpness(image: Image.Image) -> int:
    """How far the sharpest half of a per cent of the pixels stands out from its neighbours."""
    inside = (1, 1, image.width - 1, image.height - 1)  # the outermost pixels pass the filter unchanged
    edges = image.convert("L").filter(_LAPLACE).crop(inside).histogram()
    wanted = image.width * image.height / 200
    for distance in range(128, 0, -1):
        wanted -= edges[128 - distance] + (edges[128 + distance] if distance < 128 else 0)
        if wanted <= 0:
            return distance
    return 0
