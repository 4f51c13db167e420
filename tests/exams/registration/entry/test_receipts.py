"""One and the same form is taken in once."""

import pytest

from exams.registration.entry import receipts
from exams.registration.entry.models import FormReceipt
from sdzx.accounts.roles import Role
from sdzx.workflow import Refused
from tests.factories import people
from tests.factories import registration as made

pytestmark = pytest.mark.django_db


def test_read_what_was_issued():
    first, second = receipts.read(receipts.issue()), receipts.read(receipts.issue())
    assert first.key != second.key
    assert first.opened <= second.opened


@pytest.mark.parametrize("text", ["", "abc", "a:b:c"])
def test_read_refuses_what_was_not(text):
    assert receipts.read(text) is None


def test_taken_twice():
    record = made.draft()
    by, receipt = people.actor(Role.APPLICANT, person=record.user), receipts.read(receipts.issue())
    receipts.take(receipt, record, by=by)
    assert receipts.registration_of(receipt, by=by) == record
    with pytest.raises(Refused, match="不必重复提交"):
        receipts.take(receipt, record, by=by)
    assert FormReceipt.objects.count() == 1


def test_somebody_else_s_is_another():
    record, receipt = made.draft(), receipts.read(receipts.issue())
    receipts.take(receipt, record, by=people.actor(Role.APPLICANT, person=record.user))
    assert receipts.registration_of(receipt, by=people.actor(Role.APPLICANT)) is None


def test_none_at_all():
    record = made.draft()
    by = people.actor(Role.APPLICANT, person=record.user)
    receipts.take(None, record, by=by)
    assert receipts.registration_of(None, by=by) is None
