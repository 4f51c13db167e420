"""Appeals that wait are called for."""

import datetime

import pytest

from exams.scores.appeals.tasks import remind
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.notifications.models import Notice
from tests.factories import people, scores

pytestmark = pytest.mark.django_db
DUE = datetime.date(2026, 3, 16)


def on(day):
    return clock.at(datetime.datetime(2026, 3, day, 1, tzinfo=datetime.UTC))


def test_from_the_day_before_on_working_days():
    confirmer, director = people.actor(Role.CONFIRMER), people.actor(Role.DIRECTOR)
    scores.appeal(scores.confirmed(), due_on=DUE)
    told = {}
    for day in (12, 13, 14, 16, 17):
        with on(day):
            told[day] = remind()
    assert told == {12: 0, 13: 1, 14: 0, 16: 1, 17: 2}
    with on(17):
        assert remind() == 0
    late = Notice.objects.filter(kind="appeal_due", title__contains="已逾期")
    assert set(late.values_list("recipient_id", flat=True)) == {confirmer.user.pk, director.user.pk}


def test_answered_ones_are_left_alone():
    people.actor(Role.CONFIRMER)
    scores.appeal(scores.confirmed(), due_on=DUE, status="rejected", answer="无误", answered_by=people.user())
    with on(17):
        assert remind() == 0
