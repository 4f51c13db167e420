"""Many entries at once, for acts over hundreds of records (imports, batches): a handful of queries, whatever the number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, models

from sdzx.accounts.actors import Actor
from sdzx.audit import chain
from sdzx.audit.models import Entry
from sdzx.audit.services import center_of


@dataclass(frozen=True, slots=True)
class Act:
    """What happened to one subject."""

    subject: models.Model
    label: str
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)


def record_many(acts: Sequence[Act], *, by: Actor, verb: str, ground: str = "") -> list[Entry]:
    """Append one entry to the chain of each subject, each subject once.

    Subjects that existed before must be locked by the caller (`select_for_update`): thousands of single locks of the
    trace's own would not fit the server. Should somebody write to the same chain nevertheless, the chain's constraint
    stops the transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("the trace belongs into the transaction of the act")
    known = _last_entries(acts)
    made = []
    for act in acts:
        last = known.get((act.subject._meta.label_lower, act.subject.pk))
        entry = Entry(
            user=by.user,
            actor_name=by.name,
            role=by.role,
            role_label=by.role.label,
            center=center_of(act.subject) or by.center,
            verb=verb,
            label=act.label,
            subject_type=act.subject._meta.label_lower,
            subject_id=act.subject.pk,
            subject_name=str(act.subject)[:200],
            ground=ground.strip(),
            before=chain.plain(act.before),
            after=chain.plain(act.after),
            sequence=last.sequence + 1 if last else 1,
            previous=last.digest if last else chain.GENESIS,
        )
        entry.digest = chain.digest(entry)
        made.append(entry)
    return Entry.objects.bulk_create(made, batch_size=1000)


def _last_entries(acts: Sequence[Act]) -> dict[tuple[str, int], Entry]:
    """The newest entry of each subject; one query for each kind of subject."""
    by_type: dict[str, list[int]] = {}
    for act in acts:
        by_type.setdefault(act.subject._meta.label_lower, []).append(act.subject.pk)
    return {
        (name, entry.subject_id): entry
        for name, ids in by_type.items()
        for entry in Entry.objects.filter(subject_type=name, subject_id__in=ids)
        .order_by("subject_id", "-sequence")
        .distinct("subject_id")
    }
