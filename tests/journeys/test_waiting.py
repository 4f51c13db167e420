"""A full batch: three wait; one leaves, the first takes the offer; another leaves, the second lets it lapse, the third gets it."""

import datetime

import pytest

from exams.announcements.models import AnnouncementItem
from exams.registration.models import Registration
from exams.registration.waiting import tasks
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.home import invariants
from tests.browser import chromium, page_at, portal  # noqa: F401 fixtures
from tests.factories import people, registration
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.django_db, pytest.mark.journey]


@pytest.fixture
def walk(page_at, portal, tmp_path):  # noqa: F811
    walker = Walker(page_at, portal, tmp_path, 2026, 11, 24, 10)
    yield walker
    walker.close()


def page(record):
    return f"/registrations/{record.uid}/"


def owner(record):
    return people.actor(Role.APPLICANT, person=record.user)


def test_waiting_list(walk):
    item = registration.item(places=2)
    leaver, other = registration.submitted(item), registration.submitted(item)
    waiters = [registration.draft(item) for _ in range(3)]
    for ahead, record in enumerate(waiters):
        walk.travel(2026, 11, 24, 10, 10 + ahead)
        rank = f"前面还有{ahead}人" if ahead else "排在第一位"
        walk.act(owner(record)).open(page(record)).step("提交报名").sees("候补", rank, "48小时内确认")
    first, second, third = waiters

    walk.travel(2026, 11, 24, 11)
    walk.act(owner(leaver)).open(page(leaver)).step("取消报名").sees("已取消")
    walk.act(owner(second)).open(page(second)).sees("排在第一位")
    walk.act(owner(first), 390).open("/worklist/").sees("确认递补")
    walk.open(page(first)).sees("待确认递补", "请在2026年11月26日")
    walk.step("确认递补").sees("待审核", "等待市中心审核")

    walk.act(owner(other)).open(page(other)).step("取消报名").sees("已取消")
    walk.travel(2026, 11, 26, 12)
    walk.act(owner(second)).barred(f"{page(second)}take_offer/", "递补确认期限已于", "届满")
    assert tasks.sweep() == 1
    walk.open(page(second)).sees("候补失效", "可以报名以后的批次")
    walk.act(owner(third), 390).open(page(third)).sees("待确认递补", "请在2026年11月28日")
    walk.step("放弃递补").sees("已取消")

    item.refresh_from_db()
    states = list(Registration.objects.filter(item=item).order_by("pk").values_list("status", flat=True))
    assert states == ["withdrawn", "withdrawn", "submitted", "lapsed", "withdrawn"]
    assert AnnouncementItem.objects.get(pk=item.pk).taken == 1
    assert [*invariants.places_taken(), *invariants.places_by_state()] == []
    assert clock.now() < item.registration_closes - datetime.timedelta(days=5)
