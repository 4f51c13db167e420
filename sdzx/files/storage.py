"""The disk: content under MEDIA_ROOT by its digest, written once and whole, readable by the portal alone."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings


def spool(chunks: Iterable[bytes]) -> tuple[Path, str, int]:
    """Write chunks to a private temporary file beside the store; its path, SHA-256 and size."""
    folder = Path(settings.MEDIA_ROOT) / "incoming"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    hashing, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(dir=folder)
    with os.fdopen(handle, "wb") as target:
        for chunk in chunks:
            hashing.update(chunk)
            size += len(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    return Path(name), hashing.hexdigest(), size


def settle(spooled: Path, path: Path) -> None:
    """Move a spooled file to its place in one step; when the content is there already, only drop the spooled copy."""
    if path.exists() and path.stat().st_size == spooled.stat().st_size:
        spooled.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    spooled.replace(path)


def digest_of(path: Path) -> str:
    """SHA-256 of a file. Raises FileNotFoundError."""
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
