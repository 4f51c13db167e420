"""Draws the certificate's border and rosettes: `python -m sdzx.documents.guilloche` writes static/pdf/*.svg.

The curves are interlaced sines along the frame and around the corners, written as Bézier curves through
sampled points and their derivatives. All lengths are millimetres of a page whose shorter side is 210; other pages are
drawn so, and shrunk or enlarged as a whole.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SHORT = 210.0  # the shorter side of a page as it is drawn
WAVE = 244 / 30  # length of a wave along the frame
INSET = 15.5  # from the page's edge to the middle of the band
CORNER = 11.0  # half the side of a corner block
AMPLITUDE = 5.0
STRANDS = 10
PAPER = "#fffdf7"
Curve = Callable[[float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is drawn: the sides of the page in millimetres, two colours, and how much of it."""

    page_width: float = 297.0
    page_height: float = 210.0
    main: str = "#1f5f66"
    second: str = "#a57c3f"
    interlaced: bool = True
    watermark: bool = True

    @property
    def scale(self) -> float:
        """Millimetres of the page in one of the drawing."""
        return min(self.page_width, self.page_height) / SHORT

    @property
    def width(self) -> float:
        return self.page_width / self.scale

    @property
    def height(self) -> float:
        return self.page_height / self.scale


def bezier(curve: Curve, start: float, end: float, pieces: int) -> str:
    """The curve from parameter `start` to `end` as an SVG path of cubic pieces."""
    step = (end - start) / pieces
    nudge = step * 1e-3

    def slope(at: float) -> tuple[float, float]:
        (x0, y0), (x1, y1) = curve(at - nudge), curve(at + nudge)
        return (x1 - x0) / (2 * nudge), (y1 - y0) / (2 * nudge)

    x, y = curve(start)
    parts = [f"M{x:.2f} {y:.2f}"]
    for number in range(pieces):
        at, to = start + number * step, start + (number + 1) * step
        (x0, y0), (x1, y1), (u0, v0), (u1, v1) = curve(at), curve(to), slope(at), slope(to)
        parts.append(
            f"C{x0 + u0 * step / 3:.2f} {y0 + v0 * step / 3:.2f} {x1 - u1 * step / 3:.2f} {y1 - v1 * step / 3:.2f}"
            f" {x1:.2f} {y1:.2f}"
        )
    return "".join(parts)


def side(x: float, y: float, dx: float, dy: float, length: float, waves: int, phase: float, sign: float) -> str:
    """One strand along a side from (x, y) in direction (dx, dy), swelling and narrowing once per two waves."""

    def curve(at: float) -> tuple[float, float]:
        angle = 2 * math.pi * waves * at / length
        swell = 0.68 + 0.32 * math.cos(angle / 2)
        offset = sign * AMPLITUDE * swell * math.sin(angle + phase)
        return x + dx * at - dy * offset, y + dy * at + dx * offset

    return bezier(curve, 0, length, waves * 6)


def rosette(x: float, y: float, radius: float, petals: int, depth: float, phase: float) -> str:
    """A closed wave around a circle."""

    def curve(at: float) -> tuple[float, float]:
        r = radius * (1 - depth + depth * math.cos(petals * at + phase))
        return x + r * math.cos(at), y + r * math.sin(at)

    return bezier(curve, 0, 2 * math.pi, petals * 6) + "Z"


def waves(length: float) -> int:
    """How many fill a side: an even number, since the strands swell once in two."""
    return 2 * round(length / WAVE / 2)


