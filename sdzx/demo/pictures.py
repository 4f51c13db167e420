"""Small pictures and papers drawn on the spot. Each city draws its own, so that two processes never share a file."""

import io

from PIL import Image, ImageDraw

VARIANTS = 5
_SKINS = ("#d8b9a0", "#c9a888", "#e0c4ae", "#b98f6f", "#d2ad90")
_COATS = ("#35506b", "#6b3535", "#3f5d3f", "#4a4a4a", "#5c4770")
_HAIR = ("#1d1a18", "#2b2320", "#3a2f2a", "#55504c", "#15120f")


def portrait(seed: int, variant: int) -> bytes:
    """A JPEG that passes for an identity photo: head, hair and shoulders on white."""
    width, height = 358, 501
    picture = Image.new("RGB", (width, height), "#ffffff")
    draw = ImageDraw.Draw(picture)
    shift = seed % 16
    draw.ellipse((30 + shift, 340, width - 30 + shift, 700), fill=_COATS[(variant + seed) % 5])
    draw.rectangle((150, 270, 208, 360), fill=_SKINS[variant])
    draw.ellipse((100, 80, 258, 250), fill=_HAIR[(variant + seed) % 5])
    draw.ellipse((112, 100, 246, 300), fill=_SKINS[variant])
    for x in (150, 200):
        draw.ellipse((x, 185, x + 10, 193), fill="#2a211d")
    draw.arc((155, 220, 203, 255), 20, 160, fill="#8c4f48", width=3)
    return _jpeg(picture)


def room(seed: int, number: int) -> bytes:
    """A picture of a workshop: floor, benches, windows."""
    picture = Image.new("RGB", (960, 640), "#dfe5ea")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 420, 960, 640), fill=f"#{0x8A + seed % 16:02x}7d6f")
    for i in range(4):
        draw.rectangle((60 + i * 230, 70, 220 + i * 230, 250), fill="#a9c8de", outline="#ffffff", width=8)
        draw.rectangle((50 + i * 230, 380, 230 + i * 230, 470), fill=_COATS[(i + number) % 5])
    return _jpeg(picture)


def scan(seed: int, number: int) -> bytes:
    """A PDF that looks like a scanned page: a heading, lines of writing, a red seal."""
    page = Image.new("RGB", (620, 877), "#fbfaf6")
    draw = ImageDraw.Draw(page)
    draw.rectangle((180, 70, 440, 92), fill="#333333")
    for row in range(22):
        draw.rectangle(
            (70, 140 + row * 26, 550 - (row * 37 + number * 53 + seed) % 170, 149 + row * 26), fill="#9a9a9a"
        )
    draw.ellipse((390, 690, 520, 820), outline="#c8302c", width=5)
    draw.regular_polygon((455, 755, 24), 5, fill="#c8302c")
    file = io.BytesIO()
    page.save(file, "PDF", resolution=75)
    return file.getvalue()


def _jpeg(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=80)
    return file.getvalue()
