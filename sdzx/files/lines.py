"""Stored files as record pages list them."""

from django.urls import reverse

from sdzx.files.media import PDF
from sdzx.files.models import StoredFile
from sdzx.ui.parts import FileLine


def file_line(stored: StoredFile, kind: str, note: str = "") -> FileLine:
    """A line with the download, and a preview where the browser can show it; `kind` is what people call the file."""
    if stored.erased_at:
        return FileLine(stored.name, "", kind, stored.size, note or "内容已按规定销毁")
    url = reverse("files:download", args=[stored.uid])
    preview = f"{url}?inline=1" if stored.is_image or stored.media_type == PDF else ""
    return FileLine(stored.name, url, kind, stored.size, note, preview)