def frame(drawing: Drawing) -> list[str]:
    width, height = drawing.width, drawing.height
    across, down = width - 2 * INSET - 2 * CORNER, height - 2 * INSET - 2 * CORNER
    sides = (
        (INSET + CORNER, INSET, 1, 0, across, waves(across)),
        (width - INSET, INSET + CORNER, 0, 1, down, waves(down)),
        (width - INSET - CORNER, height - INSET, -1, 0, across, waves(across)),
        (INSET, height - INSET - CORNER, 0, -1, down, waves(down)),
    )
    drawn = []
    for colour, sign in ((drawing.main, 1.0), (drawing.second, -1.0)):
        strands = [side(*place, 2 * math.pi * n / STRANDS, sign) for place in sides for n in range(STRANDS // 2)]
        drawn.append(stroked("".join(strands), colour, 0.13))
    return drawn


def corners(drawing: Drawing) -> list[str]:
    width, height = drawing.width, drawing.height
    centres = [(x, y) for x in (INSET, width - INSET) for y in (INSET, height - INSET)]
    drawn = []
    for radius, petals, depth, turns, colour in (
        (8.6, 12, 0.16, 6, drawing.main),
        (6.6, 10, 0.30, 5, drawing.second),
        (3.6, 8, 0.34, 4, drawing.main),
    ):
        paths = [
            rosette(x, y, radius, petals, depth, 2 * math.pi * n / turns) for x, y in centres for n in range(turns)
        ]
        drawn.append(stroked("".join(paths), colour, 0.13))
    return drawn


def rules(drawing: Drawing) -> list[str]:
    """Straight lines on both edges of the band."""
    width, height = drawing.width, drawing.height
    lines = []
    main, second = drawing.main, drawing.second
    for gap, weight, colour in ((6.6, 0.5, main), (7.6, 0.15, second), (-6.6, 0.35, main), (-7.6, 0.15, second)):
        edge = INSET - gap
        lines.append(
            f'<rect x="{edge:.2f}" y="{edge:.2f}" width="{width - 2 * edge:.2f}" height="{height - 2 * edge:.2f}"'
            f' fill="none" stroke="{colour}" stroke-width="{weight}"/>'
        )
    return lines


def blocks(drawing: Drawing) -> list[str]:
    """A box behind each corner's rosettes."""
    block = 9.4
    return [
        f'<rect x="{x - block:.2f}" y="{y - block:.2f}" width="{2 * block}" height="{2 * block}" rx="1.2"'
        f' fill="{PAPER}" stroke="{drawing.main}" stroke-width="0.35"/>'
        for x in (INSET, drawing.width - INSET)
        for y in (INSET, drawing.height - INSET)
    ]


def watermark(drawing: Drawing) -> list[str]:
    """The large pale rosette in the middle of the page."""
    x, y = drawing.width / 2, drawing.height / 2 + 4
    rings = ((56.0, 24, 0.10, 6), (45.0, 18, 0.20, 6), (30.0, 14, 0.26, 5), (16.0, 10, 0.34, 5))
    paths = [
        rosette(x, y, r, petals, depth, 2 * math.pi * n / turns)
        for r, petals, depth, turns in rings
        for n in range(turns)
    ]
    return [stroked("".join(paths), drawing.main, 0.12, opacity=0.17)]


def stroked(path: str, colour: str, width: float, opacity: float = 1.0) -> str:
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-opacity="{opacity}"/>'


def certificate(drawing: Drawing = Drawing()) -> str:
    """The SVG of a page's art."""
    body = [f'<rect width="{drawing.width:g}" height="{drawing.height:g}" fill="{PAPER}"/>']
    if drawing.watermark:
        body += watermark(drawing)
    if drawing.interlaced:
        body += frame(drawing)
    body += rules(drawing)
    if drawing.interlaced:
        body += [*blocks(drawing), *corners(drawing)]
    lines = "\n".join(body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{drawing.page_width:g}mm" height="{drawing.page_height:g}mm"'
        f' viewBox="0 0 {drawing.width:g} {drawing.height:g}">\n{lines}\n</svg>\n'
    )


def main() -> None:
    target = Path(__file__).resolve().parents[2] / "static" / "pdf" / "certificate.svg"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(certificate(), encoding="ascii")


if __name__ == "__main__":
    main()
