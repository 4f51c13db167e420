"""What the database refuses, and how records name themselves."""

import datetime

import pytest
from django.db import IntegrityError

from sdzx.accounts.roles import Role
from sdzx.archive.models import Case, DisposalRecord
from tests.factories import archive, people

pytestmark = pytest.mark.django_db


@pytest.mark.clause("5.2")
def test_item_that_could_go_at_once():
    case = archive.case()
    with pytest.raises(IntegrityError, match="case_item_kept"):
        archive.item(case, dispose_from=case.event_on)


def test_item_that_lies_nowhere():
    with pytest.raises(IntegrityError, match="case_item_somewhere"):
        archive.item(archive.case(), file=None)


def test_names():
    case = archive.case(number="AJ1", title="面点")
    assert [str(each) for each in (case, archive.item(case, title="纪要"), archive.held(case), DisposalRecord(case=case))] == [
        "AJ1 面点", "纪要", "行政复议未结", "AJ1 销毁记录",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "count"),
    [(Role.ARCHIVIST, 1), (Role.DIRECTOR, 1), (Role.AUDITOR, 1), (Role.PROVINCE, 2), (Role.CLERK, 0), (Role.EXPERT, 0)],
)
def test_visible_to(role, count):
    archive.case(event_on=datetime.date(2026, 3, 14))
    archive.case(city=people.center("370200"))
    assert Case.objects.visible_to(people.actor(role)).count() == count
