"""The pages of applications about certificates."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from certificates.changes.models import CertificateChange
from certificates.changes.worklist import waiting
from certificates.issuing.models import Certificate
from sdzx.accounts.roles import Role
from tests.factories import certificates, holders, papers, people

pytestmark = pytest.mark.django_db
BASE = "/certificates/changes/"
Kind = CertificateChange.Kind


def text(answer):
    return answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count(enter, django_assert_num_queries, count):
    made = [holders.change(each) for each in certificates.numbered(passed=count)]
    client = enter(certificates.officer(made[0].certificate))
    client.get(BASE)
    with django_assert_num_queries(6):
        assert made[-1].certificate.number in text(client.get(BASE))


def test_list_filters(enter):
    made = holders.change()
    client = enter(certificates.officer(made.certificate))
    number = made.certificate.number
    for query in ("kind=correction", "status=applied", f"number={number.lower()}"):
        assert number in text(client.get(f"{BASE}?{query}")).partition("<tbody")[2]
    assert "没有符合条件的记录" in text(client.get(f"{BASE}?kind=revocation"))


def test_correction_from_the_holders_page_to_the_new_certificate(enter):
    certificate = certificates.printed()
    client = enter(holders.holder(certificate))
    address = f"{BASE}new/{certificate.uid}/correction/"
    page = text(client.get(f"/certificates/{certificate.uid}/"))
    assert (address in page, "提出撤销" in page) == (True, False)
    assert certificate.document_number not in text(client.get(address))
    data = {"new_name": "王䶮", "ground": "名字中有生僻字", "new_document_number": ""}
    refused = client.post(address, data)
    assert (refused.status_code, "请上传证明材料" in text(refused), "王䶮" in text(refused)) == (422, True, True)
    scan = SimpleUploadedFile("身份证.pdf", papers.pdf(), "application/pdf")
    page = client.post(address, {**data, "evidence": scan})["Location"]
    assert f"{certificate.name} → 王䶮" in text(client.get(page))
    evidence = CertificateChange.objects.get().evidence.get()
    assert b"".join(client.get(f"/files/{evidence.uid}/").streaming_content).startswith(b"%PDF")
    assert enter(people.actor(Role.ARRANGER)).get(f"/files/{evidence.uid}/").status_code == 404
    officer, director = certificates.officer(certificate), people.actor(Role.DIRECTOR, certificate.center)
    assert enter(officer).post(f"{page}review/").status_code == 302
    assert enter(director).get(f"{page}approve/").status_code == 200
    assert enter(director).post(f"{page}approve/").status_code == 302
    client = enter(officer)
    assert client.get(f"{page}carry_out/").status_code == 200
    assert client.post(f"{page}carry_out/", {"old_copy": "销毁"}).status_code == 302
    new = Certificate.objects.get(replaces=certificate)
    assert new.number in text(client.get(page))
    assert "已更正，见新证" in text(client.get(f"/certificates/{certificate.uid}/"))
    assert certificate.number in text(client.get(f"/certificates/{new.uid}/"))


def test_revocation_page_is_the_offices_and_unknown_kinds_are_not_found(enter):
    certificate = certificates.printed()
    address = f"{BASE}new/{certificate.uid}/"
    assert enter(holders.holder(certificate)).get(f"{address}revocation/").status_code == 403
    client = enter(certificates.officer(certificate))
    assert client.get(f"{address}revocation/").status_code == 200
    assert client.get(f"{address}moon/").status_code == 404


def test_statement(enter):
    made = holders.change(None, Kind.REVOCATION)
    client = enter(holders.holder(made.certificate))
    page = f"{BASE}{made.uid}/"
    assert "陈述申辩" in text(client.get(page))
    assert client.get(f"{page}statement/").status_code == 200
    assert client.post(f"{page}statement/", {"statement": "不是本人"}).status_code == 302
    assert "不是本人" in text(client.get(page))


def test_record_of_a_corrected_document_masks_both(enter):
    number = people.resident_id()
    made = holders.change(None, new_name="", new_document_number=number)
    shown = text(enter(certificates.officer(made.certificate)).get(f"{BASE}{made.uid}/"))
    assert number not in shown
    assert made.certificate.document_number not in shown


def test_worklist_of_each_in_one_query(django_assert_num_queries):
    made = holders.change(None, Kind.REVOCATION)
    officer = certificates.officer(made.certificate)
    with django_assert_num_queries(1):
        assert [each.title for each in waiting(officer)] == ["审核：证书撤销"]
    row = waiting(holders.holder(made.certificate))[0]
    assert (row.title, row.due.day) == ("陈述申辩：证书撤销", made.statement_due)
    assert waiting(people.actor(Role.DIRECTOR)) == waiting(people.actor(Role.CLERK)) == []
