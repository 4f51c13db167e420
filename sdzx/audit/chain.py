"""How the hashes are made, and the verification that finds what was changed, removed or slipped in."""

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db import connection, transaction

from sdzx.audit.models import Entry, Seal

GENESIS = "0" * 64


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same as JSON will give back: dates as text, decimals as text."""
    loaded: dict[str, Any] = json.loads(json.dumps(dict(values), default=as_text, ensure_ascii=False))
    return loaded


def as_text(value: object) -> str:
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def digest(entry: Entry) -> str:
    """SHA-256 over the entry's content, sorted and without white space."""
    text = json.dumps(entry.content(), sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=as_text)
    return hashlib.sha256(text.encode()).hexdigest()


def faults(entries: Iterable[Entry]) -> Iterator[str]:
    """A sentence for each break. Entries come ordered by subject and sequence."""
    before: Entry | None = None
    for entry in entries:
        same = before is not None and (before.subject_type, before.subject_id) == (entry.subject_type, entry.subject_id)
        expected = (before.sequence + 1, before.digest) if same and before else (1, GENESIS)
        if (entry.sequence, entry.previous) != expected:
            yield f"{entry.subject_type}/{entry.subject_id} 第{entry.sequence}条与前一条不相连。"
        if digest(entry) != entry.digest:
            yield f"{entry.subject_type}/{entry.subject_id} 第{entry.sequence}条的内容被改动。"
        before = entry


def seal_faults() -> Iterator[str]:
    """A sentence for each seal that the entries no longer fit."""
    previous, start = GENESIS, 0
    for seal in Seal.objects.order_by("id"):
        count, value = running(previous, start, seal.last_entry)
        if seal.previous != previous or (count, value) != (seal.entries, seal.digest):
            yield f"第{seal.pk}号封签（截至第{seal.last_entry}条）与留痕不符：有记录被移除、插入或改动。"
        previous, start = seal.digest, seal.last_entry


def running(previous: str, start: int, end: int) -> tuple[int, str]:
    """How many entries lie in (start, end], and the hash over theirs that follows `previous`."""
    hashing, count = hashlib.sha256(previous.encode()), 0
    rows = Entry.objects.filter(id__gt=start, id__lte=end).order_by("id").values_list("digest", flat=True)
    for value in rows.iterator(chunk_size=5000):
        hashing.update(value.encode())
        count += 1
    return count, hashing.hexdigest()


@transaction.atomic
def seal() -> Seal | None:
    """Seal what was written since the last seal; None when nothing was. Waits until running acts have committed."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE audit_entry IN SHARE MODE")
    last = Seal.objects.order_by("-id").first()
    end = Entry.objects.order_by("-id").values_list("id", flat=True).first()
    start = last.last_entry if last else 0
    if end is None or end == start:
        return None
    previous = last.digest if last else GENESIS
    count, value = running(previous, start, end)
    return Seal.objects.create(last_entry=end, entries=count, previous=previous, digest=value)


def verify() -> list[str]:
    """Every break in every chain and seal; empty when the trace is whole."""
    ordered = Entry.objects.order_by("subject_type", "subject_id", "sequence")
    return [*faults(ordered.iterator(chunk_size=5000)), *seal_faults()]
