"""What a centre uploads for its design, made into what the documents print: a background, the seal."""

import io
from typing import Final

from PIL import Image, ImageChops

from sdzx.accounts.actors import Actor
from sdzx.documents import raster
from sdzx.files import media, svg
from sdzx.files.models import StoredFile
from sdzx.files.services import adopt, content, store
from sdzx.workflow import Blocker, Refused

ART, SEAL = "design.art", "design.seal"  # kinds of files
DPI: Final = 300  # of a background that comes as PDF
WIDEST: Final = 450.0  # millimetres of a side of such a page


def background(draft: StoredFile, *, by: Actor) -> StoredFile:
    """The background to keep: a picture as it was received, an SVG written anew, the only page of a PDF as a picture.

    Once it is a background, calling again changes nothing. Raises Refused for what cannot be one.
    """
    if draft.kind == ART or draft.media_type in media.IMAGES:
        return adopt(draft, kind=ART, by=by)
    body = content(draft)
    if draft.media_type == media.SVG:
        body, kept_as = svg.cleaned(body), media.SVG
    else:
        body, kept_as = _page(body), media.PNG
    made = store(body, name=draft.name, kind=ART, by=by, media_type=kept_as)
    if kept_as == media.PNG:
        with Image.open(io.BytesIO(body)) as image:
            made.width, made.height = image.size
        made.save(update_fields=["width", "height"])
    return made


def _page(body: bytes) -> bytes:
    if (count := raster.pages(body)) != 1:
        raise Refused([Blocker(f"底图PDF应当只有一页，现有{count}页。", field="background")])
    if max(raster.size_mm(body)) > WIDEST:
        raise Refused([Blocker(f"底图PDF的页面过大，边长不能超过{WIDEST:g}毫米。", field="background")])
    return raster.png(body, dpi=DPI)


def seal(draft: StoredFile, *, by: Actor) -> StoredFile:
    """The seal to keep, as PNG whose white paper has become transparent. Once it is one, calling again changes nothing."""
    if draft.kind == SEAL:
        return draft
    made = store(transparent(content(draft)), name=f"{draft.name}.png", kind=SEAL, by=by, media_type=media.PNG)
    made.width, made.height = draft.width, draft.height
    made.save(update_fields=["width", "height"])
    return made


def transparent(body: bytes) -> bytes:
    """The picture on no paper: the whiter a pixel, the more it lets through."""
    with Image.open(io.BytesIO(body)) as opened:
        colours = opened.convert("RGB")
    red, green, blue = colours.split()
    ink = ImageChops.invert(ImageChops.darker(ImageChops.darker(red, green), blue))
    colours.putalpha(ink)
    out = io.BytesIO()
    colours.save(out, "PNG")
    return out.getvalue()
