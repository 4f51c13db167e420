"""What shows a design before it prints anything: the preview with made-up facts, and the test sheet for calibration."""

import io
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import pikepdf

from certificates.designs import samples
from certificates.designs.artwork import art_uri, uri
from certificates.designs.documents import TEMPLATE, given
from certificates.designs.layout import SLOTS, Placed
from certificates.designs.models import Calibration, Design
from sdzx.documents import raster
from sdzx.documents.render import render

SHEET: Final = "pdf/design_test_sheet.html"
CROSS: Final = 5.0  # half the length of a cross-hair
CORNER: Final = 30.0  # millimetres from the edges to the cross-hairs
RULER: Final = 4.0  # millimetres from the edge to the scales


def sample_pdf(design: Design, which: str = "ordinary") -> bytes:
    """The design, saved or not, with made-up facts. KeyError for an unknown sample; raises as `certificate_pdf` does."""
    facts = samples.facts(which, center=design.center.name)
    parts = given(design)
    page = render(TEMPLATE, {**facts, **parts, "art": ""}, title=f"样张 {design}")
    if not parts["art"]:
        return page
    with pikepdf.open(io.BytesIO(page)) as front, pikepdf.open(io.BytesIO(_art_page(design))) as behind:
        front.pages[0].add_underlay(behind.pages[0], None)
        out = io.BytesIO()
        front.save(out, deterministic_id=True)
    return out.getvalue()


def _art_page(design: Design) -> bytes:
    """The background alone: it takes WeasyPrint ten times as long as all the rest, and seldom changes."""
    return _page_of(art_uri(design), design.width, design.height)


@lru_cache(maxsize=16)
def _page_of(art: str, width: int, height: int) -> bytes:
    nothing = {
        "page_width": str(width), "page_height": str(height), "overlay": True, "right": "0", "down": "0", "art": art, "accent": "#000",
        "title": "", "statement": "", "seal": "", "slots": {}, **samples.facts(),
    }  # fmt: skip
    return render(TEMPLATE, nothing, title="")


def preview_png(design: Design, which: str = "ordinary", *, dpi: float = 96) -> bytes:
    """The sample as a picture."""
    return raster.png(sample_pdf(design, which), dpi=dpi)


def calibration_sheet(design: Design, calibration: Calibration | None = None) -> bytes:
    """Cross-hairs, scales and the frames of what is printed, on plain paper, moved by the calibration if there is one."""
    return render(SHEET, sheet_context(design, calibration), title=f"测试页 {design}")


def sheet_context(design: Design, calibration: Calibration | None) -> dict[str, Any]:
    """The facts of templates/pdf/design_test_sheet.html."""
    right, down = (calibration.right, calibration.down) if calibration else (Decimal(), Decimal())
    return {
        "page_width": str(design.width),
        "page_height": str(design.height),
        "right": f"{right:g}",
        "down": f"{down:g}",
        "marks": uri(marks_svg(design.width, design.height).encode("ascii"), "image/svg+xml"),
        "design": str(design),
        "printer": calibration.printer if calibration else "",
        "offset": f"向右{right:g}毫米，向下{down:g}毫米",
        "frames": [framed(key, placed) for key, placed in design.fields.items() if placed["shown"] and not SLOTS[key].fixed],
        "numbers": [
            *({"text": str(at), "style": f"left:{at - 5}mm;top:{RULER + 5.5:g}mm"} for at in range(20, design.width - 10, 20)),
            *({"text": str(at), "style": f"left:{RULER + 5.5:g}mm;top:{at - 2}mm"} for at in range(20, design.height - 10, 20)),
        ],
    }  # fmt: skip


def framed(key: str, placed: Placed) -> dict[str, str]:
    """Where a slot's value stands, without the room for the words that the blank has already."""
    left, width = placed["x"] + placed.get("lead", 0), placed["width"] - placed.get("lead", 0)
    return {
        "label": SLOTS[key].label,
        "at": f"左{left:g} 上{placed['y']:g}",
        "style": f"left:{left:g}mm;top:{placed['y']:g}mm;width:{width:g}mm;height:{placed['height']:g}mm",
    }


def marks_svg(width: int, height: int) -> str:
    """Millimetre scales along the upper and the left edge, and a cross-hair near each corner."""
    path = "".join([*_scale(width, across=True), *_scale(height, across=False), *_crosses(width, height)])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">'
        f'<path d="{path}" stroke="#000" stroke-width="0.12" fill="none"/></svg>'
    )


def _scale(length: int, *, across: bool) -> Iterator[str]:
    for at in range(10, length - 9):
        tick = 5.0 if at % 10 == 0 else 3.0 if at % 5 == 0 else 1.6
        yield f"M{at} {RULER:g}V{RULER + tick:g}" if across else f"M{RULER:g} {at}H{RULER + tick:g}"


def _crosses(width: int, height: int) -> Iterator[str]:
    for x in (CORNER, width - CORNER):
        for y in (CORNER, height - CORNER):
            yield f"M{x - CROSS:g} {y:g}H{x + CROSS:g}M{x:g} {y - CROSS:g}V{y + CROSS:g}"
            yield f"M{x - 2:g} {y:g}A2 2 0 1 0 {x + 2:g} {y:g}A2 2 0 1 0 {x - 2:g} {y:g}"
