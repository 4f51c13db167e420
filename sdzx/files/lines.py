"""Stored files as record pages list them."""

from django.urls import reverse

from sdzx.files.media import PDF
from sdzx.files.models import StoredFile
from sdzx.ui.parts import FileLine


def file_line(stored: StoredFile, kind: str, note: str = "") -> FileLine:
    """A line with its link, which shows a PDF in the browser, and a small picture of an image; `kind` is what people
    call the file."""
    if stored.erased_at:
        return FileLine(stored.name, "", kind, stored.size, note or "内容已按规定销毁")
    url = reverse("files:download", args=[stored.uid])
    shown = f"{url}?inline=1"
    return FileLine(
        stored.name,
        shown if stored.media_type == PDF else url,
        kind,
        stored.size,
        note,
        shown if stored.is_image else "",
    )
