"""Batches of the review workbench, claims and saved searches, written straight to the tables."""

import datetime

from exams.registration.models import Registration
from exams.registration.review.models import ReviewBatch, ReviewBatchLine, ReviewClaim, SavedSearch
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from tests.factories import people, registration


def batch(*records: Registration, by: Actor | None = None, **values: object) -> ReviewBatch:
    """A batch that accepts these (one is made without any), to take effect in a minute."""
    clerk = by or people.actor(Role.CLERK)
    made = ReviewBatch.objects.create(
        **{
            "center": clerk.center, "user": clerk.user, "membership_id": clerk.membership_id, "verb": "accept",
            "takes_effect_at": clock.now() + datetime.timedelta(minutes=1), **values,
        }
    )  # fmt: skip
    ReviewBatchLine.objects.bulk_create(
        ReviewBatchLine(batch=made, registration=each) for each in records or [registration.submitted()]
    )
    return made


def claim(record: Registration, by: Actor, *, minutes: int = 10) -> ReviewClaim:
    """Somebody has it open; with negative minutes their time was over so long ago."""
    now = clock.now()
    since = min(now, now + datetime.timedelta(minutes=minutes - 10))
    return ReviewClaim.objects.create(
        registration=record, user=by.user, since=since, until=now + datetime.timedelta(minutes=minutes)
    )


def search(by: Actor | None = None, **values: object) -> SavedSearch:
    """Filters that a clerk shares."""
    clerk = by or people.actor(Role.CLERK)
    return SavedSearch.objects.create(
        **{
            "center": clerk.center,
            "user": clerk.user,
            "name": "没有材料的",
            "query": "evidence=missing",
            "shared": True,
            **values,
        }
    )
