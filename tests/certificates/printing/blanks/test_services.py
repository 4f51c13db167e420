"""The stock book: receipts, what is spoiled and destroyed, counting, the reminder, the balance."""

import pytest
from django.db import IntegrityError, transaction

from certificates.printing import invariants
from certificates.printing.blanks import services
from certificates.printing.blanks.models import BlankMovement, BlankStock
from certificates.printing.blanks.rules import span
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from tests.factories import people, prints

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(db):
    return people.actor(Role.CERTIFIER)


def fields(refusal):
    return [each.field for each in refusal.value.blockers]


def receive(by, **values):
    return services.receive(by.center, by=by, day=clock.today(), signed_by="王敏", **values)


def test_receive_by_count_or_by_numbers(by):
    assert receive(by, count=30).count == 30
    made = receive(by, first_number="sd0001", last_number="SD0050", count=50, supplier="省印刷厂")
    assert (made.count, made.first_number, services.left(by.center)) == (50, "SD0001", 80)
    entry = entries_of(BlankStock.objects.get()).last()
    assert (entry.label, entry.before, entry.after) == ("入库", {"结存": 30}, {"结存": 80, "份数": 50})


@pytest.mark.parametrize(("values", "wrong"), [
    ({}, ["count"]), ({"first_number": "A1"}, ["last_number"]), ({"last_number": "A1"}, ["first_number"]),
    ({"first_number": "A5", "last_number": "A1"}, ["last_number"]), ({"first_number": "A1", "last_number": "B9"}, ["last_number"]),
    ({"first_number": "A1", "last_number": "A10"}, ["last_number"]), ({"first_number": "无", "last_number": "号"}, ["last_number"]),
    ({"first_number": "A10", "last_number": "A19", "count": 9}, ["count"]),
    ({"first_number": "A55", "last_number": "A65", "count": 1}, ["count", "first_number"]),
])  # fmt: skip
def test_receive_says_what_does_not_agree(by, values, wrong):
    receive(by, first_number="A50", last_number="A59")
    with pytest.raises(Refused) as refusal:
        receive(by, **values)
    assert fields(refusal) == wrong


def test_spans_of_other_series_do_not_overlap():
    one = span("A001", "A100")
    assert one.count == 100
    assert not one.overlaps(span("B001", "B100"))
    assert not one.overlaps(span("A0001", "A0100"))
    assert one.overlaps(span("A100", "A200"))


def test_spoil_no_more_than_there_are(by):
    receive(by, count=3)
    with pytest.raises(Refused, match="结存只有3份"):
        services.spoil(by.center, by=by, day=clock.today(), count=4, reason="受潮")
    services.spoil(by.center, by=by, day=clock.today(), count=2, reason="受潮")
    assert services.left(by.center) == 1


@pytest.mark.clause("4.5")
def test_destroy_needs_another_person_and_what_is_spoiled(by):
    receive(by, count=3)
    services.spoil(by.center, by=by, day=clock.today(), count=2, reason="受潮")
    with pytest.raises(Refused) as refusal:
        services.destroy(by.center, by=by, day=clock.today(), count=3, witness=by.user, reason="碎纸")
    assert fields(refusal) == ["count", "witness"]
    witness = people.actor(Role.DIRECTOR).user
    services.destroy(by.center, by=by, day=clock.today(), count=2, witness=witness, reason="碎纸")
    found = services.balance(by.center)
    assert (found.spoiled, found.destroyed, found.to_destroy, found.left) == (2, 2, 0, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        BlankMovement.objects.filter(kind="destroyed").update(witness=by.user)


@pytest.mark.clause("4.5")
def test_take_stock_a_difference_needs_its_reason(by):
    receive(by, count=10)
    services.take_stock(by.center, by=by, day=clock.today(), counted=10)
    with pytest.raises(Refused, match=r"账面结存10份，盘点8份，差异-2份"):
        services.take_stock(by.center, by=by, day=clock.today(), counted=8)
    services.take_stock(by.center, by=by, day=clock.today(), counted=8, reason="装订时错数")
    found = services.balance(by.center)
    assert (found.difference, found.left, found.expected) == (-2, 8, 8)
    assert list(invariants.blank_stock()) == []


def test_another_centre_s_book_is_refused(by):
    other = people.center("370200")
    with pytest.raises(Refused, match="只能登记本中心"):
        services.spoil(other, by=by, day=clock.today(), count=1, reason="受潮")
    with pytest.raises(Refused, match="不能进行这项操作"):
        services.spoil(by.center, by=people.actor(Role.CLERK), day=clock.today(), count=1, reason="受潮")


@pytest.mark.clause("4.5")
def test_use_refused_with_the_numbers_and_reminds_once_below_the_line(by):
    with pytest.raises(Refused, match="需要2份，结存0份，还差2份"):
        services.use(by.center, 2)
    services.use(by.center, 0)
    by.center.policy = {"blank_stock_low": 5}
    by.center.save()
    receive(by, count=7)
    services.use(by.center, 2)
    assert Notice.objects.count() == 0
    services.use(by.center, 1)
    services.use(by.center, 1)
    assert [notice.title for notice in Notice.objects.filter(recipient=by.user)] == ["空白证书只剩4份"]


def test_invariant_sees_a_counter_that_went_astray_and_prints_without_stock(by):
    receive(by, count=7)
    BlankStock.objects.update(left=6)
    assert list(invariants.blank_stock()) == [
        f"{BlankStock.objects.get()}：入库7，差异0，已印0，作废0（销毁0），应存7，结存6。"
    ]
    BlankStock.objects.update(left=7)
    other = prints.made(passed=1)
    services.Print.objects.update(on_blank=True)
    BlankMovement.objects.all().delete()
    BlankStock.objects.all().delete()
    assert list(invariants.blank_stock()) == [f"中心{other.center.code}：用空白证书印制过，没有库存账。"]
