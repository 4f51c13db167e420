"""What becomes free goes to who waits; groups whole; nothing is lost, nothing given twice."""

import datetime
import threading
import uuid

import pytest
from django.db import connection

from exams.announcements.models import AnnouncementItem
from exams.registration import services as registrations
from exams.registration.models import Registration
from exams.registration.waiting import queue
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.home import invariants
from sdzx.notifications.models import Notice
from tests.factories import people
from tests.factories import registration as made

pytestmark = pytest.mark.django_db
Status = Registration.Status
HOUR = datetime.timedelta(hours=1)


def waiter(item, minute, **values):
    """Somebody who has waited since that minute; an hour ago at the earliest."""
    return made.registration(
        Status.WAITING, item, submitted_at=clock.now() - HOUR + datetime.timedelta(minutes=minute), **values
    )


def group(item, minute, size):
    unit, token = people.organization(item.announcement.center), uuid.uuid4()
    moment = clock.now() - HOUR + datetime.timedelta(minutes=minute)
    return [made.registration(Status.WAITING, item, unit=unit, group=token, submitted_at=moment) for _ in range(size)]


def leave(record):
    registrations.reject(record, by=people.actor(Role.CLERK), ground="不符合报名条件")


def states(*records):
    return [Registration.objects.get(pk=each.pk).status for each in records]


def counts(item):
    return AnnouncementItem.objects.values_list("taken", "held").get(pk=item.pk)


def sound():
    return [*invariants.places_taken(), *invariants.places_by_state()]


def full(places, **values):
    item = made.item(places=places, **values)
    return item, [made.submitted(item) for _ in range(places)]


def test_the_first_is_offered_and_told():
    item, (leaver, _) = full(2)
    second, first = waiter(item, 2), waiter(item, 1)
    leave(leaver)
    first.refresh_from_db()
    assert (first.status, first.holds_place, states(second), counts(item)) == (
        Status.OFFERED,
        True,
        ["waiting"],
        (2, 0),
    )
    assert first.offered_until - clock.now() > 47 * HOUR
    last = entries_of(first).last()
    assert (last.verb, last.ground) == ("registration.offer", f"{leaver.number}让出名额")
    assert Notice.objects.get(recipient=first.user).title.startswith("可以递补，请于")
    assert sound() == []


def test_rank_is_that_of_the_queue():
    item, _ = full(1)
    single, members, last = waiter(item, 1), group(item, 2, 3), waiter(item, 3)
    assert [queue.ahead_of(each) for each in (single, *members, last)] == [0, 1, 1, 1, 4]


def test_group_at_the_front_keeps_what_is_free_until_there_is_enough():
    item, (first, second, _) = full(3)
    members, single = group(item, 1, 2), waiter(item, 2)
    leave(first)
    assert (states(*members, single), counts(item)) == (["waiting"] * 3, (3, 1))
    assert sound() == []
    leave(second)
    assert (states(*members, single), counts(item)) == (["offered", "offered", "waiting"], (3, 0))
    assert sound() == []


def test_nobody_new_takes_what_is_kept():
    item, (first, _) = full(2)
    group(item, 1, 2)
    leave(first)
    newcomer = made.draft(item)
    registrations.submit(newcomer, by=people.actor(Role.APPLICANT, person=newcomer.user))
    assert (newcomer.status, counts(item)) == (Status.WAITING, (2, 1))


def test_after_closing_who_fits_passes_and_the_group_keeps_its_rank():
    item, (first, second, third) = full(3)
    members, single = group(item, 1, 2), waiter(item, 2)
    AnnouncementItem.objects.filter(pk=item.pk).update(registration_closes=clock.now() - HOUR / 60)
    leave(first)
    assert (states(*members, single), counts(item)) == (["waiting", "waiting", "offered"], (3, 0))
    leave(second)
    assert (states(*members), counts(item)) == (["waiting"] * 2, (2, 0))
    leave(third)
    assert (states(*members), counts(item)) == (["offered"] * 2, (3, 0))
    assert sound() == []


