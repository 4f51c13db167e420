import datetime

import pytest

from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.personnel.worklist import waiting
from tests.factories import people, personnel

pytestmark = pytest.mark.django_db


def test_lapsing_cards_wait_as_one_row(django_assert_num_queries):
    clerk, soon = people.actor(Role.CLERK), clock.today() + datetime.timedelta(days=60)
    for city in (None, None, people.center("370200")):
        personnel.qualified("expert", city=city, valid_to=soon)

    with django_assert_num_queries(1):
        [row] = waiting(clerk)

    assert (row.count, row.title) == (2, "2张证卡将在60日内到期")
    assert row.url == f"/personnel/?status=valid&lapses_by={soon:%Y-%m-%d}"


def test_nothing_waits_without_lapsing_cards():
    personnel.qualified("expert")

    assert list(waiting(people.actor(Role.CLERK))) == []


def test_nothing_waits_for_others():
    personnel.qualified("expert", valid_to=clock.today())

    assert list(waiting(people.actor(Role.DIRECTOR))) == []
