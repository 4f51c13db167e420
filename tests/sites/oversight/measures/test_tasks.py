"""Reminders of rectifications (5.4)."""

import datetime

import pytest

from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.notifications.models import Notice
from sites.oversight.measures.tasks import remind_rectifications
from tests.factories import oversight, people, sites

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def told(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("recipient__name", flat=True))


def test_site_is_told_three_days_ahead_both_once_it_is_overdue() -> None:
    long_ago = clock.today() - 30 * DAY
    soon = oversight.measure(issued_on=long_ago, due=clock.today() + 3 * DAY)
    late = oversight.measure(issued_on=long_ago, due=clock.today() - DAY)
    oversight.measure(due=clock.today() + 4 * DAY)
    oversight.measure(issued_on=long_ago, due=clock.today() - DAY, status="reported")
    oversight.measure(kind="warning")
    first, second, director = sites.staff(soon.site.organization), sites.staff(late.site.organization), people.actor(Role.DIRECTOR)  # fmt: skip
    assert remind_rectifications() == 3
    assert (told("measure_due"), told("measure_overdue")) == ([first.name], sorted([second.name, director.name]))
    assert remind_rectifications() == 0
