"""The pages of certificates."""

import pytest

from certificates.issuing.models import Certificate
from certificates.issuing.worklist import waiting
from certificates.printing.single import print_certificate
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


def test_steps_are_taken_elsewhere(enter):
    certificate = certificates.printed()
    client = enter(certificates.officer(certificate))
    for verb in ("revoke", "correct"):
        assert client.post(f"/certificates/{certificate.uid}/{verb}/", {"ground": "冒名"}).status_code == 404


def test_session_page_says_what_waits_and_what_cannot_be_printed(enter):
    made = certificates.numbered(passed=2)
    Certificate.objects.filter(pk=made[1].pk).update(photo=None)
    client = enter(certificates.officer(made[0]))
    address = f"/certificates/sessions/{made[0].session.uid}/"
    text = page(client, address)[1]
    for words in ("2本待打印", "其中1本现在不能打印", "没有照片，不能打印", "建立印制批次并检查"):
        assert words in text, words
    assert client.get(f"{address}list.pdf").content.startswith(b"%PDF")
    assert client.get(f"{address}moon.pdf").status_code == 404
    Certificate.objects.update(status="printed")
    text = page(client, address)[1]
    assert "没有待打印的" in text
    assert "建立印制批次" not in text


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
    print_certificate(made[0], by=by)
    with django_assert_num_queries(1):
        rows = list(waiting(by))
    assert sorted((row.title.partition("：")[0], row.count) for row in rows) == [("发放证书", 1), ("打印证书", 1)]
    assert list(waiting(people.actor(Role.CLERK))) == []
