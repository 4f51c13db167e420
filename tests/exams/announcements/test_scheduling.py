import datetime

import pytest
from django.db import IntegrityError

from exams.announcements import services, tasks
from exams.announcements.models import Announcement
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of, last_entry
from sdzx.files.services import content
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from tests.factories import announcements, people

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)
NOW = datetime.datetime(2026, 3, 2, 1, 0, tzinfo=datetime.UTC)  # a Monday, 9:00 in Shandong


@pytest.fixture(autouse=True)
def at_now():
    with clock.at(NOW):
        yield


@pytest.fixture
def director():
    return people.actor(Role.DIRECTOR)


def due(**values):
    """Approved yesterday for now."""
    return announcements.scheduled(publish_at=NOW, **values)


def notices(kind):
    return list(Notice.objects.filter(kind=kind).order_by("pk").values_list("recipient", flat=True))


def test_schedule_keeps_the_time_and_who_approved(director):
    made = services.schedule(announcements.pending(), by=director, publish_at=NOW + HOUR)

    made.refresh_from_db()
    assert (made.status, made.publish_at, made.approved_by) == ("scheduled", NOW + HOUR, director.user)
    assert last_entry(made).label == "批准并定时发布"
    assert not Announcement.objects.public().exists()


@pytest.mark.clause("3.1")
@pytest.mark.parametrize("at", [NOW, NOW - HOUR])
def test_schedule_refused_for_a_time_that_is_not_to_come(director, at):
    with pytest.raises(Refused) as refusal:
        services.schedule(announcements.pending(), by=director, publish_at=at)

    (blocker,) = refusal.value.blockers
    assert (blocker.field, blocker.clause) == ("publish_at", "3.1")


@pytest.mark.clause("3.1")
def test_schedule_refused_when_the_window_is_over_by_then(director):
    made = announcements.pending()
    made.items.update(registration_closes=NOW + HOUR)

    with pytest.raises(Refused, match="报名截止时间2026-03-02 10:00已过"):
        services.schedule(made, by=director, publish_at=NOW + HOUR)

    assert services.schedule(made, by=director, publish_at=NOW + HOUR / 2).status == "scheduled"


def test_schedule_refused_when_it_cannot_be_printed(director):
    made = announcements.pending(contact="\U000f0000")

    with pytest.raises(Refused, match="U\\+F0000"):
        services.schedule(made, by=director, publish_at=NOW + HOUR)

    made.refresh_from_db()
    assert made.status == "pending"


def test_schedule_by_an_arranger_refused():
    with pytest.raises(Refused, match="不能执行"):
        services.schedule(announcements.pending(), by=people.actor(Role.ARRANGER), publish_at=NOW + HOUR)


def test_scheduled_has_its_time_in_the_database():
    with pytest.raises(IntegrityError, match="announcement_scheduled_has_time"):
        announcements.scheduled(publish_at=None)


def test_task_publishes_what_is_due_once(director):
    arranger = people.actor(Role.ARRANGER)
    made = due()

    assert (tasks.publish_scheduled(), tasks.publish_scheduled()) == (1, 0)

    made.refresh_from_db()
    assert (made.status, made.published_at) == ("published", NOW)
    assert content(made.document)[:5] == b"%PDF-"
    assert [each.label for each in entries_of(made)] == ["按时发布"]
    assert set(notices("announcement_published")) == {director.user.pk, arranger.user.pk}


def test_task_waits_for_the_minute():
    made = announcements.scheduled(publish_at=NOW + datetime.timedelta(seconds=1))

    assert tasks.publish_scheduled() == 0
    assert not services.publish_due(made)

    with clock.at(NOW + datetime.timedelta(seconds=1)):
        assert tasks.publish_scheduled() == 1


def test_cancelled_is_not_published(director):
    made = services.unschedule(due(), by=director, ground="时间有变")

    assert tasks.publish_scheduled() == 0
    assert not services.publish_due(made)
    assert (made.status, made.publish_at) == ("pending", None)


def test_cancelled_between_the_look_and_the_lock_is_not_published(director):
    held = due()
    services.unschedule(Announcement.objects.get(pk=held.pk), by=director, ground="时间有变")

    assert not services.publish_due(held)
    assert Announcement.objects.get().status == "pending"


@pytest.mark.clause("3.1")
def test_what_fails_stays_and_is_told_once(director):
    arranger = people.actor(Role.ARRANGER)
    made = due()
    made.items.get().project.specifications.update(status="superseded")

    assert (tasks.publish_scheduled(), tasks.publish_scheduled()) == (0, 0)

    made.refresh_from_db()
    assert (made.status, made.failed_at, made.document) == ("scheduled", NOW, None)
    assert set(notices("announcement_failed")) == {director.user.pk, arranger.user.pk}
    assert "不是现行规范" in Notice.objects.filter(kind="announcement_failed").first().body
    assert [(each.label, "不是现行规范" in each.ground) for each in entries_of(made)] == [("未能按时发布", True)]


def test_failed_may_be_published_by_the_director_once_mended(director):
    made = due()
    made.items.get().project.specifications.update(status="superseded")
    tasks.publish_scheduled()
    made.items.get().project.specifications.update(status="in_force")

    assert tasks.publish_scheduled() == 0
    assert services.publish(made, by=director).status == "published"


def test_failure_of_what_was_cancelled_meanwhile_tells_nobody(director):
    made = services.unschedule(due(), by=director, ground="时间有变")

    assert not services._failed(made, Refused("x"))
    assert notices("announcement_failed") == []


def test_one_failure_leaves_the_others():
    bad = due(eligibility="")
    good = due(kind="supplement")

    assert tasks.publish_scheduled() == 1

    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.status, good.status) == ("scheduled", "published")


def test_scheduled_revision_replaces_the_former_when_its_time_comes(director):
    arranger, former = people.actor(Role.ARRANGER), announcements.published(kind="annual")
    announcements.batch(former, taken=2)
    made = services.revise(former, by=arranger, revision_note="推迟")
    services.submit(made, by=arranger)
    services.schedule(made, by=director, publish_at=NOW + HOUR)
    former.items.update(taken=3)

    with clock.at(NOW + HOUR):
        assert tasks.publish_scheduled() == 1

    former.refresh_from_db()
    assert (former.status, made.items.get().taken) == ("superseded", 3)
