"""我的待办: order, groups, page."""

import datetime

import pytest

from sdzx.accounts.actors import SYSTEM
from sdzx.accounts.roles import Role
from sdzx.home import worklist
from sdzx.ui.parts import Due, Waiting
from tests.factories import people

THURSDAY = datetime.date(2026, 3, 12)
MOMENT = datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)


def row(title, due=None, since=None):
    return Waiting(title, "", "/", "", Due(due, 0) if due else None, since)


@pytest.fixture
def providers(monkeypatch):
    monkeypatch.setattr(worklist, "providers", [])
    return worklist.providers


def test_register_the_same_provider_twice(providers):
    worklist.register(dir, dir)
    worklist.register(dir)
    assert providers == [dir]


def test_waiting_by_due_day_then_by_age(providers):
    rows = [
        row("无期限"),
        row("旧", since=MOMENT),
        row("晚", THURSDAY),
        row("早", THURSDAY - datetime.timedelta(days=9)),
    ]
    worklist.register(lambda actor: rows[:2], lambda actor: rows[2:])
    assert [each.title for each in worklist.waiting(SYSTEM)] == ["早", "晚", "无期限", "旧"]


def test_grouped_by_urgency():
    days = {"昨天": -1, "今天": 0, "周日": 3, "下周一": 4}
    rows = [row(title, THURSDAY + datetime.timedelta(days=count)) for title, count in days.items()]
    found = worklist.grouped([*rows, row("随时")], THURSDAY)
    assert [(each.key, each.label, [one.title for one in each.rows]) for each in found] == [
        ("overdue", "已逾期", ["昨天"]), ("week", "本周到期", ["今天", "周日"]), ("later", "以后到期", ["下周一"]), ("open", "无期限", ["随时"]),
    ]  # fmt: skip


def test_grouped_without_rows():
    assert worklist.grouped([], THURSDAY) == []


@pytest.mark.django_db
def test_page_shows_groups_or_says_that_nothing_waits(providers, enter):
    client = enter(people.actor(Role.CLERK))
    assert "现在没有等您办理的事项" in client.get("/worklist/").content.decode()
    worklist.register(lambda actor: [row("受理甲校的申请", datetime.date(2026, 1, 5))])
    page = client.get("/worklist/").content.decode()
    assert ("已逾期（1）" in page, "受理甲校的申请" in page, "共1项" in page) == (True, True, True)


@pytest.mark.django_db
def test_page_of_the_anonymous(client):
    assert client.get("/worklist/").url == "/accounts/sign-in/?next=/worklist/"


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.VISITOR, Role.SYSTEM}))
def test_page_of_every_role_with_every_slices_provider(role, enter):
    assert enter(people.actor(role)).get("/worklist/").status_code == 200
