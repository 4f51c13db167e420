"""What a file really is: by its first bytes, never by its name."""

import io
import zipfile
from typing import Final

import magic

JPEG, PNG, WEBP, BMP = "image/jpeg", "image/png", "image/webp", "image/bmp"
PDF: Final = "application/pdf"
SVG: Final = "image/svg+xml"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV, TEXT = "text/csv", "text/plain"
MP4, QUICKTIME, WEBM, MATROSKA, AVI = (
    "video/mp4",
    "video/quicktime",
    "video/webm",
    "video/x-matroska",
    "video/x-msvideo",
)
HEIC, HEIF = "image/heic", "image/heif"  # what telephones write; read here, and kept as JPEG
IMAGES: Final = frozenset({JPEG, PNG, WEBP, BMP})
PICTURES: Final = IMAGES | {HEIC, HEIF}
VIDEOS: Final = frozenset({MP4, QUICKTIME, WEBM, MATROSKA, AVI})
ZIP: Final = "application/zip"
STREAMED: Final = VIDEOS | {ZIP}  # too large to be held in memory
SUFFIXES: Final = {
    JPEG: ".jpg", PNG: ".png", WEBP: ".webp", BMP: ".bmp", HEIC: ".heic", HEIF: ".heif", PDF: ".pdf", DOCX: ".docx", XLSX: ".xlsx",
    MP4: ".mp4", QUICKTIME: ".mov", WEBM: ".webm", MATROSKA: ".mkv", AVI: ".avi",
    ZIP: ".zip", CSV: ".csv", TEXT: ".txt", SVG: ".svg",
}  # fmt: skip
HEAD: Final = 8192  # bytes that are enough to tell a type
_ALIASES = {"image/x-ms-bmp": BMP, "video/avi": AVI, "video/x-m4v": MP4, "video/3gpp": MP4}
_MARKS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}


def sniff(content: bytes) -> str:
    """The media type of the whole content, or of its head for anything but ZIP containers."""
    if content.startswith(b"PK\x03\x04"):
        return _container(content)
    found = str(magic.from_buffer(content[:HEAD], mime=True))
    return _ALIASES.get(found, found)


def _container(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return "application/zip"
    return next((media_type for mark, media_type in _MARKS.items() if mark in names), "application/zip")
