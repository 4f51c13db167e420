"""The photo beside what the public reads of a certificate: an address for a few minutes, sealed, of no use to other sites.

Only a page that stands behind the human check or the QR code makes such an address. It names neither the certificate nor
the file, so that nobody can walk through photos or keep a link to one.
"""

import io
import json
from functools import lru_cache
from typing import Final

from django.urls import reverse
from PIL import Image

from sdzx import clock
from sdzx.crypto import CryptoError, open_sealed, seal
from sdzx.files.models import StoredFile
from sdzx.files.services import ContentMissing, content

PURPOSE: Final = "lookup.photo"
SECONDS: Final = 300
SIZE: Final = (260, 364)  # pixels, at most: enough for a face on a page, too few for another document


def address(photo: int) -> str:
    """Where the photo with this key is shown from now on, for SECONDS."""
    until = int(clock.now().timestamp()) + SECONDS
    return f"{_base()}{seal(json.dumps([photo, until]), PURPOSE)}/"


@lru_cache(maxsize=1)
def _base() -> str:
    """What stands before the sealed part: looked up once, for every lookup shows an address."""
    return reverse("lookup:photo", args=["-"]).removesuffix("-/")


def picture(token: str) -> bytes | None:
    """The photo as a small JPEG; None when the address is not ours, is over, or the file is gone."""
    try:
        photo, until = json.loads(open_sealed(token, PURPOSE))
    except CryptoError:
        return None
    stored = StoredFile.objects.filter(pk=photo).first() if clock.now().timestamp() <= until else None
    try:
        return _small(content(stored)) if stored else None
    except ContentMissing:
        return None


def _small(body: bytes) -> bytes:
    with Image.open(io.BytesIO(body)) as image:
        image.thumbnail(SIZE)
        out = io.BytesIO()
        image.convert("RGB").save(out, "JPEG", quality=82)
    return out.getvalue()
