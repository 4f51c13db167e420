"""How long an offer stands, when a waiting list ends, who may answer (3.2). Pure; every unmet condition at once."""

import datetime
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils import timezone

from exams.announcements.models import Announcement, AnnouncementItem
from exams.announcements.usable import unregistrable
from exams.registration.models import Registration
from sdzx.clauses import enforces
from sdzx.policy import Policy
from sdzx.ui import words
from sdzx.workflow import Blocker

Waiter = tuple[int, UUID | None]
"""A registration's key and the group it goes with, if any."""


def ends_at(item: AnnouncementItem, numbers: Policy) -> datetime.datetime:
    """When the waiting list of a batch ends: midnight before so many days ahead of the first day of examination."""
    day = item.exam_from - datetime.timedelta(days=numbers.offer_lead_days)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


def offer_until(item: AnnouncementItem, moment: datetime.datetime, numbers: Policy) -> datetime.datetime:
    """An offer made at that moment stands so long: its hours, but never beyond the end of the list."""
    return min(moment + datetime.timedelta(hours=numbers.offer_hours), ends_at(item, numbers))


def chosen(queue: Iterable[Waiter], sizes: Mapping[UUID, int], *, free: int, closed: bool) -> tuple[list[Waiter], bool]:
    """Who is offered the free places, in the order of the queue; and whether the rest is kept for a group.

    A group is offered all its places or none. While registration is open nobody passes a group that has come to the
    front: what is free is kept until there is enough for it. Once registration has closed, who fits passes, so that no
    place is left empty; the group keeps its rank.
    """
    found: list[Waiter] = []
    seen: set[UUID] = set()
    for key, group in queue:
        if not free:
            break
        if group in seen:
            continue
        size = 1
        if group is not None:
            seen.add(group)
            size = sizes[group]
        if size <= free:
            found.append((key, group))
            free -= size
        elif not closed:
            return found, True
    return found, False


@enforces("3.2")
def unanswerable(record: Registration, *, moment: datetime.datetime) -> list[Blocker]:
    """Everything that keeps an offer from being taken."""
    found = []
    if record.offered_until is not None and moment >= record.offered_until:
        found.append(Blocker(f"递补确认期限已于{words.moment(record.offered_until)}届满，名额已让给后面的人。", "3.2"))
    if record.item.announcement.status != Announcement.Status.PUBLISHED:
        found.append(Blocker("这个批次的公告已被修订，请刷新页面后重试。", "3.2"))
    return [*found, *unregistrable(record.item, record.project)]


@enforces("3.2")
def too_many(*, wanted: int, places: int) -> list[Blocker]:
    """A group larger than the whole batch would wait for ever."""
    if wanted <= places:
        return []
    sentence = (
        f"名单有{wanted}人，超过本批次的全部{places}个名额，整组候补不会轮到。请分成几份名单，或选择其余转入候补。"
    )
    return [Blocker(sentence, "3.2", field="places")]
