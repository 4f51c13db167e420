"""Reminders of evaluations that end soon or are overdue: once each (2.3)."""

import datetime

import pytest
import time_machine

from sdzx.accounts.roles import Role
from sdzx.notifications.models import Notice
from sdzx.schedule import BEAT_SCHEDULE
from sites.evaluations import rules, tasks
from tests.factories import people, sites

pytestmark = pytest.mark.django_db
ACCEPTED = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)  # due on Monday 30 March, 20 working days later


def at(day, app=None):
    with time_machine.travel(datetime.datetime(2026, 3, day, 8, tzinfo=datetime.UTC)):
        return tasks.remind()


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient__name", flat=True))


def test_it_is_scheduled():
    assert BEAT_SCHEDULE["remind-evaluations"]["task"] == tasks.remind.name


def test_reminded_once_before_and_once_after_the_day():
    clerk, director = people.actor(Role.CLERK), people.actor(Role.DIRECTOR)
    app = sites.visited(accepted_at=ACCEPTED)
    one, two, three = rules.sitting(app.panel)
    sites.fill(one)
    type(two).objects.filter(pk=two.pk).update(status="recused")
    waiting = [three.member.person.user.name, clerk.name]
    assert [at(24), at(25), at(26), at(30)] == [0, 2, 0, 0]
    assert told("evaluation_due") == sorted(waiting)
    assert [at(31), at(31)] == [3, 0]
    assert told("evaluation_overdue") == sorted([*waiting, director.name])
    body = Notice.objects.filter(kind="evaluation_overdue").first().body
    assert f"尚待：{two.member.person.name}提交评估、{three.member.person.name}提交评估。" in body


def test_nothing_on_days_off_and_nothing_once_summed_up():
    people.actor(Role.CLERK)
    sites.evaluated(accepted_at=ACCEPTED)
    assert at(31) == 0
    sites.accepted(accepted_at=ACCEPTED)
    assert at(28) == 0  # a Saturday
    assert at(31) == 1


@pytest.mark.parametrize(("make", "said"), [(sites.accepted, "组建专家评估组"), (sites.judged, "填写和汇总评估结论")])
def test_waiting_for_the_panel_or_the_conclusion(make, said):
    assert tasks.waiting_for(make(), []) == said
