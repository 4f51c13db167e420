"""One certificate printed by itself: serials, reasons, what becomes of the copy before, blanks."""

import pytest

from certificates.issuing.models import Certificate, Print
from certificates.printing import single
from certificates.printing.blanks import services as blanks
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.files.services import content
from sdzx.workflow import Refused
from tests.certificates.issuing.test_services import text_of
from tests.factories import certificates, people, prints

pytestmark = pytest.mark.django_db


@pytest.mark.clause("4.5")
@pytest.mark.parametrize("name", ["张伟", "阿卜杜热西提·麦麦提", "王䶮", "𠅤𬱖𰻞"])
def test_print_certificate_text_equals_the_record(name):
    certificate = certificates.numbered()[0]
    Certificate.objects.filter(pk=certificate.pk).update(name=name)
    made = single.print_certificate(certificate, by=certificates.officer(certificate))
    text = text_of(content(made.file))
    for fact in (name, certificate.number, certificate.document_number, certificate.project_name, made.serial):
        assert fact in text, fact
    assert certificate.status == Certificate.Status.PRINTED
    assert (made.page, made.on_blank, made.state) == (None, False, "printed")


@pytest.mark.clause("4.5")
def test_print_certificate_again_needs_a_reason_and_takes_a_new_serial():
    certificate = certificates.printed()
    by = certificates.officer(certificate)
    with pytest.raises(Refused, match="已打印过"):
        single.print_certificate(certificate, by=by)
    again = single.print_certificate(certificate, by=by, reason="卡纸")
    lost = single.print_certificate(certificate, by=by, reason="遗失", replacement=True)
    assert "补发" not in text_of(content(again.file))
    assert "补发" in text_of(content(lost.file))
    assert [entry.label for entry in entries_of(certificate)][-2:] == ["重新打印", "补发打印"]
    first, second, third = certificate.prints.all()
    assert (first.state, first.spoiled_reason, first.replaced_by) == ("spoiled", "卡纸", second)
    assert (second.state, second.spoiled_reason, second.replaced_by) == ("replaced", "", third)
    assert (third.state, third.serial != second.serial) == ("printed", True)


def test_print_certificate_after_a_spoiled_replacement_says_so_again():
    certificate = certificates.printed()
    by = certificates.officer(certificate)
    single.print_certificate(certificate, by=by, reason="遗失", replacement=True)
    made = single.print_certificate(certificate, by=by, reason="卡纸")
    assert made.is_reprint
    assert "补发" in text_of(content(made.file))


def test_print_certificate_all_obstacles_at_once():
    certificate = certificates.numbered()[0]
    Certificate.objects.filter(pk=certificate.pk).update(photo=None, name="王\U0010fffd", status="revoked")
    with pytest.raises(Refused) as refusal:
        single.print_certificate(certificate, by=certificates.officer(certificate))
    assert [str(each)[:7] for each in refusal.value.blockers] == ["证书已撤销，不", "没有照片，不能", "下列字符没有可"]
    assert "U+10FFFD" in str(refusal.value)
    assert "SDZX_EXTRA_FONTS" in str(refusal.value)


def test_print_certificate_that_waits_in_a_batch_is_refused():
    batch = prints.draft(passed=1)
    certificate = batch.lines.get().certificate
    with pytest.raises(Refused, match=f"正在印制批次{batch.number}中等待"):
        single.print_certificate(certificate, by=certificates.officer(certificate))


def test_print_certificate_of_another_city_is_not_found():
    certificate = certificates.numbered()[0]
    with pytest.raises(Refused, match="没有找到"):
        single.print_certificate(certificate, by=people.actor(Role.CERTIFIER, people.center("370200")))


@pytest.mark.clause("4.5")
def test_print_certificate_on_a_blank_takes_one_and_none_is_refused():
    certificate = certificates.numbered()[0]
    by = certificates.officer(certificate)
    with prints.on_blanks():
        with pytest.raises(Refused, match="需要1份，结存0份，还差1份"):
            single.print_certificate(certificate, by=by)
        prints.stocked(5)
        single.print_certificate(certificate, by=by)
        single.print_certificate(certificate, by=by, reason="卡纸")
    found = blanks.balance(certificate.center)
    assert (found.received, found.printed, found.spoiled, found.left) == (5, 1, 1, 3)
    assert Print.objects.filter(on_blank=True).count() == 2
