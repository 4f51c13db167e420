"""Signed once and kept; anew with a reason; copies counted, each with its purpose."""

import datetime
import hashlib
import io

import pikepdf
import pytest
from django.db import IntegrityError, transaction

from certificates.electronic import documents, services
from certificates.electronic.models import ElectronicCertificate, PurposeCopy
from certificates.electronic.tasks import make_missing
from certificates.issuing import services as issuing
from certificates.issuing.models import Certificate
from sdzx import clock
from sdzx.accounts.actors import SYSTEM
from sdzx.accounts.roles import Role
from sdzx.audit.services import last_entry
from sdzx.documents.signing import NotConfigured, signatures
from sdzx.files.services import content
from sdzx.workflow import Refused
from tests.factories import certificates, electronic, people
from tests.sdzx.documents.test_templates import text_of

pytestmark = pytest.mark.django_db


def test_original_is_signed_pdf_a_with_the_record_in_it():
    made = electronic.original()
    body, certificate = content(made.file), made.certificate
    assert hashlib.sha256(body).hexdigest() == made.sha256
    (signature,) = signatures(body)
    assert (signature.whole, signature.ours, signature.contact) == (True, True, f"sdzx:{certificate.code}")
    pages, text = text_of(body)
    assert pages == 1
    facts = (certificate.number, certificate.name, certificate.document_number, certificate.project_name, "电子证书")
    assert [each for each in facts if each not in text] == []
    with pikepdf.open(io.BytesIO(body)) as document:
        assert document.open_metadata().pdfa_status == "2B"
    assert last_entry(certificate).verb == "electronic.make"


def test_made_twice_is_the_same_even_after_the_design_has_changed(monkeypatch):
    made = electronic.original()
    monkeypatch.setattr(documents, "original_pdf", lambda certificate: pytest.fail("written anew"))
    assert services.make(made.certificate, by=SYSTEM) == made
    assert ElectronicCertificate.objects.count() == 1


@pytest.mark.clause("4.5")
def test_revoked_certificate_is_not_signed():
    certificate = certificates.numbered()[0]
    issuing.revoke(certificate, by=certificates.officer(certificate), ground="替考")
    with pytest.raises(Refused, match="证书已撤销"):
        services.make(certificate, by=SYSTEM)


def test_production_without_a_key_signs_nothing(settings):
    certificate = certificates.numbered()[0]
    settings.PRODUCTION = True
    with pytest.raises(NotConfigured):
        services.make(certificate, by=SYSTEM)
    assert make_missing() == 0
    settings.PRODUCTION = False
    services.make(certificate, by=SYSTEM)
    settings.PRODUCTION = True
    with pytest.raises(NotConfigured):
        services.reissue(certificate, by=certificates.officer(certificate), reason="换密钥")


def test_holder_makes_their_own_and_nobody_elses():
    certificate = certificates.numbered()[0]
    with pytest.raises(Refused, match="没有找到"):
        services.make(certificate, by=people.actor(Role.APPLICANT))
    assert services.make(certificate, by=electronic.holder(certificate)).made_by == certificate.registration.user


def test_new_version_supersedes_the_one_before():
    first = electronic.original()
    by = certificates.officer(first.certificate)
    second = services.reissue(first.certificate, by=by, reason="密钥更换")
    first.refresh_from_db()
    assert (first.superseded_at is not None, second.version, services.current(first.certificate)) == (True, 2, second)
    assert (last_entry(first.certificate).verb, last_entry(first.certificate).ground) == (
        "electronic.reissue",
        "密钥更换",
    )
    with pytest.raises(Refused, match="请填写重新签发的理由"):
        services.reissue(first.certificate, by=by, reason=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        ElectronicCertificate.objects.filter(pk=first.pk).update(superseded_at=None)


def test_nothing_to_sign_anew_is_said():
    certificate = certificates.numbered()[0]
    with pytest.raises(Refused, match="还没有签发过电子证书"):
        services.reissue(certificate, by=certificates.officer(certificate), reason="换密钥")


def test_copy_says_purpose_and_term_and_leaves_the_original_alone():
    made = electronic.original()
    before = content(made.file)
    copy = electronic.copied(made.certificate, purpose="应聘济南市历下区好面包食品有限公司面点师")
    body = content(copy.file)
    pages, text = text_of(body)
    assert pages == 1
    for fact in (copy.number, copy.purpose, made.certificate.name, made.certificate.document_number, "专用副本"):
        assert fact in text
    (signature,) = signatures(body)
    assert (signature.whole, signature.ours) == (True, True)
    assert copy.purpose in signature.reason
    with pikepdf.open(io.BytesIO(body)) as document:
        assert document.open_metadata().pdfa_status == "2B"
        assert str(document.Root.OutputIntents[0].S) == "/GTS_PDFA1"
        assert len(document.Root.AcroForm.Fields) == 1
    assert content(made.file) == before
    assert (last_entry(made.certificate).verb, copy.original) == ("electronic.copy", made)


def test_first_copy_signs_the_original_too():
    copy = electronic.copied()
    assert copy.original.version == 1


def test_fourth_copy_waits_for_the_window():
    certificate = certificates.numbered()[0]
    for purpose in ("应聘甲", "应聘乙", "应聘丙"):
        electronic.copied(certificate, purpose=purpose)
    with pytest.raises(Refused, match="90天内已下载3份副本"):
        electronic.copied(certificate, purpose="应聘丁")
    with clock.at(clock.now() + datetime.timedelta(days=90)):
        electronic.copied(certificate, purpose="应聘丁")
    assert len({each.number for each in PurposeCopy.objects.all()}) == 4


def test_office_takes_no_copy_for_the_holder():
    certificate = certificates.numbered()[0]
    with pytest.raises(Refused, match="不能进行这项操作"):
        services.take_copy(certificate, by=certificates.officer(certificate), purpose="应聘", valid_until=clock.today())


@pytest.mark.parametrize("damage", ["changed", "gone"])
def test_damaged_original_gives_no_copy(damage):
    made = electronic.original()
    path = made.file.path
    if damage == "gone":
        path.unlink()
    else:
        path.chmod(0o600)
        path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(Refused, match="已损坏或丢失"):
        electronic.copied(made.certificate)
    assert PurposeCopy.objects.count() == 0


def test_worker_signs_those_without_and_passes_over_what_cannot_be_printed(monkeypatch):
    first, second, third = certificates.numbered(passed=3)
    electronic.original(first)
    Certificate.objects.filter(pk=second.pk).update(name="\ue000")
    assert make_missing() == 1
    assert [each.certificate for each in ElectronicCertificate.objects.all()] == [first, third]
    assert make_missing() == 0


def test_worker_stops_at_its_share(monkeypatch):
    certificates.numbered(passed=2)
    monkeypatch.setattr("certificates.electronic.tasks.A_RUN", 1)
    assert [make_missing(), make_missing(), make_missing()] == [1, 1, 0]


def test_who_may_have_the_file():
    made = electronic.original()
    certificate, officer = made.certificate, certificates.officer(made.certificate)
    holder = electronic.holder(certificate)
    unit = people.actor(Role.REGISTRAR)
    assert [services.may_have(each, made) for each in (holder, officer, unit)] == [True, True, False]
    services.reissue(certificate, by=officer, reason="密钥更换")
    made.refresh_from_db()
    assert [services.may_have(each, made) for each in (holder, officer)] == [False, True]
