"""Taking, declining, lapsing."""

import datetime
import uuid

import pytest

from exams.announcements.models import AnnouncementItem
from exams.registration import services as registrations
from exams.registration.models import Registration
from exams.registration.waiting import services, tasks
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.home import invariants
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from tests.factories import people
from tests.factories import registration as made

pytestmark = pytest.mark.django_db
Status = Registration.Status
HOUR = datetime.timedelta(hours=1)


def offered(item=None, *, until=HOUR, **values):
    return made.registration(Status.OFFERED, item or made.item(places=1), offered_until=clock.now() + until, **values)


def waiter(item, **values):
    return made.registration(Status.WAITING, item, **values)


def owner(record):
    if record.user:
        return people.actor(Role.APPLICANT, person=record.user)
    return people.actor(Role.REGISTRAR, organisation=record.unit)


def states(*records):
    return [Registration.objects.get(pk=each.pk).status for each in records]


def taken(item):
    return AnnouncementItem.objects.get(pk=item.pk).taken


@pytest.fixture(autouse=True)
def _sound():
    """Whatever happens, places and registrations agree."""
    yield
    assert [*invariants.places_taken(), *invariants.places_by_state()] == []


class TestTake:
    def test_place_is_kept(self):
        record = offered()
        services.take_offer(record, by=owner(record))
        assert (record.status, record.holds_place, taken(record.item)) == (Status.SUBMITTED, True, 1)
        assert entries_of(record).last().verb == "registration.take_offer"

    @pytest.mark.clause("3.2")
    def test_too_late_is_refused_before_the_schedule_has_noticed(self):
        record = offered(until=-HOUR)
        with pytest.raises(Refused, match="届满"):
            services.take_offer(record, by=owner(record))
        assert states(record) == ["offered"]

    def test_lapsed_meanwhile_is_told_so(self):
        record = offered(until=-HOUR)
        services.turn(record.item_id)
        with pytest.raises(Refused, match="候补失效"):
            services.take_offer(record, by=owner(record))

    def test_stranger_s_is_refused(self):
        with pytest.raises(Refused, match="没有找到"):
            services.take_offer(offered(), by=people.actor(Role.APPLICANT))

    def test_group_answers_as_one(self):
        item, unit, token = made.item(places=2), people.organization(), uuid.uuid4()
        members = [offered(item, unit=unit, group=token) for _ in range(2)]
        services.take_offer(members[0], by=owner(members[0]))
        assert states(*members) == ["submitted"] * 2

    def test_submitting_again_leaves_the_offer(self):
        record = offered()
        registrations.submit(record, by=owner(record))
        assert (record.status, taken(record.item)) == (Status.OFFERED, 1)


class TestDecline:
    def test_next_is_offered(self):
        record = offered()
        following = waiter(record.item)
        services.decline_offer(record, by=owner(record))
        assert (record.status, record.holds_place, taken(record.item)) == (Status.WITHDRAWN, False, 1)
        assert states(following) == ["offered"]
        assert entries_of(following).last().ground == f"{record.number}放弃递补"

    def test_group_s_places_go_to_those_behind(self):
        item, unit, token = made.item(places=2), people.organization(), uuid.uuid4()
        members = [offered(item, unit=unit, group=token) for _ in range(2)]
        following = [waiter(item) for _ in range(3)]
        services.decline_offer(members[1], by=owner(members[0]))
        assert states(*members, *following) == ["withdrawn", "withdrawn", "offered", "offered", "waiting"]


class TestTurn:
    def test_offer_lapses_and_passes_on_once(self):
        record = offered(until=-HOUR)
        following, last = waiter(record.item), waiter(record.item)
        assert services.turn(record.item_id) == 2
        assert (states(record, following, last), taken(record.item)) == (["lapsed", "offered", "waiting"], 1)
        assert services.turn(record.item_id) == 0
        titles = [each.title for each in Notice.objects.filter(recipient=record.user)]
        assert titles == [f"候补失效：{record.project.name}"]

    def test_lapsed_may_register_again(self):
        record = offered(until=-HOUR)
        services.turn(record.item_id)
        again = made.draft(record.item, user=record.user)
        registrations.submit(again, by=owner(again))
        assert again.status == Status.SUBMITTED

    def test_offer_that_stands_is_left(self):
        record = offered()
        assert (services.turn(record.item_id), states(record)) == (0, ["offered"])

    def test_list_ends_before_the_examination(self):
        item = made.item(places=1, exam_from=clock.today() + datetime.timedelta(days=3))
        made.submitted(item)
        single = waiter(item)
        assert (services.turn(item.pk), states(single), services.turn(item.pk)) == (1, ["lapsed"], 0)
        assert "考核临近" in Notice.objects.get(recipient=single.user).body


class TestDue:
    def test_nothing_to_do(self):
        record = offered()
        waiter(record.item)
        assert services.due() == []

    def test_each_kind_of_work(self):
        overdue = offered(until=-HOUR).item
        free = made.item(places=1)
        near = made.item(places=1, exam_from=clock.today() + datetime.timedelta(days=3))
        made.submitted(near)
        kept = made.item(opened=False, places=2, exam_from=clock.today() + datetime.timedelta(days=9))
        unit, token = people.organization(), uuid.uuid4()
        made.submitted(kept)
        for item in (free, near):
            waiter(item)
        for _ in range(2):
            waiter(kept, unit=unit, group=token)
        AnnouncementItem.objects.filter(pk=kept.pk).update(taken=2, held=1)
        assert services.due() == sorted(each.pk for each in (overdue, free, near, kept))
        services.turn(kept.pk)
        assert AnnouncementItem.objects.filter(pk=kept.pk).values_list("taken", "held").get() == (1, 0)
        AnnouncementItem.objects.filter(pk=kept.pk).update(taken=2, held=1)
        tasks.sweep()
        assert states(*Registration.objects.filter(item__in=(overdue, free, near)).order_by("pk")) == [
            "lapsed", "submitted", "offered", "lapsed",
        ]  # fmt: skip
