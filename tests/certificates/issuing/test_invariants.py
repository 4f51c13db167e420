"""Each invariant of the numbers finds its own violation, broken on purpose behind the database's guards."""

from contextlib import contextmanager

import pytest
from django.db import IntegrityError, connection, transaction

from certificates.issuing import invariants, services
from certificates.issuing.models import Certificate, NumberPattern, VoidNumber
from exams.registration.models import Registration
from sdzx.serials.models import Serial
from tests.factories import certificates, people

pytestmark = pytest.mark.django_db
CHECKS = (
    invariants.certificate_numbers,
    invariants.certificate_characters,
    invariants.number_patterns,
    invariants.void_numbers,
    invariants.certified_registrations,
)


@contextmanager
def unguarded(model):
    """The table without the triggers that keep its numbers: what somebody with the database's own rights could do."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def broken(certificate, **values):
    with unguarded(Certificate):
        Certificate.objects.filter(pk=certificate.pk).update(**values)


@pytest.fixture
def numbered():
    return certificates.numbered(passed=3)


@pytest.mark.clause("4.5")
def test_all_is_well_with_a_revoked_one_among_them(numbered):
    services.revoke(numbered[0], by=certificates.officer(numbered[0]), ground="冒名顶替")
    assert [sentence for check in CHECKS for sentence in check()] == []


@pytest.mark.clause("4.5")
def test_certificate_numbers_with_a_gap(numbered):
    scope = f"certificate/370100/{numbered[0].year}"
    broken(numbered[1], sequence=4)
    assert list(invariants.certificate_numbers()) == [
        f"{scope}：3张证书的顺序号为1至4，有缺号。", f"{scope}：流水号与最大顺序号4不一致。",
    ]  # fmt: skip


def test_certificate_numbers_with_one_gone(numbered):
    with unguarded(Certificate):
        numbered[2].delete()
    scope = f"certificate/370100/{numbered[0].year}"
    assert list(invariants.certificate_numbers()) == [f"{scope}：流水号与最大顺序号2不一致。"]


def test_certificate_numbers_given_to_nobody():
    Serial.objects.create(scope="certificate/370200/2026", last=2)
    assert list(invariants.certificate_numbers()) == ["certificate/370200/2026：流水号已用，但没有证书。"]


def test_certificate_characters_of_a_number_with_a_slip(numbered):
    good = numbered[0].number
    wrong = good[:-1] + ("0" if good[-1] != "0" else "1")
    broken(numbered[0], number=wrong)
    assert list(invariants.certificate_characters()) == [
        f"证书编号{wrong}：校验码不对。", f"证书编号{wrong}：按编号规则第1版应为{good}。",
    ]  # fmt: skip


def test_certificate_characters_of_another_certificate(numbered):
    """A number that is plausible and not this certificate's."""
    taken, expected = numbered[2].number, numbered[0].number
    broken(numbered[2], number="X")
    broken(numbered[0], number=taken)
    assert f"证书编号{taken}：按编号规则第1版应为{expected}。" in list(invariants.certificate_characters())


def test_certificate_characters_of_a_sequence_too_long_for_its_pattern(numbered):
    broken(numbered[0], sequence=1_000_000)
    assert list(invariants.certificate_characters()) == [
        f"证书编号{numbered[0].number}：按编号规则第1版应为另一编号（顺序号超出位数）。"
    ]


def test_number_patterns_none_in_use(numbered):
    NumberPattern.objects.update(status=NumberPattern.Status.SUPERSEDED)
    assert list(invariants.number_patterns()) == ["证书编号规则：没有启用的版本。"]


def test_number_patterns_numbered_by_a_draft(numbered):
    broken(numbered[0], pattern=certificates.pattern())
    assert list(invariants.number_patterns()) == [f"证书编号{numbered[0].number}：所用的编号规则是草稿。"]


@pytest.mark.clause("4.5")
def test_void_numbers_of_a_revoked_certificate_not_entered(numbered):
    Certificate.objects.filter(pk=numbered[0].pk).update(status="revoked")
    assert list(invariants.void_numbers()) == [f"证书编号{numbered[0].number}：作废登记与证书状态不一致。"]


def test_void_numbers_of_a_certificate_that_stands(numbered):
    number = numbered[0].number
    VoidNumber.objects.create(number=number, center=numbered[0].center, reason="误发", voided_by=people.user())
    assert list(invariants.void_numbers()) == [f"证书编号{number}：作废登记与证书状态不一致。"]


@pytest.mark.parametrize("status", ["passed", "certified"])
def test_certified_registrations_without_a_certificate(status):
    sheet = certificates.confirmed_sheet(passed=1)
    Registration.objects.update(status=status)
    number = Registration.objects.get(seat__session=sheet.session).number
    assert list(invariants.certified_registrations()) == [f"报名{number}：已合格，没有证书。"]


@pytest.mark.clause("4.5")
@pytest.mark.parametrize(
    "change", [{"number": "X"}, {"sequence": 9}, {"year": 2020}, {"center_id": 1}, {"pattern_id": 9}, {"registration_id": 9}],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_database_refuses_to_change_a_number(numbered, change):
    with pytest.raises(IntegrityError, match="numbers do not change"), transaction.atomic():
        Certificate.objects.filter(pk=numbered[0].pk).update(**change)


def test_database_refuses_to_delete_a_certificate(numbered):
    with pytest.raises(IntegrityError, match="DELETE on certificates_certificate"), transaction.atomic():
        numbered[0].delete()


def test_database_refuses_to_change_or_delete_a_void_number(numbered):
    services.revoke(numbered[0], by=certificates.officer(numbered[0]), ground="冒名顶替")
    void = VoidNumber.objects.all()
    with pytest.raises(IntegrityError, match="UPDATE on certificates_voidnumber"), transaction.atomic():
        void.update(reason="误")
    with pytest.raises(IntegrityError, match="DELETE on certificates_voidnumber"), transaction.atomic():
        void.delete()


def test_database_refuses_to_change_or_delete_a_pattern_once_in_use():
    used = NumberPattern.objects.filter(status=NumberPattern.Status.IN_USE)
    with pytest.raises(IntegrityError, match="UPDATE on certificates_numberpattern"), transaction.atomic():
        used.update(segments=[])
    with pytest.raises(IntegrityError, match="DELETE on certificates_numberpattern"), transaction.atomic():
        used.delete()
    NumberPattern.objects.filter(pk=certificates.pattern().pk).delete()  # a draft may go
    assert NumberPattern.objects.count() == 1
