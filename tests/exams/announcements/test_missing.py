import datetime

import pytest
from django.urls import reverse

from exams.announcements import tasks
from exams.announcements.missing import due_day, without_annual
from exams.announcements.worklist import waiting
from sdzx import clock
from sdzx.accounts.models import Center
from sdzx.accounts.roles import Role
from sdzx.notifications.models import Notice
from tests.factories import announcements, people

pytestmark = pytest.mark.django_db
DUE = datetime.datetime(2026, 1, 31, 1, tzinfo=datetime.UTC)  # a Saturday
LATE = datetime.datetime(2026, 2, 2, 1, tzinfo=datetime.UTC)  # the Monday after


@pytest.fixture
def only(db):
    """No other centre than the province and Jinan and Qingdao."""
    Center.objects.exclude(code__in=["370000", "370100", "370200"]).delete()
    return people.center(), people.center("370200")


@pytest.fixture
def jinan(only):
    return people.actor(Role.DIRECTOR), people.actor(Role.ARRANGER)


def reminded():
    found = Notice.objects.filter(kind="announcement_missing").order_by("recipient")
    return list(found.values_list("recipient", "title"))


def test_reminder_comes_once_a_year_to_director_and_arranger(jinan):
    with clock.at(LATE):
        assert (tasks.remind_missing(), tasks.remind_missing()) == (2, 0)
    with clock.at(LATE + datetime.timedelta(days=30)):
        assert tasks.remind_missing() == 0

    assert reminded() == [
        (each.user.pk, "2026年度考核公告尚未发布") for each in sorted(jinan, key=lambda actor: actor.user.pk)
    ]


@pytest.mark.parametrize("at", [DUE, LATE - datetime.timedelta(days=1), DUE - datetime.timedelta(days=1)])
def test_no_reminder_before_the_day_is_over_or_on_a_day_of_rest(jinan, at):
    with clock.at(at):
        assert tasks.remind_missing() == 0


@pytest.mark.parametrize(("status", "count"), [("published", 0), ("draft", 2), ("scheduled", 2)])
def test_only_what_is_published_counts(jinan, status, count):
    with clock.at(LATE):
        announcements.approved(status=status)
        assert tasks.remind_missing() == count


def test_centre_sets_its_own_day(jinan):
    center = people.center()
    center.policy = {"announcement_due_day": 60}
    center.save()

    assert due_day(center, 2026) == datetime.date(2026, 3, 1)
    with clock.at(LATE):
        assert tasks.remind_missing() == 0


@pytest.mark.parametrize("count", [1, 3])
def test_missing_says_how_far_it_is(only, django_assert_num_queries, count):
    announcements.published(only[1], kind="annual", year=2026)
    announcements.draft(year=2025)
    for _ in range(count):
        announcements.draft(year=2026)
    announcements.pending(year=2026)

    with django_assert_num_queries(2):
        (found,) = without_annual(2026)

    assert (found.center, found.said) == (only[0], "待批准")


def test_province_sees_who_is_late(only, enter):
    province = people.actor(Role.PROVINCE)
    announcements.draft(year=2026)
    with clock.at(DUE):
        assert waiting(province) == []
    with clock.at(LATE):
        (row,) = waiting(province)
        page = enter(province).get(row.url)
        later = enter(province).get(row.url, {"year": "2027"})
        announcements.published(only[0], kind="annual", year=2026)
        announcements.published(only[1], kind="annual", year=2026)
        assert waiting(province) == []

    assert (row.title, row.count) == ("2个市尚未发布2026年度公告", 2)
    cells = [[cell.text for cell in each.cells[:2]] for each in page.context["table"].rows]
    assert [said for _, said in cells] == ["草稿", "尚未起草"]
    assert len(later.context["table"].rows) == 2


def test_missing_is_the_provinces(enter):
    assert enter(people.actor(Role.ARRANGER)).get(reverse("announcements:missing")).status_code == 403


def test_director_waits_on_what_failed():
    director = people.actor(Role.DIRECTOR)
    announcements.scheduled(failed_at=clock.now())

    assert [each.title for each in waiting(director)] == ["公告未能按时发布"]
