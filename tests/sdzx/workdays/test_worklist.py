"""A missing year waits for the province and for nobody else."""

import datetime

import pytest

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.workdays.worklist import waiting

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("role", "titles"), [(Role.PROVINCE, ["录入2027年工作日历"]), (Role.DIRECTOR, [])])
def test_waiting_in_november(role, titles):
    with clock.at(datetime.datetime(2026, 11, 3, tzinfo=datetime.UTC)):
        assert [row.title for row in waiting(Actor(role))] == titles
