"""A design filled in: the context of templates/pdf/certificate_design.html, and a certificate set by it."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from certificates.designs.artwork import ACCENT, art_uri, file_uri
from certificates.designs.layout import ABOVE_LINE, CAPTION, POINT, SLOTS, Placed, Slot, quiet
from certificates.designs.models import Design
from sdzx.documents.render import render

TEMPLATE, HOUSE = "pdf/certificate_design.html", "pdf/certificate.html"
LARGEST_LABEL = 13.0  # points

DESCENT = 0.27  # of a line, below its baseline, in sizes of its type
SEAL_WORDS = 4 / 3  # （盖章） stands below the middle of the seal, between the centre's name and the day
WIDER = 7.0  # millimetres by which the words below a QR code may stand out on each side


def given(design: Design, *, right: Decimal = Decimal(), down: Decimal = Decimal()) -> dict[str, Any]:
    """What the template needs of a design beside the facts of a certificate; it may be one that is not saved yet.

    `right`, `down`: millimetres by which the facts are moved. Plain data.
    """
    shown = [(SLOTS[key], placed) for key, placed in design.fields.items() if placed["shown"]]
    return {
        "page_width": f"{design.width:g}",
        "page_height": f"{design.height:g}",
        "overlay": design.is_overlay,
        "right": f"{right:g}",
        "down": f"{down:g}",
        "art": art_uri(design),
        "accent": ACCENT[Design.Palette(design.palette)],
        "title": design.title,
        "statement": design.statement,
        "seal": "" if design.is_overlay else file_uri(design.seal),
        "slots": {slot.key: styles(slot, placed, overlay=design.is_overlay) for slot, placed in shown},
    }


def styles(slot: Slot, placed: Placed, *, overlay: bool) -> dict[str, Any]:
    """One slot as the template draws it: ready styles, every length with its unit. A blank carries labels and lines already."""
    label = "" if overlay else placed.get("label", "")
    frame = (placed["x"], placed["y"], placed["width"], placed["height"])
    made: dict[str, Any] = {"frame": _box(*frame), "label": label}
    if slot.kind == "text":
        size, line = placed.get("size", LARGEST_LABEL), placed.get("line", False) and not overlay
        foot = ABOVE_LINE if line else 0.0
        small = min(size, LARGEST_LABEL)
        made |= {
            "value": f"left:{placed.get('lead', 0):g}mm;bottom:{foot:g}mm;font-size:{size:g}pt;text-align:{placed.get('align', 'left')}",
            "words": f"bottom:{foot + (size - small) * POINT * DESCENT:.2f}mm;font-size:{small:g}pt",
            "class": " ".join(
                name for name, given in (("line", line), ("sans", slot.sans), ("bold", slot.bold)) if given
            ),
        }
    elif slot.kind == "code":
        made |= _around_code(placed)
    else:
        low = SEAL_WORDS if slot.kind == "seal" else 1.0
        made["middle"] = f"line-height:{placed['height'] * low:.2f}mm"
    return made


def _around_code(placed: Placed) -> dict[str, str]:
    """The white patch under a QR code, and the place of the words below it."""
    white = quiet(placed["width"])
    side, below = placed["width"] + 2 * white, placed["y"] + placed["height"] + white
    return {
        "white": _box(placed["x"] - white, placed["y"] - white, side, side),
        "caption": _box(placed["x"] - WIDER, below, placed["width"] + 2 * WIDER, CAPTION),
    }


def _box(left: float, top: float, width: float, height: float) -> str:
    return f"left:{left:.2f}mm;top:{top:.2f}mm;width:{width:.2f}mm;height:{height:.2f}mm"


def certificate_pdf(
    design: Design | None,
    facts: Mapping[str, Any],
    *,
    title: str,
    variant: str = "",
    right: Decimal = Decimal(),
    down: Decimal = Decimal(),
) -> bytes:
    """One certificate by a design, by the built-in one where there is none; an overlay has the facts alone.

    Raises UnprintableText for characters that no font has, ContentMissing for a background that is gone.
    """
    if design is None:
        return render(HOUSE, facts, title=title, variant=variant)
    return render(TEMPLATE, {**facts, **given(design, right=right, down=down)}, title=title, variant=variant)
