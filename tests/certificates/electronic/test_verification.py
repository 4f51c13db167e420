"""What a file is worth: unchanged, ours, on record, and what its certificate is now."""

import datetime
import io

import pytest
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from certificates.electronic import services, tasks
from certificates.electronic.models import ElectronicCertificate
from certificates.electronic.verification import verify_pdf
from certificates.issuing import services as issuing
from certificates.issuing.models import Certificate
from sdzx import clock
from sdzx.documents import signing
from sdzx.files.services import content
from tests.factories import certificates, electronic
from tests.sdzx.documents import authority

pytestmark = pytest.mark.django_db
WITHOUT_STAMP = "签名级别为PAdES B-B：没有时间戳机构的证明，签名时间以签发系统的时钟为准。"


def seen(body):
    verdict = verify_pdf(body)
    return verdict.good, verdict.intact, verdict.whole, verdict.ours


def test_original_is_good():
    made = electronic.original()
    verdict = verify_pdf(content(made.file))
    assert seen(content(made.file)) == (True, True, True, True)
    assert (verdict.certificate, verdict.state, verdict.kind) == (made.certificate, "有效", "电子证书")
    assert verdict.sentences == ("电子签名有效，文件自签发后没有改动。", WITHOUT_STAMP, "证书目前有效。")
    assert verdict.signed_at is not None


@pytest.mark.clause("4.5")
@pytest.mark.parametrize("place", [3000, 100_000])
def test_one_byte_changed_is_broken(place):
    body = bytearray(content(electronic.original().file))
    body[place] ^= 1
    assert seen(bytes(body)) == (False, False, False, False)


def test_added_content_is_seen():
    body = content(electronic.original().file)
    writer, out = IncrementalPdfFileWriter(io.BytesIO(body)), io.BytesIO()
    writer.root[pdf_name("/Added")] = pdf_string("x")
    writer.update_root()
    writer.write(out)
    assert seen(out.getvalue()) == (False, True, False, True)
    assert "被添加过内容" in verify_pdf(out.getvalue()).sentences[0]


@pytest.mark.clause("4.5")
def test_time_stamp_is_said(tmp_path, settings):
    stamper, roots = authority.made(tmp_path)
    with authority.serving(stamper) as address:
        settings.SDZX_SIGNING_TSA, settings.SDZX_SIGNING_TSA_TRUST = address, str(roots)
        verdict = verify_pdf(content(electronic.original().file))
    assert (verdict.good, verdict.level) == (True, "B-T")
    assert verdict.stamped_at is not None
    assert verdict.sentences[1].startswith("签名级别为PAdES B-T：时间戳机构“测试时间戳机构”证明")


def test_authority_that_does_not_answer_leaves_all_for_the_next_run(settings, monkeypatch):
    certificates.numbered(passed=2)
    settings.SDZX_SIGNING_TSA = "http://127.0.0.1:9/"
    assert tasks.make_missing() == 0
    assert not ElectronicCertificate.objects.exists()


@pytest.mark.clause("4.5")
def test_foreign_signer_is_not_ours(tmp_path, settings):
    certificate = certificates.numbered()[0]
    other = tmp_path / "other.p12"
    other.write_bytes(signing.made_key("另一家单位", "passphrase"))
    settings.SDZX_SIGNING_P12, settings.SDZX_SIGNING_PASSPHRASE = str(other), "passphrase"
    forged = content(electronic.original(certificate).file)
    settings.SDZX_SIGNING_P12 = ""
    assert seen(forged) == (False, True, True, False)
    verdict = verify_pdf(forged)
    assert (verdict.certificate, verdict.signer, verdict.level) == (None, "另一家单位", "B-B")
    assert verify_pdf(forged).sentences == ("文件有电子签名，但不是本系统的签名。",)


def test_signed_by_us_but_not_on_record_is_no_certificate():
    made = electronic.original()
    ElectronicCertificate.objects.filter(pk=made.pk).update(sha256="0" * 64)
    verdict = verify_pdf(content(made.file))
    assert (verdict.good, verdict.certificate, verdict.sentences[-1]) == (
        False, None, "登记中没有这个文件，不能作为证书使用。",
    )  # fmt: skip


@pytest.mark.clause("4.5")
def test_revoked_certificate_is_said():
    made = electronic.original()
    issuing.revoke(made.certificate, by=certificates.officer(made.certificate), ground="替考")
    verdict = verify_pdf(content(made.file))
    assert (verdict.good, verdict.state, verdict.sentences[-1]) == (False, "已撤销", "证书已撤销，不再有效。")


def test_corrected_certificate_points_to_the_new_one():
    made = electronic.original()
    Certificate.objects.filter(pk=made.certificate.pk).update(status="corrected")
    verdict = verify_pdf(content(made.file))
    assert (verdict.good, verdict.state) == (False, "已更正")


def test_superseded_version_and_its_copies_are_no_longer_good():
    copy = electronic.copied()
    certificate = copy.original.certificate
    second = services.reissue(certificate, by=certificates.officer(certificate), reason="密钥更换")
    for stored in (copy.file, copy.original.file):
        verdict = verify_pdf(content(stored))
        assert (verdict.good, verdict.superseded, verdict.state) == (False, True, "有效")
    assert verify_pdf(content(second.file)).good


def test_copy_says_its_purpose_and_when_it_has_expired(django_assert_num_queries):
    copy = electronic.copied(purpose="应聘面点师", days=10)
    body = content(copy.file)
    with django_assert_num_queries(1):
        verdict = verify_pdf(body)
    assert (verdict.good, verdict.kind, verdict.purpose, verdict.number) == (
        True,
        "专用副本",
        "应聘面点师",
        copy.number,
    )
    with clock.at(clock.now() + datetime.timedelta(days=10)):
        assert verify_pdf(body).good
    with clock.at(clock.now() + datetime.timedelta(days=11)):
        verdict = verify_pdf(body)
    assert (verdict.good, verdict.expired) == (False, True)
    assert verdict.sentences[-1] == "这份副本已过有效期，请向持证人索取新的副本。"


@pytest.mark.parametrize("body", [b"", b"hello", b"%PDF-1.7 rubbish"])
def test_what_is_no_signed_pdf(body):
    verdict = verify_pdf(body)
    assert (verdict.signed, verdict.good) == (False, False)
    assert "没有电子签名" in verdict.sentences[0]
