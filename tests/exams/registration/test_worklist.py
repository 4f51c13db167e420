"""What waits for whom."""

import pytest
from django.urls import reverse

from exams.registration.models import Registration
from exams.registration.worklist import waiting
from sdzx.accounts.roles import Role
from tests.factories import people
from tests.factories import registration as made

pytestmark = pytest.mark.django_db
Status = Registration.Status


def shown(actor):
    return [(row.title, row.count) for row in waiting(actor)]


def test_clerk_reviews_those_of_the_centre_as_one_row():
    made.submitted()
    made.submitted()
    made.submitted(made.item(people.center("370200")))
    clerk = people.actor(Role.CLERK)
    assert shown(clerk) == [("审核报名", 2)]
    assert waiting(clerk)[0].url == reverse("registration:review:list")


def test_clerk_without_any():
    made.accepted()
    assert waiting(people.actor(Role.CLERK)) == []


def test_candidate_mends_and_submits():
    record = made.registration(Status.RETURNED, review_note="请重新拍照")
    made.draft(user=record.user)
    made.draft(made.item(opened=False), user=record.user)
    rows = waiting(people.actor(Role.APPLICANT, person=record.user))
    assert sorted(row.title[:4] for row in rows) == ["修改报名", "提交报名"]
    assert [row.detail for row in rows if row.title.startswith("修改")] == ["请重新拍照"]


def test_unit_sees_its_own_in_groups():
    registrar = people.actor(Role.REGISTRAR)
    item = made.item()
    for status in (Status.RETURNED, Status.RETURNED, Status.DRAFT):
        made.registration(status, item, unit=registrar.organization)
    assert shown(registrar) == [("修改被退回的报名", 2), ("提交报名", 1)]


def test_nothing_waits_for_others():
    made.submitted()
    assert waiting(people.actor(Role.ARRANGER)) == []
