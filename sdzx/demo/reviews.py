"""Batches of the review workbench: one undone, one in effect (3.2)."""

import datetime
import uuid

from exams.announcements.models import AnnouncementItem
from exams.registration.models import Registration
from exams.registration.review import carrying, searches, services
from exams.registration.review.models import ReviewBatch
from sdzx import clock, policy
from sdzx.accounts.roles import Role
from sdzx.demo.city import City
from sdzx.demo.days import on


def every_state(city: City, item: AnnouncementItem) -> None:
    """Two registrations accepted in a batch, after a first one was undone; a search that the clerks share."""
    clerk = city.acts(Role.CLERK)
    submitted = Registration.objects.filter(item=item, status=Registration.Status.SUBMITTED).order_by("-pk")
    chosen = list(submitted.values_list("uid", flat=True)[:2])
    with on(-4, 9):
        services.undo(_planned(chosen, city), by=clerk)
        searches.save_search(by=clerk, name="没有证明材料的", query="evidence=missing", shared=True)
    with on(-4, 10):
        batch = _planned(chosen, city)
        undo_time = policy.of(city.center).review_undo_seconds
        with clock.at(clock.now() + datetime.timedelta(seconds=undo_time)):
            carrying.carry_out(batch.pk)


def _planned(chosen: list[uuid.UUID], city: City) -> ReviewBatch:
    return services.plan(chosen, by=city.acts(Role.CLERK), verb="accept").batch
