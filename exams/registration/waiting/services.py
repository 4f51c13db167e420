"""Answering an offer, letting offers and waiting lists run out (3.2). A group answers as one."""

from django.db import transaction
from django.db.models import F, Q

from exams.registration import places
from exams.registration.models import Registration
from exams.registration.waiting import queue, rules
from sdzx import clock, policy
from sdzx.accounts.actors import SYSTEM, Actor
from sdzx.clauses import enforces
from sdzx.notifications.kinds import NoticeKind
from sdzx.workflow import advance, locked, refuse_on, refuse_unless_open

Status = Registration.Status


@transaction.atomic
@enforces("3.2")
def take_offer(record: Registration, *, by: Actor) -> list[Registration]:
    """Take the place that was offered; a group's offer is taken for all of it. Those who are submitted now.

    Raises Refused when the offer has run out, whether or not the schedule has noticed yet.
    """
    members = _locked(record)
    refuse_unless_open(record, "take_offer", by=by)
    refuse_on(rules.unanswerable(record, moment=clock.now()))
    for each in members:
        advance(each, "take_offer", by=by)
    record.refresh_from_db()
    return members


@transaction.atomic
def decline_offer(record: Registration, *, by: Actor) -> list[Registration]:
    """Give the place, or the group's places, to who waits next; the registration ends."""
    members = _locked(record)
    for each in members:
        advance(each, "decline_offer", by=by)
        _leave(each)
    record.refresh_from_db()
    queue.pass_on(record.item_id, f"{record.number}放弃递补")
    return members


@transaction.atomic
def turn(item_id: int) -> int:
    """What time demands of a batch's waiting list: offers lapse, the list ends, what is free is passed on.

    How many registrations changed. Run twice it does nothing twice.
    """
    item = queue.locked_batch(item_id)
    now = clock.now()
    over = now >= rules.ends_at(item, policy.of(item.announcement.center))
    live = Registration.objects.filter(item=item).select_related(
        "item__announcement", "project", "center", "user", "unit"
    )
    unanswered = list(live.filter(status=Status.OFFERED, offered_until__lte=now).order_by("pk"))
    last = list(live.filter(status=Status.WAITING).order_by("pk")) if over else []
    for record in unanswered:
        advance(record, "lapse", by=SYSTEM, ground="逾期未确认递补")
        _leave(record)
    for record in last:
        advance(record, "lapse", by=SYSTEM, ground="考核临近，候补结束")
    queue.tell_each([*unanswered, *last], NoticeKind.REGISTRATION_LAPSED)
    return len(unanswered) + len(last) + queue.pass_on(item_id, "有空余名额")


def due() -> list[int]:
    """The batches whose waiting list has something to do now."""
    now = clock.now()
    waiting = Registration.objects.filter(status=Status.WAITING)
    overdue = Registration.objects.filter(status=Status.OFFERED, offered_until__lte=now)
    found = set(overdue.values_list("item_id", flat=True))
    free = Q(item__taken__lt=F("item__places")) | Q(item__held__gt=0, item__registration_closes__lte=now)
    found |= set(waiting.filter(free).order_by().values_list("item_id", flat=True).distinct())
    rows = waiting.exclude(item_id__in=found).select_related("item__announcement__center").order_by("item_id")
    for record in rows.distinct("item_id"):
        if now >= rules.ends_at(record.item, policy.of(record.item.announcement.center)):
            found.add(record.item_id)
    return sorted(found)


def _locked(record: Registration) -> list[Registration]:
    """The batch, then the registration with those of its group that have the same offer."""
    record.refresh_from_db()
    queue.locked_batch(record.item_id)
    locked(record)
    return queue.together_with(record)


def _leave(record: Registration) -> None:
    record.holds_place = False
    record.save(update_fields=["holds_place"])
    places.give_back(record.item_id)
