"""What waits of the applications."""

import datetime

import pytest

from sdzx.accounts.roles import Role
from sites.applications.models import Application
from sites.applications.worklist import waiting
from tests.factories import people, sites

pytestmark = pytest.mark.django_db


def test_host_has_drafts_and_supplements() -> None:
    due = datetime.date(2026, 12, 4)
    app = sites.submitted(status=Application.Status.RETURNED, supplement="图像：缺\n制度：缺", supplement_due=due)
    sites.draft(app.organization)
    found = {
        row.title: (row.detail, row.due.day if row.due else None) for row in waiting(sites.staff(app.organization))
    }
    assert found == {"补正考点设立申请": ("图像：缺", due), "填写考点设立申请": ("尚未提交", None)}


def test_clerk_has_acceptance_within_five_working_days() -> None:
    friday = datetime.datetime(2026, 3, 6, 4, tzinfo=datetime.UTC)
    app = sites.submitted(submitted_at=friday)
    sites.submitted(city=people.center("370200"))
    (row,) = waiting(people.actor(Role.CLERK))
    assert (row.detail, row.due.day if row.due else None) == (app.number, datetime.date(2026, 3, 13))


@pytest.mark.parametrize("count", [1, 3])
def test_one_query_however_many(django_assert_num_queries, count) -> None:
    by = people.actor(Role.CLERK)
    for _ in range(count):
        sites.submitted()
    waiting(by)
    with django_assert_num_queries(1):
        assert len(waiting(by)) == count


def test_others_have_nothing() -> None:
    sites.submitted()
    assert waiting(people.actor(Role.ARRANGER)) == []
