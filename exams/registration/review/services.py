"""Deciding at the workbench: one at a time, or many with time to undo (3.2)."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.db import transaction

from exams.registration.models import Registration
from exams.registration.review import claims, rules, tasks
from exams.registration.review.carrying import decided
from exams.registration.review.models import ReviewBatch, ReviewBatchLine, ReviewClaim
from sdzx import clock, policy
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.audit.services import record as trace
from sdzx.clauses import enforces
from sdzx.workflow import Blocker, Refused, advance, locked, refuse_on

Status = ReviewBatch.Status


@transaction.atomic
@enforces("3.2")
def decide(record: Registration, *, by: Actor, verb: str, phrases: Sequence[str] = (), note: str = "") -> Registration:
    """Accept, return (`send_back`) or reject, and give the claim up.

    Raises Refused when somebody else has it open, it waits in a batch, or the reason is missing.
    """
    ground = rules.ground_of(phrases, note)
    refuse_on([*in_the_way(record, by), *rules.groundless(verb, ground)])
    decided(record, by, verb, ground)
    ReviewClaim.objects.filter(registration=record).delete()
    return record


def in_the_way(record: Registration, by: Actor) -> list[Blocker]:
    """Somebody else has it open for review, or it waits in a batch: said on the registration's own page as at the workbench."""
    held = rules.held_by_other(claims.holder(record), by.user_required, clock.now())
    return [*held, *rules.waits_in_batch(_open_batch(record))]


@transaction.atomic
@enforces("3.2")
def step(record: Registration, *, by: Actor, verb: str, note: str = "", ground: str = "") -> Registration:
    """The same step as `decide`, taken on the registration's own page. Raises Refused as that."""
    return decide(record, by=by, verb=verb, note=ground or note)


@dataclass(frozen=True, slots=True)
class Planned:
    """A batch, and why some of what was chosen is not in it."""

    batch: ReviewBatch
    passed_over: tuple[str, ...]


@transaction.atomic
def plan(chosen: Sequence[uuid.UUID], *, by: Actor, verb: str, phrases: Sequence[str] = (), note: str = "") -> Planned:
    """Decide many alike. It takes effect after the centre's undo time; nobody is told before.

    What somebody else has open, or what waits in another batch, is passed over. Raises Refused without a reason to
    return, with none or too many chosen, and when none of them can be decided.
    """
    require(by, f"registration.{verb}")
    ground = rules.ground_of(phrases, note)
    refuse_on([*rules.too_many(len(set(chosen))), *rules.groundless(verb, ground)])
    assert by.center is not None
    assert by.membership_id is not None
    taken, passed_over = _sorted_out(chosen, by)
    if not taken:
        raise Refused("；".join(passed_over) or "所选的报名已由他人办理，请刷新页面。")
    now = clock.now()
    batch = ReviewBatch.objects.create(
        center=by.center, user=by.user_required, membership_id=by.membership_id, verb=ReviewBatch.Verb(verb), ground=ground,
        takes_effect_at=now + datetime.timedelta(seconds=policy.of(by.center).review_undo_seconds),
    )  # fmt: skip
    ReviewBatchLine.objects.bulk_create(ReviewBatchLine(batch=batch, registration=each) for each in taken)
    ReviewClaim.objects.filter(registration__in=taken).delete()
    detail = {"审核结果": batch.get_verb_display(), "件数": len(taken)}
    trace(by=by, verb="review_batch.plan", label="成批审核", subject=batch, ground=ground, after=detail)
    transaction.on_commit(partial(_queue, batch))
    return Planned(batch, tuple(passed_over))


@transaction.atomic
def undo(batch: ReviewBatch, *, by: Actor) -> ReviewBatch:
    """Take the whole batch back before it takes effect. Raises Refused when it has."""
    locked(batch)
    if batch.status == Status.PENDING:
        refuse_on(rules.past_undoing(batch, clock.now()))
    advance(batch, "undo", by=by)
    batch.lines.update(open=False)
    return batch


def _sorted_out(chosen: Sequence[uuid.UUID], by: Actor) -> tuple[list[Registration], list[str]]:
    """Those that can be decided now, locked, and why the others cannot. Strangers' and unknown ones are passed over."""
    now, found, passed_over = clock.now(), [], []
    submitted = Registration.objects.visible_to(by).filter(uid__in=set(chosen), status=Registration.Status.SUBMITTED)
    for record in submitted.select_for_update(of=("self",), no_key=True).order_by("pk"):
        found.append(record)
    held = {
        each.registration_id: each for each in ReviewClaim.objects.filter(registration__in=found).select_related("user")
    }
    planned = {
        each.registration_id: each.batch
        for each in ReviewBatchLine.objects.filter(registration__in=found, open=True).select_related("batch")
    }
    taken = []
    for record in found:
        blockers = [
            *rules.held_by_other(held.get(record.pk), by.user_required, now),
            *rules.waits_in_batch(planned.get(record.pk)),
        ]
        if blockers:
            passed_over.append(f"{record.name}：{'；'.join(map(str, blockers))}")
        else:
            taken.append(record)
    return taken, passed_over


def _open_batch(record: Registration) -> ReviewBatch | None:
    return ReviewBatch.objects.filter(lines__registration=record, lines__open=True).first()


def _queue(batch: ReviewBatch) -> None:
    """Ask the worker to carry it out in time; when the queue is away, the schedule does it within a minute."""
    try:
        tasks.carry_out_batch.apply_async((batch.pk,), eta=batch.takes_effect_at)
    except tasks.carry_out_batch.OperationalError:
        return
