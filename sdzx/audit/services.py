"""Writing the trace. Called inside the transaction of the act that it describes, never after it."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db import connection, models

from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.audit import chain
from sdzx.audit.models import Entry
from sdzx.prepared import Call, Statement, carry_out
from sdzx.workflow import VERSION


def record(
    *,
    by: Actor,
    verb: str,
    label: str,
    subject: models.Model,
    ground: str = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    end: tuple[int, str] | None = None,
    together: Sequence[Call] = (),
) -> Entry:
    """Append an entry to the subject's chain. `before` and `after` are plain JSON values, numbers masked.

    `end` is the chain's, if the caller has locked it (`end_of_chain`); `together` statements, with their values,
    to be carried out before it in the same round trip.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("the trace belongs into the transaction of the act")
    subject_type = subject._meta.label_lower
    sequence, previous = end or end_of_chain(subject)
    entry = Entry(
        user=by.user,
        actor_name=by.name,
        role=by.role,
        role_label=by.role.label,
        center=center_of(subject) or by.center,
        verb=verb,
        label=label,
        subject_type=subject_type,
        subject_id=subject.pk,
        subject_name=str(subject)[:200],
        ground=ground.strip(),
        before=chain.plain(before or {}),
        after=chain.plain(after or {}),
        sequence=sequence + 1,
        previous=previous,
    )
    entry.digest = chain.digest(entry)
    _insert(entry, together)
    return entry


def _insert(entry: Entry, before: Sequence[Call]) -> None:
    """As `entry.save(force_insert=True)`, without writing and planning the same statement anew for every act of the house."""
    with connection.cursor() as cursor:
        values = [field.get_db_prep_save(getattr(entry, field.attname), connection) for field in _FIELDS]
        carry_out(cursor, *before, (_INSERT, values))
        entry.pk = cursor.fetchone()[0]
    entry._state.adding, entry._state.db = False, connection.alias


_FIELDS: list[Any] = [field for field in Entry._meta.concrete_fields if not field.primary_key]
_INSERT = Statement(
    f"INSERT INTO {Entry._meta.db_table} ({', '.join(field.column for field in _FIELDS)})"  # noqa: S608 - names of our own model; values are parameters
    f" VALUES ({', '.join(['%s'] * len(_FIELDS))}) RETURNING id"
)

# Statements of one round trip: each sees what was committed while the one before it waited for its lock.
LOCK = Statement("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))")
LAST = "SELECT sequence, digest FROM audit_entry WHERE subject_type = %s AND subject_id = %s ORDER BY sequence DESC LIMIT 1"
LAST_OF_CHAIN = Statement(LAST)


@cache
def lock_row(table: str) -> Statement:
    """Lock a row of the table until the transaction ends."""
    return Statement(f"SELECT FROM {table} WHERE id = %s FOR NO KEY UPDATE")


@cache
def last_if_as_seen(table: str) -> Statement:
    """The end of the chain about a row of the table; nothing when the row is in another version (`version_of`)."""
    return Statement(
        f"SELECT COALESCE(sequence, 0), COALESCE(digest, '{chain.GENESIS}') FROM {table}"  # noqa: S608 - names of our own models; values are parameters
        f" LEFT JOIN LATERAL ({LAST}) last ON true WHERE id = %s AND {VERSION.format(table=table)} = %s"
    )


def end_of_chain(subject: models.Model) -> tuple[int, str]:
    """Lock the subject's chain until the transaction ends; its length and last digest."""
    lock, (subject_type, pk) = _lock_of_chain(subject)
    return _asked(lock, (LAST_OF_CHAIN, (subject_type, pk))) or (0, chain.GENESIS)


def end_of_chain_as_seen(subject: models.Model, seen: str) -> tuple[int, str] | None:
    """The same, and the subject's row locked before; None when the row is no more in the version that was seen."""
    table = connection.ops.quote_name(subject._meta.db_table)
    lock, (subject_type, pk) = _lock_of_chain(subject)
    return _asked((lock_row(table), (pk,)), lock, (last_if_as_seen(table), (subject_type, pk, pk, seen)))


def _lock_of_chain(subject: models.Model) -> tuple[Call, tuple[str, int]]:
    subject_type, pk = subject._meta.label_lower, subject.pk
    return (LOCK, (f"trace/{subject_type}/{pk}",)), (subject_type, pk)


def _asked(*calls: Call) -> tuple[int, str] | None:
    with connection.cursor() as cursor:
        carry_out(cursor, *calls)
        found: tuple[int, str] | None = cursor.fetchone()
        return found


def last_entry(subject: models.Model) -> Entry | None:
    """The newest entry about the subject."""
    return entries_of(subject).order_by("-sequence").first()


def entries_of(subject: models.Model) -> models.QuerySet[Entry]:
    """The subject's chain, oldest first."""
    return Entry.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).order_by("sequence")


def center_of(subject: models.Model) -> Center | None:
    """The centre whose auditor reads about this subject: the record says it, directly or by `trace_center`."""
    found = getattr(subject, "trace_center", None) or getattr(subject, "center", None)
    return found if isinstance(found, Center) else None
