"""Pages of a PDF as pictures, for previews and for backgrounds that come as PDF."""

import io
import threading

import pypdfium2
from PIL import Image

_one_at_a_time = threading.Lock()  # PDFium is not safe for threads


def pages(content: bytes) -> int:
    """How many pages a PDF has."""
    with _one_at_a_time, pypdfium2.PdfDocument(content) as document:
        return len(document)


def size_mm(content: bytes) -> tuple[float, float]:
    """Width and height of the first page in millimetres."""
    with _one_at_a_time, pypdfium2.PdfDocument(content) as document:
        width, height = document[0].get_size()
    return width * 25.4 / 72, height * 25.4 / 72


def png(content: bytes, *, dpi: float) -> bytes:
    """The first page as a PNG on white, at so many dots an inch."""
    with _one_at_a_time, pypdfium2.PdfDocument(content) as document:
        image: Image.Image = document[0].render(scale=dpi / 72).to_pil().convert("RGB")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
