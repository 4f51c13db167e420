"""What lies under a certificate's facts: drawn borders, an uploaded background, the seal; each as a data URI."""

import base64
from functools import lru_cache
from typing import Final

from certificates.designs.models import Design
from sdzx.documents.guilloche import Drawing, certificate
from sdzx.files.models import StoredFile
from sdzx.files.services import content

COLOURS: Final = {
    Design.Palette.TEAL: ("#1f5f66", "#a57c3f"),
    Design.Palette.RED: ("#9c2b2e", "#b08d3e"),
    Design.Palette.BLUE: ("#27447c", "#7d8a97"),
    Design.Palette.GREEN: ("#2c5e3f", "#a8873f"),
}
ACCENT: Final = {
    Design.Palette.TEAL: "#8f1d21",
    Design.Palette.RED: "#8f1d21",
    Design.Palette.BLUE: "#1f3562",
    Design.Palette.GREEN: "#8f1d21",
}
"""The colour of the title and of 补发."""


def art_uri(design: Design) -> str:
    """The page's background; empty where there is none. Raises ContentMissing for an upload that is gone."""
    if design.is_overlay or design.art == Design.Art.NONE:
        return ""
    if design.art == Design.Art.UPLOADED:
        return file_uri(design.background)
    return drawn(design.art, design.palette, design.width, design.height)


def file_uri(stored: StoredFile | None) -> str:
    """A kept picture; empty without one."""
    return uri(content(stored), stored.media_type) if stored else ""


@lru_cache(maxsize=16)
def drawn(art: str, palette: str, width: int, height: int) -> str:
    """One of our own borders."""
    main, second = COLOURS[Design.Palette(palette)]
    drawing = Drawing(
        width, height, main, second, interlaced=art != Design.Art.LINES, watermark=art == Design.Art.CLASSIC
    )  # fmt: skip
    return uri(certificate(drawing).encode("ascii"), "image/svg+xml")


def uri(body: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(body).decode('ascii')}"
