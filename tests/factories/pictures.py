"""Small pictures made on the spot."""

import io
from functools import lru_cache

from PIL import Image, ImageDraw


@lru_cache(maxsize=8)
def portrait(width: int = 295, height: int = 413) -> bytes:
    """A JPEG that looks enough like an identity photo."""
    picture = Image.new("RGB", (width, height), "#ffffff")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((width * 0.29, height * 0.17, width * 0.71, height * 0.55), fill="#c9b8a8")
    draw.ellipse((width * 0.07, height * 0.64, width * 0.93, height * 1.4), fill="#4a5a6a")
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=85)
    return file.getvalue()
