"""The pages: what the holder, the office and the unit may see and press."""

import datetime

import pytest

from certificates.electronic import services
from certificates.electronic.models import ElectronicCertificate, PurposeCopy
from certificates.electronic.plugins import section
from certificates.issuing import services as issuing
from exams.registration.models import Registration
from sdzx import clock
from sdzx.accounts.roles import Role
from tests.factories import certificates, electronic, people

pytestmark = pytest.mark.django_db
BASE = "/certificates/electronic"


def text(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_holder_signs_takes_a_copy_and_fetches_both(enter):
    certificate = certificates.numbered()[0]
    client = enter(electronic.holder(certificate))
    page = f"{BASE}/{certificate.uid}/"
    assert "签发电子证书" in text(client, page)
    assert client.post(f"{page}make/").status_code == 302
    made = ElectronicCertificate.objects.get()
    assert "下载专用副本" in text(client, page)
    until = clock.today() + datetime.timedelta(days=5)
    assert "30天" in text(client, f"{page}copy/")
    assert client.post(f"{page}copy/", {"purpose": "应聘面点师", "valid_until": until.isoformat()}).status_code == 302
    copy = PurposeCopy.objects.get()
    assert copy.number in text(client, page)
    for stored in (made.file, copy.file):
        answer = client.get(f"/files/{stored.uid}/")
        assert (answer.status_code, b"".join(answer.streaming_content)[:5]) == (200, b"%PDF-")
    assert [item.facts["用途"] for item in section(certificate.registration.user).items] == ["应聘面点师"]


def test_refused_copy_keeps_what_was_typed(enter):
    certificate = electronic.original().certificate
    client = enter(electronic.holder(certificate))
    answer = client.post(f"{BASE}/{certificate.uid}/copy/", {"purpose": "应聘面点师", "valid_until": "2099-01-01"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "应聘面点师" in page
    assert "有效期须在" in page
    assert PurposeCopy.objects.count() == 0


def test_others_do_not_find_page_or_files(enter):
    copy = electronic.copied()
    certificate = copy.original.certificate
    client = enter(people.actor(Role.APPLICANT))
    assert client.get(f"{BASE}/{certificate.uid}/").status_code == 404
    assert client.post(f"{BASE}/{certificate.uid}/make/").status_code == 404
    for stored in (copy.file, copy.original.file):
        assert client.get(f"/files/{stored.uid}/").status_code == 404


def test_unit_sees_that_there_is_one_but_not_the_file(enter):
    made = electronic.original()
    unit = people.organization()
    Registration.objects.filter(pk=made.certificate.registration_id).update(unit=unit)
    client = enter(people.actor(Role.REGISTRAR, organisation=unit))
    page = text(client, f"{BASE}/{made.certificate.uid}/")
    assert "已签发" in page
    assert "由持证人本人和发证中心下载" in page
    assert str(made.file.uid) not in page
    assert client.get(f"/files/{made.file.uid}/").status_code == 404


def test_office_signs_anew_with_a_reason(enter):
    made = electronic.original()
    client = enter(certificates.officer(made.certificate))
    page = f"{BASE}/{made.certificate.uid}/"
    assert client.post(f"{page}reissue/", {"reason": ""}).status_code == 422
    assert client.post(f"{page}reissue/", {"reason": "密钥更换"}).status_code == 302
    shown = text(client, page)
    assert "第2版" in shown
    assert "密钥更换" in shown
    assert str(made.file.uid) in shown


def test_copy_of_a_superseded_version_is_listed_without_a_link_for_the_holder(enter):
    copy = electronic.copied()
    certificate = copy.original.certificate
    services.reissue(certificate, by=certificates.officer(certificate), reason="密钥更换")
    page = text(enter(electronic.holder(certificate)), f"{BASE}/{certificate.uid}/")
    assert copy.number in page
    assert str(copy.file.uid) not in page
    assert str(copy.file.uid) in text(enter(certificates.officer(certificate)), f"{BASE}/{certificate.uid}/")


def test_holder_of_a_revoked_certificate_gets_no_file(enter):
    copy = electronic.copied()
    certificate = copy.original.certificate
    issuing.revoke(certificate, by=certificates.officer(certificate), ground="替考")
    client = enter(electronic.holder(certificate))
    page = text(client, f"{BASE}/{certificate.uid}/")
    assert "证书已撤销" in page
    assert "copy/" not in page
    assert client.get(f"/files/{copy.file.uid}/").status_code == 404


def test_missing_key_is_said_on_the_page_and_after_the_button(enter, monkeypatch):
    certificate = certificates.numbered()[0]
    client = enter(electronic.holder(certificate))
    monkeypatch.setattr("sdzx.documents.signing.configured", lambda: False)
    page = f"{BASE}/{certificate.uid}/"
    assert "没有配置电子签名证书" in text(client, page)
    answer = client.post(f"{page}make/", follow=True)
    assert "没有配置电子签名证书" in answer.content.decode()
    assert ElectronicCertificate.objects.count() == 0


def test_damaged_file_is_said(enter):
    made = electronic.original()
    made.file.path.unlink()
    client = enter(electronic.holder(made.certificate))
    until = clock.today().isoformat()
    answer = client.post(f"{BASE}/{made.certificate.uid}/copy/", {"purpose": "应聘", "valid_until": until})
    assert (answer.status_code, "已损坏或丢失" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_copies_query_count(enter, django_assert_num_queries, count):
    made = certificates.numbered(passed=count)
    copies = [electronic.copied(each) for each in made]
    client = enter(certificates.officer(made[0]))
    text(client, f"{BASE}/copies/")
    with django_assert_num_queries(6):
        page = text(client, f"{BASE}/copies/")
    assert [each.number in page for each in copies] == [True] * count


def test_copies_say_whether_they_still_serve():
    copy = electronic.copied(days=10)
    assert copy.state == "使用期内"
    with clock.at(clock.now() + datetime.timedelta(days=11)):
        assert copy.state == "已过期"
    certificate = copy.original.certificate
    services.reissue(certificate, by=certificates.officer(certificate), reason="密钥更换")
    assert PurposeCopy.objects.get().state == "已被新版取代"
