"""Who has which registration open: two clerks never get the same one (3.2).

A claim is taken by one guarded UPDATE or by an INSERT that a unique constraint guards; picking skips rows that somebody
is just picking, so that clerks do not wait for each other.
"""

import datetime
import uuid

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from exams.registration.models import Registration
from exams.registration.review.models import ReviewBatchLine, ReviewClaim
from sdzx import clock, policy
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import User

GRANT = "registration.accept"


def queue(actor: Actor) -> QuerySet[Registration]:
    """What waits for review and is in no batch, oldest submission first."""
    planned = ReviewBatchLine.objects.filter(registration=OuterRef("pk"), open=True)
    waiting = Registration.objects.visible_to(actor).filter(status=Registration.Status.SUBMITTED)
    return waiting.filter(~Exists(planned)).order_by("submitted_at", "pk")


def untaken(records: QuerySet[Registration], user: User, moment: datetime.datetime) -> QuerySet[Registration]:
    """Those that nobody else has open."""
    others = ReviewClaim.objects.filter(registration=OuterRef("pk"), until__gt=moment).exclude(user=user)
    return records.filter(~Exists(others))


@transaction.atomic
def take_next(records: QuerySet[Registration], *, by: Actor, after: Registration | None = None) -> ReviewClaim | None:
    """Claim the first of `records` (a part of the queue) that nobody has; the first after `after`, then from the start.

    None when there is none left. Raises Refused for those who may not review.
    """
    require(by, GRANT)
    user, now = by.user_required, clock.now()
    free = untaken(records, user, now)
    parts = [free]
    if after is not None and after.submitted_at is not None:
        rest = Q(submitted_at__gt=after.submitted_at) | Q(submitted_at=after.submitted_at, pk__gt=after.pk)
        parts = [free.filter(rest), free.exclude(pk=after.pk)]
    for part in parts:
        tried: list[int] = []
        while (record := picked(part.exclude(pk__in=tried))) is not None:
            if (claim := seize(record, user, now)) is not None:
                return claim
            tried.append(record.pk)
    return None


@transaction.atomic
def take(record: Registration, *, by: Actor) -> ReviewClaim | None:
    """Claim this one; None when somebody else has it. Taking again what one has renews it under a new key."""
    require(by, GRANT, record)
    return seize(record, by.user_required, clock.now())


def picked(records: QuerySet[Registration]) -> Registration | None:
    """The first that nobody is just picking, locked."""
    return records.select_for_update(of=("self",), skip_locked=True, no_key=True).first()


def seize(record: Registration, user: User, moment: datetime.datetime) -> ReviewClaim | None:
    """The claim, or None when somebody else holds it."""
    until = moment + datetime.timedelta(minutes=policy.of(record.center).review_claim_minutes)
    values = {"until": until, "key": uuid.uuid4()}
    held = ReviewClaim.objects.filter(registration=record)
    if not held.filter(user=user, until__gt=moment).update(**values) and not held.filter(overdue(moment)).update(
        user=user, since=moment, **values
    ):
        try:
            with transaction.atomic():
                ReviewClaim.objects.create(registration=record, user=user, since=moment, **values)
        except IntegrityError:
            return None
    return held.select_related("registration").get(user=user)


def overdue(moment: datetime.datetime) -> Q:
    """The guard: a claim passes to somebody else only when its time is over."""
    return Q(until__lte=moment)


def renew(key: uuid.UUID, *, by: Actor) -> bool:
    """The page is still open; False when the claim is lost."""
    now = clock.now()
    claim = (
        ReviewClaim.objects.select_related("registration__center").filter(key=key, user=by.user, until__gt=now).first()
    )
    if claim is None:
        return False
    until = now + datetime.timedelta(minutes=policy.of(claim.registration.center).review_claim_minutes)
    return ReviewClaim.objects.filter(pk=claim.pk, key=key, until__gt=now).update(until=until) == 1


def release(key: uuid.UUID, *, by: Actor) -> bool:
    """The page was left; whether there was a claim to give up."""
    return ReviewClaim.objects.filter(key=key, user=by.user).delete()[0] == 1


def holder(record: Registration) -> ReviewClaim | None:
    """The live claim on a registration."""
    live = ReviewClaim.objects.filter(registration=record, until__gt=clock.now())
    return live.select_related("user").first()
