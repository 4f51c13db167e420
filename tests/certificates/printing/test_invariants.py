"""What the checks of prints and batches see."""

import pytest

from certificates.issuing.models import Certificate, Print
from certificates.printing import invariants
from certificates.printing.models import PrintBatch, PrintPart
from sdzx.serials.models import Serial
from tests.factories import prints

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(db):
    return prints.made(passed=3)


def test_whole(batch):
    for check in (invariants.print_serials, invariants.print_copies, invariants.print_batches, invariants.blank_stock):
        assert list(check()) == []


def test_a_serial_that_is_missing(batch):
    copy = Print.objects.order_by("serial")[1]
    copy.line.delete()
    copy.delete()
    assert "台账2条，流水号用到3，有断号" in next(iter(invariants.print_serials()))


def test_serials_that_were_taken_and_are_not_in_the_ledger(batch):
    Serial.objects.create(scope="print/370200/2026", last=4)
    assert list(invariants.print_serials()) == ["印制流水码370226…：流水号已用，台账没有记录。"]


def test_a_certificate_without_a_good_copy_or_with_one_too_early(batch):
    first, second, _ = Certificate.objects.order_by("sequence")
    Print.objects.filter(certificate=first).update(state="replaced")
    Certificate.objects.filter(pk=second.pk).update(status="numbered")
    assert list(invariants.print_copies()) == [
        f"证书{first.number}：状态“待发放”，有效的印制0张。", f"证书{second.number}：状态“待打印”，有效的印制1张。",
    ]  # fmt: skip


def test_counts_that_disagree(batch):
    PrintBatch.objects.update(total=4, left_out=1)
    PrintPart.objects.update(sheets=2)
    assert list(invariants.print_batches()) == [
        f"{batch}：计4／3／1，名单为3／3／0。", f"{batch}：已生成3张，文件中2张。",
    ]  # fmt: skip
