"""Draws the certificate's border and rosettes: `python -m sdzx.documents.guilloche` writes static/pdf/*.svg.

The curves are interlaced sines along the frame and around the corners, written as Bézier curves through
sampled points and their derivatives. All lengths are millimetres.
"""

import math
from collections.abc import Callable
from pathlib import Path

PAGE = (297.0, 210.0)
INSET = 15.5  # from the page's edge to the middle of the band
CORNER = 11.0  # half the side of a corner block
AMPLITUDE = 5.0
STRANDS = 10
TEAL, BRONZE, PALE = "#1f5f66", "#a57c3f", "#1f5f66"
Curve = Callable[[float], tuple[float, float]]


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


def frame() -> list[str]:
    width, height = PAGE
    long, short = width - 2 * INSET - 2 * CORNER, height - 2 * INSET - 2 * CORNER
    sides = (
        (INSET + CORNER, INSET, 1, 0, long, 30),
        (width - INSET, INSET + CORNER, 0, 1, short, 20),
        (width - INSET - CORNER, height - INSET, -1, 0, long, 30),
        (INSET, height - INSET - CORNER, 0, -1, short, 20),
    )
    drawn = []
    for colour, sign in ((TEAL, 1.0), (BRONZE, -1.0)):
        strands = [side(*place, 2 * math.pi * n / STRANDS, sign) for place in sides for n in range(STRANDS // 2)]
        drawn.append(stroked("".join(strands), colour, 0.13))
    return drawn


def corners() -> list[str]:
    width, height = PAGE
    centres = [(x, y) for x in (INSET, width - INSET) for y in (INSET, height - INSET)]
    drawn = []
    for radius, petals, depth, turns, colour in (
        (8.6, 12, 0.16, 6, TEAL),
        (6.6, 10, 0.30, 5, BRONZE),
        (3.6, 8, 0.34, 4, TEAL),
    ):
        paths = [
            rosette(x, y, radius, petals, depth, 2 * math.pi * n / turns) for x, y in centres for n in range(turns)
        ]
        drawn.append(stroked("".join(paths), colour, 0.13))
    return drawn


def rules() -> list[str]:
    """Straight lines on both edges of the band, and around each corner block."""
    width, height = PAGE
    lines = []
    for gap, weight, colour in ((6.6, 0.5, TEAL), (7.6, 0.15, BRONZE), (-6.6, 0.35, TEAL), (-7.6, 0.15, BRONZE)):
        edge = INSET - gap
        lines.append(
            f'<rect x="{edge:.2f}" y="{edge:.2f}" width="{width - 2 * edge:.2f}" height="{height - 2 * edge:.2f}"'
            f' fill="none" stroke="{colour}" stroke-width="{weight}"/>'
        )
    block = 9.4
    for x in (INSET, width - INSET):
        for y in (INSET, height - INSET):
            lines.append(
                f'<rect x="{x - block:.2f}" y="{y - block:.2f}" width="{2 * block}" height="{2 * block}" rx="1.2"'
                f' fill="#fffdf7" stroke="{TEAL}" stroke-width="0.35"/>'
            )
    return lines


def watermark() -> list[str]:
    """The large pale rosette in the middle of the page."""
    x, y = PAGE[0] / 2, PAGE[1] / 2 + 4
    rings = ((56.0, 24, 0.10, 6), (45.0, 18, 0.20, 6), (30.0, 14, 0.26, 5), (16.0, 10, 0.34, 5))
    paths = [
        rosette(x, y, r, petals, depth, 2 * math.pi * n / turns)
        for r, petals, depth, turns in rings
        for n in range(turns)
    ]
    return [stroked("".join(paths), PALE, 0.12, opacity=0.17)]


def stroked(path: str, colour: str, width: float, opacity: float = 1.0) -> str:
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-opacity="{opacity}"/>'


def certificate() -> str:
    width, height = PAGE
    paper = f'<rect width="{width:g}" height="{height:g}" fill="#fffdf7"/>'
    body = "\n".join([paper, *watermark(), *frame(), *rules(), *corners()])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}mm" height="{height:g}mm"'
        f' viewBox="0 0 {width:g} {height:g}">\n{body}\n</svg>\n'
    )


def main() -> None:
    target = Path(__file__).resolve().parents[2] / "static" / "pdf" / "certificate.svg"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(certificate(), encoding="ascii")


if __name__ == "__main__":
    main()
