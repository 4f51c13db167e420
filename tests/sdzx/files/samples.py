"""Small files of every kind, made on the spot."""

import io
import zipfile

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

GPS, ORIENTATION, MODEL = 0x8825, 0x0112, 0x0110


def jpeg(width: int = 400, height: int = 300, *, orientation: int = 1) -> bytes:
    """Red on its left half, blue on its right; with a camera's name and a place in its EXIF."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width // 2, height))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MODEL] = orientation, "Camera of Zhang"
    exif.get_ifd(GPS)[1] = "N"
    target = io.BytesIO()
    image.save(target, "JPEG", exif=exif)
    return target.getvalue()


def image(format_: str, mode: str = "RGB", size: tuple[int, int] = (300, 300)) -> bytes:
    target = io.BytesIO()
    Image.new(mode, size).save(target, format_)
    return target.getvalue()


def pdf(change=lambda document: None, **options) -> bytes:
    """One empty page, and whatever `change` does to it."""
    with pikepdf.new() as document:
        document.add_blank_page()
        change(document)
        target = io.BytesIO()
        document.save(target, **options)
    return target.getvalue()


def package(**parts: bytes) -> bytes:
    """A ZIP; `__` in a name stands for a slash, `_dot_` for a dot."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), body)
    return target.getvalue()


def docx(**more: bytes) -> bytes:
    return package(word__document_dot_xml=b"<w:document/>", **more)


def upload(content: bytes, name: str = "文件.bin") -> SimpleUploadedFile:
    """As a browser sends it; the declared type is a lie on purpose."""
    return SimpleUploadedFile(name, content, content_type="application/x-lie")
