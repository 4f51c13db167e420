"""What waits, by role."""

import datetime

import pytest

from sdzx import clock
from sdzx.accounts.actors import SYSTEM
from sdzx.accounts.roles import Role
from sdzx.archive.models import Case
from sdzx.archive.worklist import waiting
from tests.factories import archive, people

pytestmark = pytest.mark.django_db
S = Case.Status


def rows(actor):
    return [(row.title, row.count, row.url) for row in waiting(actor)]


def test_waiting_for_the_archivist():
    archive.case()
    archive.case(due_on=datetime.date(2026, 3, 2), title="甲")
    archive.case(S.APPROVED)
    archive.case(S.APPROVED, disposal_allowed_from=clock.today() + datetime.timedelta(days=1))
    archive.item(archive.case(S.COMPLETE), fixity_ok=False)
    archive.case(city=people.center("370200"))
    assert rows(people.actor(Role.ARCHIVIST)) == [
        ("销毁", 1, "/archive/?status=approved"),
        ("归档", 2, "/archive/?status=open"),
        ("核查档案内容", 1, "/archive/"),
    ]
    assert next(row.due.day for row in waiting(people.actor(Role.ARCHIVIST)) if row.due) == datetime.date(2026, 3, 2)


def test_the_case_that_is_named_is_the_one_whose_day_is_shown():
    archive.case(due_on=datetime.date(2026, 5, 6), title="甲 先按拼音排在前面的案卷")
    archive.case(due_on=datetime.date(2026, 3, 2), title="乙 先到期的案卷")
    (row,) = waiting(people.actor(Role.ARCHIVIST))
    assert (row.detail, row.due.day) == ("乙 先到期的案卷等，收集齐全后归档", datetime.date(2026, 3, 2))


def test_waiting_for_the_director():
    archive.case(S.PROPOSED)
    archive.case(S.OPEN)
    assert rows(people.actor(Role.DIRECTOR)) == [("审批销毁", 1, "/archive/?status=proposed")]


def test_waiting_for_the_site():
    case = archive.case(title="面点考核")
    archive.case()
    (row,) = waiting(people.actor(Role.SITE, organisation=case.organization))
    assert (row.title, row.detail, row.count) == ("补充案卷材料", "面点考核，查看案卷尚缺的材料", 1)


@pytest.mark.parametrize("count", [1, 3])
def test_waiting_queries(count, django_assert_num_queries):
    for _ in range(count):
        archive.case()
    actor = people.actor(Role.ARCHIVIST)
    list(waiting(actor))
    with django_assert_num_queries(2):
        list(waiting(actor))


def test_waiting_for_others(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert list(waiting(SYSTEM)) == []
