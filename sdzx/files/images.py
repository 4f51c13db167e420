"""Images: decoded, turned upright, and written anew, so that nothing but the pixels remains (no EXIF, no GPS)."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError
from pillow_heif import register_heif_opener

from sdzx.files import media
from sdzx.files.accept import Accept
from sdzx.workflow import Refused

register_heif_opener(thumbnails=False)
_lenience = threading.Lock()
_FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "HEIF")
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_DAMAGE = "图片已损坏，无法打开，请重新保存或重新拍摄后上传。"
_DAMAGED = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError)


@dataclass(frozen=True, slots=True)
class Picture:
    """A rewritten image."""

    content: bytes
    media_type: str
    width: int
    height: int


def rewritten(content: bytes, accept: Accept) -> Picture:
    """Decode, turn upright, shrink to the largest side, write as PNG (if it was one) or JPEG.

    Raises Refused when it is damaged, has too many pixels, or is smaller than the smallest side.
    """
    image = _decoded(content, side=accept.largest_side)
    if min(image.size) < accept.smallest_side:
        raise Refused(
            f"图片太小（{image.width}×{image.height}像素），短边至少{accept.smallest_side}像素，请换一张更清晰的。"
        )
    image.thumbnail((accept.largest_side, accept.largest_side))
    return _written(image, as_png=content.startswith(b"\x89PNG"))


def dimensions(content: bytes) -> tuple[int, int]:
    """Width and height in pixels, read from the head alone. Raises Refused when it is no picture."""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
            return opened.size
    except _BOMBS as error:
        raise Refused(_too_many()) from error
    except _DAMAGED as error:
        raise Refused(_DAMAGE) from error


def portrait(content: bytes, *, width: int, height: int, box: tuple[int, int, int, int] | None = None) -> Picture:
    """A portrait cropped to the ratio and scaled to exactly `width` × `height` pixels, as JPEG.

    `box` (left, top, right, bottom, in pixels of the upright picture) says where; without one it is about the middle.
    """
    image = _decoded(content)
    fitted = ImageOps.fit(image.crop(box) if box else image, (width, height), centering=(0.5, 0.4))
    return _written(fitted, as_png=False)


def _decoded(content: bytes, *, side: int = 0) -> Image.Image:
    """`side`: a JPEG that will be shrunk to that many pixels is decoded at a half, a quarter or an eighth at once."""
    try:
        with _strictly(), Image.open(io.BytesIO(content), formats=_FORMATS) as opened:
            if opened.width * opened.height > settings.SDZX_IMAGE_PIXELS:
                raise Refused(_too_many())
            if side:
                opened.draft(None, (side, side))
            opened.load()
            return _flat(ImageOps.exif_transpose(opened))
    except _BOMBS as error:
        raise Refused(_too_many()) from error
    except _DAMAGED as error:
        raise Refused(_DAMAGE) from error


@contextmanager
def _strictly() -> Iterator[None]:
    """A truncated image is an error. WeasyPrint, once loaded, lets the whole process take them."""
    with _lenience:
        before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _flat(image: Image.Image) -> Image.Image:
    """RGB or grey, with white behind whatever is transparent."""
    if "transparency" in image.info or image.mode in ("RGBA", "LA", "PA"):
        front = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", front.size, "white"), front).convert("RGB")
    return image.convert("L" if image.mode in ("L", "1") else "RGB")


def _written(image: Image.Image, *, as_png: bool) -> Picture:
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    target = io.BytesIO()
    if as_png:
        clean.save(target, "PNG", optimize=False)
    else:
        clean.save(target, "JPEG", quality=90)
    return Picture(target.getvalue(), media.PNG if as_png else media.JPEG, *clean.size)


def _too_many() -> str:
    return f"图片像素过多（上限{settings.SDZX_IMAGE_PIXELS // 10_000}万像素），请缩小后再上传。"
