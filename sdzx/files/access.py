"""Who may read a stored file: slices register readers for the kinds of files that they own."""

from collections.abc import Callable

from sdzx.accounts.actors import Actor
from sdzx.files.models import DRAFT, StoredFile

Reader = Callable[[Actor, StoredFile], bool]
_readers: dict[str, list[Reader]] = {}
EVERY_KIND = "*"
_sensitive: set[str] = set()


def register_reader(kind: str, reader: Reader, *, sensitive: bool = False) -> None:
    """Register who may read files of a kind; any one reader that agrees is enough. Every download of a sensitive kind
    goes into the trace. Registering the same reader again changes nothing. A reader for EVERY_KIND is asked about all
    files but drafts (the archive's, for what lies in its cases)."""
    known = _readers.setdefault(kind, [])
    if reader not in known:
        known.append(reader)
    if sensitive:
        _sensitive.add(kind)


def may_read(actor: Actor, stored: StoredFile) -> bool:
    """Whether any registered reader lets this actor read it. A draft is read by who uploaded it."""
    if stored.kind == DRAFT:
        return actor.user is not None and stored.uploaded_by_id == actor.user.pk
    return any(reader(actor, stored) for kind in (stored.kind, EVERY_KIND) for reader in _readers.get(kind, ()))


def is_sensitive(stored: StoredFile) -> bool:
    """Whether reading it leaves a trace."""
    return stored.kind in _sensitive
