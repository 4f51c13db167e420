"""Hundreds of registrations at once: numbered, submitted, traced, with a handful of queries (3.2)."""

from collections.abc import Sequence

from django.db import connection

from exams.registration import places
from exams.registration.models import Registration
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.audit.bulk import Act, record_many
from sdzx.serials.services import take

Status = Registration.Status
BATCH = 500


def numbers(center: Center, count: int = 1) -> list[str]:
    """The next registration numbers of a centre. The counter stays locked until the transaction ends."""
    year = clock.today().year
    return [f"BM{center.code}-{year}-{each:06d}" for each in take(f"registration/{center.code}/{year}", count)]


def submit_many(records: Sequence[Registration], *, by: Actor, holding: int, ground: str = "") -> list[Registration]:
    """Create checked registrations of one batch as submitted: the first `holding` take places, the others wait.

    The caller has locked the batch and found that so many places are free. Raises IntegrityError when somebody among
    them has been registered meanwhile, and RuntimeError when the places are not there after all.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("registrations, places and trace belong into one transaction")
    if holding and not places.take(records[0].item_id, holding):
        raise RuntimeError(f"{holding} places were promised and are not there")
    now = clock.now()
    for place, (record, number) in enumerate(zip(records, numbers(records[0].center, len(records)), strict=True)):
        record.number, record.submitted_at, record.status_at = number, now, now
        record.holds_place = place < holding
        record.status = Status.SUBMITTED if record.holds_place else Status.WAITING
    made = Registration.objects.bulk_create(records, batch_size=BATCH)
    for verb, label, group in (("submit", "提交报名", made[:holding]), ("wait", "转入候补", made[holding:])):
        acts = [
            Act(record, label, {"status": Status.DRAFT}, {"status": record.status, "报名号": record.number})
            for record in group
        ]
        if acts:
            record_many(acts, by=by, verb=f"registration.{verb}", ground=ground)
    return made
