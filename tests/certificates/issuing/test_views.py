"""The pages of certificates."""

import pytest

from certificates.issuing import services
from certificates.issuing.models import Certificate
from certificates.issuing.worklist import waiting
from sdzx.accounts.roles import Role
from tests.factories import certificates, people

pytestmark = pytest.mark.django_db


def page(client, address):
    answer = client.get(address)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count(enter, django_assert_num_queries, count):
    made = certificates.numbered(passed=count)
    client = enter(certificates.officer(made[0]))
    client.get("/certificates/")
    with django_assert_num_queries(6):
        assert made[-1].number in page(client, "/certificates/")[1]


def test_list_filters_by_number_name_and_status(enter):
    first, second = certificates.numbered(passed=2)
    client = enter(certificates.officer(first))
    for query in (f"number={first.number.lower()}", f"name={first.name}&status=numbered"):
        text = page(client, f"/certificates/?{query}")[1]
        assert first.number in text
        assert second.number not in text
    assert "没有符合条件的记录" in page(client, "/certificates/?status=revoked")[1]


def test_record_masks_the_document_and_shows_copies(enter):
    certificate = certificates.printed()
    text = page(enter(certificates.officer(certificate)), f"/certificates/{certificate.uid}/")[1]
    assert certificate.document_number not in text
    assert certificate.prints.get().serial in text
    assert "重印" in text


def test_holder_sees_the_certificate_without_office_buttons(enter):
    certificate = certificates.printed()
    holder = people.actor(Role.APPLICANT, person=certificate.registration.user)
    status, text = page(enter(holder), f"/certificates/{certificate.uid}/")
    assert status == 200
    assert "重印" not in text
    assert page(enter(people.actor(Role.APPLICANT)), f"/certificates/{certificate.uid}/")[0] == 404


def test_step_print(enter):
    certificate = certificates.numbered()[0]
    client = enter(certificates.officer(certificate))
    base = f"/certificates/{certificate.uid}"
    assert client.post(f"{base}/print/").status_code == 302
    assert client.post(f"{base}/revoke/", {"ground": "冒名"}).status_code == 404
    certificate.refresh_from_db()
    assert certificate.status == Certificate.Status.PRINTED


def test_reprint_without_reason_keeps_the_page(enter):
    certificate = certificates.printed()
    client = enter(certificates.officer(certificate))
    address = f"/certificates/{certificate.uid}/reprint/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "卡纸"}).status_code == 302
    assert not certificate.prints.last().is_reprint


def test_session_page_prints_all_and_gives_one_file(enter):
    made = certificates.numbered(passed=2)
    Certificate.objects.filter(pk=made[1].pk).update(photo=None)
    client = enter(certificates.officer(made[0]))
    address = f"/certificates/sessions/{made[0].session.uid}/"
    assert "没有照片，不能打印" in page(client, address)[1]
    assert client.get(f"{address}prints.pdf").status_code == 404
    assert client.post(address).status_code == 302
    assert "已完成1项，共2项" in page(client, address + "?started=1")[1]
    assert "<html" not in client.get(address + "?started=1", headers={"HX-Request": "true"}).content.decode()
    for kind in ("prints", "list"):
        assert client.get(f"{address}{kind}.pdf").content.startswith(b"%PDF")
    assert client.get(f"{address}moon.pdf").status_code == 404


def test_file_of_a_copy_is_read_by_the_office_only(enter):
    certificate = certificates.printed()
    address = f"/files/{certificate.prints.get().file.uid}/"
    answer = enter(certificates.officer(certificate)).get(address)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    for stranger in (people.actor(Role.CERTIFIER, people.center("370200")), people.actor(Role.CLERK)):
        assert enter(stranger).get(address).status_code == 404


def test_worklist_one_row_a_session_and_state_in_one_query(django_assert_num_queries):
    made = certificates.numbered(passed=2)
    by = certificates.officer(made[0])
    services.print_certificate(made[0], by=by)
    with django_assert_num_queries(1):
        rows = list(waiting(by))
    assert sorted((row.title.partition("：")[0], row.count) for row in rows) == [("发放证书", 1), ("打印证书", 1)]
    assert list(waiting(people.actor(Role.CLERK))) == []
