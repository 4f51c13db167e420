"""Evidence passes from one record to the next as a copy: what a site is shown never leads back to where it came from."""

from collections.abc import Iterable
from pathlib import Path

from sdzx.accounts.actors import Actor
from sdzx.files import services as files
from sdzx.files.models import DRAFT, StoredFile


def kept(found: Iterable[StoredFile], *, kind: str, by: Actor) -> list[StoredFile]:
    """Drafts of a form become files of that kind; a file of another record is copied, under a name that tells nothing."""
    held = []
    for position, each in enumerate(found, 1):
        if each.kind == DRAFT:
            held.append(files.adopt(each, kind=kind, by=by))
        else:
            name = f"证据{position}{Path(each.name).suffix}"
            held.append(files.store(files.content(each), name=name, kind=kind, by=by, media_type=each.media_type))
    return held
