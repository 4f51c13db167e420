"""The scheduled reminder asks by the house's clock."""

import datetime

import pytest

from sdzx import clock
from sdzx.accounts.models import Center, Membership, User
from sdzx.accounts.roles import Role
from sdzx.workdays.tasks import remind_missing_year

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("month", "new"), [(10, 0), (11, 1)])
def test_remind_missing_year_by_month(month, new):
    center = Center.objects.get(code="370000")
    Membership.objects.create(user=User.objects.create(username="p", name="省"), role=Role.PROVINCE, center=center)
    with clock.at(datetime.datetime(2026, month, 3, tzinfo=datetime.UTC)):
        assert remind_missing_year() == new
        assert remind_missing_year() == 0