def test_one_who_leaves_a_group_makes_it_smaller():
    item, (first, _) = full(2)
    members = group(item, 1, 2)
    leave(first)
    by = people.actor(Role.REGISTRAR, organisation=members[0].unit)
    registrations.withdraw(members[0], by=by)
    assert (states(*members), counts(item)) == (["withdrawn", "offered"], (2, 0))
    assert sound() == []


def test_group_is_told_once():
    item, (first, second) = full(2)
    unit = people.actor(Role.REGISTRAR)
    token = uuid.uuid4()
    for _ in range(2):
        made.registration(Status.WAITING, item, unit=unit.organization, group=token)
    leave(first)
    leave(second)
    notice = Notice.objects.get(recipient=unit.user)
    assert "一组2人保留2个名额" in notice.body


def test_nobody_is_offered_a_place_when_the_examination_is_near():
    item, (first,) = full(1)
    single = waiter(item, 1)
    AnnouncementItem.objects.filter(pk=item.pk).update(exam_from=clock.today() + datetime.timedelta(days=3))
    leave(first)
    assert (states(single), counts(item)) == (["waiting"], (0, 0))


def test_draft_frees_nothing_and_single_waiter_leaves_quietly():
    item, _ = full(1)
    single = waiter(item, 1)
    registrations.withdraw(single, by=people.actor(Role.APPLICANT, person=single.user))
    assert (states(single), counts(item)) == (["withdrawn"], (1, 0))


def test_look_again_finds_what_two_transactions_did_not_see_of_each_other():
    item, (leaver,) = full(1)
    leave(leaver)
    assert queue.look_again(item.pk) == 0
    single = waiter(item, 1)
    assert (queue.look_again(item.pk), states(single), queue.look_again(item.pk)) == (1, ["offered"], 0)


def test_loser_looks_again_after_its_commit(django_capture_on_commit_callbacks, monkeypatch):
    """The place is given back between the loser's claim and its commit: nobody but the loser can see it."""
    item, (leaver,) = full(1)
    record = made.draft(item)
    take = registrations.places.take

    def left_meanwhile(item_id):
        found = take(item_id)
        leave(leaver)
        return found

    monkeypatch.setattr(registrations.places, "take", left_meanwhile)
    with django_capture_on_commit_callbacks(execute=True):
        registrations.submit(record, by=people.actor(Role.APPLICANT, person=record.user))
    assert (states(record), counts(item)) == (["offered"], (1, 0))


def test_revision_cuts_offers_and_passes_new_places_on():
    item, _ = full(1)
    offered = made.registration(
        Status.OFFERED, made.item(places=1), offered_until=clock.now() + datetime.timedelta(days=60)
    )
    single = waiter(item, 1)
    AnnouncementItem.objects.filter(pk=item.pk).update(places=2)
    for each in (item, offered.item):
        each.refresh_from_db()
        queue.follow_revision(each)
    offered.refresh_from_db()
    assert offered.offered_until == queue.rules.ends_at(offered.item, queue.policy.of(offered.center))
    assert (states(single), counts(item)) == (["offered"], (2, 0))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_newcomer_and_queue_never_get_the_same_place(monkeypatch, guarded):
    """The newcomer presses while the only free place is being passed on. Without the lock of the batch both get it."""
    item = made.item(places=1)
    single, newcomer = waiter(item, 1), made.draft(item)
    by = people.actor(Role.APPLICANT, person=newcomer.user)
    lock = queue.locked_batch
    unlocked = AnnouncementItem.objects.select_related("announcement__center", "project")

    def press():
        registrations.submit(newcomer, by=by)
        connection.close()

    pressing = threading.Thread(target=press)

    def pressed_meanwhile(item_id):
        found = lock(item_id) if guarded else unlocked.get(pk=item_id)
        pressing.start()
        pressing.join(1 if guarded else 30)
        return found

    with monkeypatch.context() as patched:
        patched.setattr(queue, "locked_batch", pressed_meanwhile)
        queue.pass_on(item.pk, "有空余名额")
    pressing.join(30)
    assert states(single, newcomer) == ["offered", "waiting" if guarded else "submitted"]
    assert (sound() == []) == guarded
