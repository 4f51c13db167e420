"""Many records advanced at once; one at a time is in tests/test_workflow.py, for every flow."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from exams.registration.models import Registration
from sdzx.accounts.actors import VISITOR
from sdzx.accounts.roles import Role
from sdzx.audit.chain import digest
from sdzx.audit.services import entries_of
from sdzx.workflow import Refused, advance, advance_many
from tests.factories import people, registration

pytestmark = pytest.mark.django_db


def several(count=3, **values):
    batch = registration.item()
    return [registration.submitted(batch, **values) for _ in range(count)]


@pytest.fixture
def clerk():
    return people.actor(Role.CLERK)


def test_advance_many_does_what_advance_does_to_each(clerk):
    alone, *rest = several(4)
    advance(alone, "accept", by=clerk, ground="齐全", detail={"备注": 0})
    advance_many(rest, "accept", by=clerk, ground="齐全", details=[{"备注": n} for n in (1, 2, 3)])
    assert {each.status for each in rest} == {"accepted"}
    assert set(Registration.objects.values_list("status", flat=True)) == {"accepted"}
    one = entries_of(alone).get()
    for number, each in enumerate(rest, 1):
        entry = entries_of(each).get()
        for name in ("verb", "label", "ground", "role", "center_id", "user_id", "before", "sequence", "previous"):
            assert getattr(entry, name) == getattr(one, name), name
        assert entry.after == {"status": "accepted", "备注": number}
        assert entry.digest == digest(entry)
        each.refresh_from_db()
        assert each.status_at >= each.created_at


def test_advance_many_goes_on_in_each_chain(clerk):
    records = several(2)
    advance_many(records, "accept", by=clerk)
    advance_many(records, "arrange", by=clerk)  # automatic
    assert [[entry.sequence for entry in entries_of(each)] for each in records] == [[1, 2], [1, 2]]


def test_advance_many_costs_the_same_for_three_as_for_nine(clerk):
    few, many = several(3), several(9)
    with CaptureQueriesContext(connection) as three:
        advance_many(few, "accept", by=clerk)
    with CaptureQueriesContext(connection) as nine:
        advance_many(many, "accept", by=clerk)
    assert len(three) == len(nine) == 4


def test_advance_many_names_every_record_that_cannot_and_moves_none(clerk):
    good, first, second = several(3)
    for each in (first, second):
        advance(each, "reject", by=clerk, ground="材料不实")
    with pytest.raises(Refused) as refusal, transaction.atomic():
        advance_many([good, first, second], "accept", by=clerk)
    assert [str(each) for each in refusal.value.blockers] == [
        f"{each}：当前状态为“审核不通过”，不能“审核通过”。请刷新页面。" for each in (first, second)
    ]
    good.refresh_from_db()
    assert good.status == "submitted"


def test_advance_many_refused_without_grant_from_another_city_or_without_a_ground(clerk):
    records = several(2)
    with pytest.raises(Refused, match="不能执行“审核通过”"):
        advance_many(records, "accept", by=VISITOR)
    with pytest.raises(Refused, match="没有找到其中一条记录"):
        advance_many(records, "accept", by=people.actor(Role.CLERK, people.center("370200")))
    with pytest.raises(Refused, match="请填写“不通过”的理由"):
        advance_many(records, "reject", by=clerk, ground=" ")
    assert set(Registration.objects.values_list("status", flat=True)) == {"submitted"}


@pytest.mark.django_db(transaction=True)
def test_advance_many_outside_a_transaction_is_an_error(clerk):
    with pytest.raises(RuntimeError, match="holds nothing"):
        advance_many(several(1), "accept", by=clerk)
