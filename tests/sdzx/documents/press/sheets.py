"""Sheets of certificates for the press, and what comes out of it as pictures and text."""

import io
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import pypdfium2
from PIL import Image, ImageChops, ImageFilter

from sdzx.documents.press import Compiled, compile_template, print_sheets
from tests.sdzx.documents.samples.certificates import CERTIFICATE

TEMPLATE = "pdf/certificate.html"
ORDINARY, LONG, MINORITY, RARE, TWO_FONTS = (
    "张伟", "阿卜杜热合曼江麦麦提吐尔逊艾合买提江阿卜杜拉", "买买提吐尔逊·阿卜杜热合曼江", "王𰻞䶮", "张𠀣",
)  # fmt: skip
TOLERANCE = 24  # of 255 levels a pixel may differ after a blur of one pixel, at 100 dots an inch
SAME = 0.999  # share of the page's pixels within that tolerance


def sheet(name: str = ORDINARY, **facts: Any) -> dict[str, Any]:
    return {**CERTIFICATE, "name": name, **facts}


@lru_cache(maxsize=1)
def compiled() -> Compiled:
    return compile_template(TEMPLATE, sheet(reprint="补发　2026年3月14日"))


def printed(sheets: Iterable[Mapping[str, Any]], press: Compiled | None = None) -> bytes:
    out = io.BytesIO()
    print_sheets(press or compiled(), sheets, out, title="证书")
    return out.getvalue()


def pictures(content: bytes) -> list[Image.Image]:
    with pypdfium2.PdfDocument(content) as document:
        return [page.render(scale=100 / 72).to_pil().convert("RGB") for page in document]


def texts(content: bytes) -> list[str]:
    with pypdfium2.PdfDocument(content) as document:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def alike(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels that are the same within the tolerance."""
    blurred = [each.filter(ImageFilter.BoxBlur(1)) for each in (one, other)]
    difference = ImageChops.difference(*blurred).convert("L").point(lambda level: 255 if level > TOLERANCE else 0)
    return 1 - sum(difference.histogram()[255:]) / (one.width * one.height)
