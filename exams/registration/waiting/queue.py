"""Passing places on: who waits is offered what becomes free, in the order of submission (3.2).

Whoever changes places locks the batch first, then its registrations in the order of their keys. `taken` counts the
registrations that hold a place, and the places that are `held` for a group at the front.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from exams.announcements.models import Announcement, AnnouncementItem
from exams.registration import places
from exams.registration.models import Registration
from exams.registration.people import tell
from exams.registration.waiting import rules, texting
from sdzx import clock, policy
from sdzx.accounts.actors import SYSTEM
from sdzx.notifications.kinds import NoticeKind
from sdzx.workflow import advance

Status = Registration.Status


def waiting_for(item_id: int) -> QuerySet[Registration]:
    """Who waits for a place of the batch, in their order."""
    return Registration.objects.filter(item_id=item_id, status=Status.WAITING).order_by("submitted_at", "pk")


def ahead_of(record: Registration) -> int:
    """How many wait before this one; those of its own group do not count."""
    first = record
    others = waiting_for(record.item_id)
    if record.group is not None:
        first = others.filter(group=record.group).first() or record
        others = others.exclude(group=record.group)
    earlier = Q(submitted_at__lt=first.submitted_at) | Q(submitted_at=first.submitted_at, pk__lt=first.pk)
    return others.filter(earlier).count()


def together_with(record: Registration) -> list[Registration]:
    """This one, or its group as far as it is in the same state; in the order of their keys."""
    if record.group is None:
        return [record]
    same = Registration.objects.filter(item_id=record.item_id, group=record.group, status=record.status)
    return list(same.select_related("item__announcement", "project", "center", "user", "unit").order_by("pk"))


def locked_batch(item_id: int) -> AnnouncementItem:
    """The batch, locked against everybody who takes, frees or passes on its places."""
    locked = AnnouncementItem.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("announcement__center", "project").get(pk=item_id)


@transaction.atomic
def pass_on(item_id: int, ground: str) -> int:
    """Offer what is free to who waits, and keep or free the rest; how many were offered a place."""
    item = locked_batch(item_id)
    free = item.places - item.taken + item.held
    if not free:
        return 0
    now = clock.now()
    over = now >= rules.ends_at(item, policy.of(item.announcement.center))
    found: list[rules.Waiter] = []
    keep = False
    if not over and item.announcement.status == Announcement.Status.PUBLISHED:
        found, keep = _chosen(item, free, closed=now >= item.registration_closes)
    members = list(_members(item, found))
    left = free - len(members)
    held = left if keep else 0
    AnnouncementItem.objects.filter(pk=item_id).update(taken=item.places - left + held, held=held)
    _offer(item, members, ground)
    return len(members)


def look_again(item_id: int) -> int:
    """After a commit: a place may have become free while somebody was joining the queue, neither seeing the other."""
    if not places.any_free(item_id):
        return 0
    return pass_on(item_id, "有空余名额") if waiting_for(item_id).exists() else 0


def follow_revision(item: AnnouncementItem) -> None:
    """After a revision: no offer outlasts the new end of the list, and new places are passed on."""
    ends = rules.ends_at(item, policy.of(item.announcement.center))
    offered = Registration.objects.filter(item=item, status=Status.OFFERED, offered_until__gt=ends)
    offered.update(offered_until=ends)
    pass_on(item.pk, "公告修订")


def _chosen(item: AnnouncementItem, free: int, *, closed: bool) -> tuple[list[rules.Waiter], bool]:
    queue = waiting_for(item.pk)
    groups = queue.exclude(group=None).order_by().values_list("group").annotate(Count("pk"))
    waiters = queue.values_list("pk", "group")
    return rules.chosen(waiters.iterator(chunk_size=200), dict(groups), free=free, closed=closed)


def _members(item: AnnouncementItem, found: Iterable[rules.Waiter]) -> QuerySet[Registration]:
    singles = [key for key, group in found if group is None]
    groups = [group for _, group in found if group is not None]
    members = waiting_for(item.pk).filter(Q(pk__in=singles) | Q(group__in=groups)).order_by("pk")
    return members.select_related("item__announcement", "project", "center", "user", "unit")


def _offer(item: AnnouncementItem, members: list[Registration], ground: str) -> None:
    until = rules.offer_until(item, clock.now(), policy.of(item.announcement.center))
    for record in members:
        record.holds_place, record.offered_until = True, until
        record.save(update_fields=["holds_place", "offered_until"])
        advance(record, "offer", by=SYSTEM, ground=ground, detail={"确认期限": until})
    tell_each(members, NoticeKind.REGISTRATION_OFFERED)
    if firsts := list({record.group or record.pk: record.pk for record in reversed(members)}.values()):
        transaction.on_commit(lambda: texting.send_soon(firsts), robust=True)


def tell_each(members: Iterable[Registration], kind: NoticeKind) -> None:
    """Tell everybody once, a group's unit once for all of it."""
    by_group: dict[UUID | int, list[Registration]] = {}
    for record in members:
        by_group.setdefault(record.group or record.pk, []).append(record)
    for group in by_group.values():
        tell(group[0], kind, persons=len(group))
