"""The public pages."""

import json
import uuid

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from certificates.electronic.verification import Verdict
from certificates.issuing.models import Certificate
from certificates.lookup import forms, views
from sdzx import clock
from sdzx.accounts import human
from sdzx.crypto import seal
from tests.factories import certificates

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_counters():
    cache.clear()


def answered():
    """A right answer to a question of the human check."""
    until = (clock.now() + human.VALID).timestamp()
    return {"human-token": seal(json.dumps([uuid.uuid4().hex, 8, until]), human.PURPOSE), "human-answer": "八"}


def ask(client, **facts):
    return client.post("/lookup/", facts | answered())


@pytest.mark.parametrize("left", ["number", "name", "document_number"])
def test_lookup_finds_and_never_shows_the_full_document(client, left):
    certificate = certificates.printed()
    facts = {each: getattr(certificate, each) for each in forms.FACTS if each != left}
    answer = ask(client, **facts)
    page = answer.content.decode()
    assert certificate.number in page
    assert certificate.prints.get().serial in page
    assert certificate.document_number not in page
    assert not answer.cookies
    assert "no-store" in answer["Cache-Control"]


def test_lookup_needs_a_person_and_keeps_what_was_typed(client):
    certificate = certificates.printed()
    answer = client.post("/lookup/", {"number": certificate.number, "name": certificate.name})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert human.MISSING in page
    assert f'value="{certificate.number}"' in page
    assert certificate.project_name not in page


def test_lookup_answers_one_right_check_once(client):
    right = answered()
    assert client.post("/lookup/", {"number": "1", "name": "张伟"} | right).status_code == 200
    assert human.USED in client.post("/lookup/", {"number": "1", "name": "张伟"} | right).content.decode()


@pytest.mark.clause("4.5")
def test_lookup_says_the_same_whichever_fact_is_wrong(client, monkeypatch, django_assert_num_queries):
    certificate = certificates.printed()
    right = {"number": certificate.number, "name": certificate.name, "document_number": certificate.document_number}
    wrong = {"number": "ZX0000000", "name": "无此人", "document_number": "370102199001011234"}
    monkeypatch.setattr(human, "work", lambda: "{}")
    monkeypatch.setattr(human, "question", lambda: human.Question("几？", "token"))
    pages = set()
    for pair in (("number", "name"), ("number", "document_number"), ("name", "document_number")):
        for bad in pair:
            facts = {each: wrong[each] if each == bad else right[each] for each in pair}
            with django_assert_num_queries(1):
                answer = ask(client, **facts)
            page = answer.content.decode()
            for typed in facts.values():
                page = page.replace(f' value="{typed}"', "")
            pages.add((answer.status_code, page))
    (only,) = pages
    assert only[0] == 200
    assert "查无此证" in only[1]
    assert "输入有误" in only[1]


def test_lookup_nothing_found_keeps_what_was_typed(client):
    page = ask(client, number="ZX0", name="<张伟>").content.decode()
    assert 'value="&lt;张伟&gt;"' in page


def test_lookup_one_fact_says_so_and_asks_nobody_twice(client):
    answer = ask(client, name="张伟")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "任意两项" in page
    assert 'value="张伟"' in page
    assert "已确认，不必再做" in page


def test_lookup_escapes_what_a_record_says(client):
    certificate = certificates.printed()
    Certificate.objects.filter(pk=certificate.pk).update(name="<b>[[number]]", name_key="X")
    page = ask(client, number=certificate.number, name="x").content.decode()
    assert "&lt;b&gt;[[number]]" in page
    assert "<b>" not in page


def test_lookup_too_often_is_429(client):
    codes = [client.post("/lookup/", {}).status_code for _ in range(31)]
    assert codes == [422] * 30 + [429]


def test_lookup_other_methods_are_refused(client):
    assert client.put("/lookup/").status_code == 405


@pytest.mark.parametrize(
    ("status", "said"), [("printed", "有效"), ("revoked", "不再有效"), ("corrected", "已更正，见新证")]
)
def test_verify_says_the_state(client, status, said, django_assert_num_queries):
    certificate = certificates.printed()
    Certificate.objects.filter(pk=certificate.pk).update(status=status)
    with django_assert_num_queries(1):
        answer = client.get(f"/lookup/v/{certificate.code}/")
    assert certificate.number in answer.content.decode()
    assert said in answer.content.decode()
    assert not answer.cookies


@pytest.mark.parametrize("code", ["nothing", "%00", "%ff"])
def test_verify_unknown_code(client, code):
    answer = client.get(f"/lookup/v/{code}/")
    assert answer.status_code == 404
    assert "不属于本系统" in answer.content.decode()


def upload(client, content):
    return client.post("/lookup/file/", {"file": SimpleUploadedFile("证书.pdf", content)} | answered())


def test_file_page(client):
    assert "不保存" in client.get("/lookup/file/").content.decode()


def test_file_without_a_signature(client):
    page = upload(client, b"%PDF-1.7 nothing").content.decode()
    assert "不能作为有效证书使用" in page
    assert "没有电子签名" in page


def test_file_shows_the_certificate_as_the_public_may_see_it(client, monkeypatch):
    certificate = certificates.printed()
    verdict = Verdict(
        True, True, True, True, True, ("证书目前有效。",), kind="电子证书", certificate=certificate, state="有效"
    )
    monkeypatch.setattr(views, "verify_pdf", lambda content: verdict)
    page = upload(client, b"%PDF-1.7").content.decode()
    assert "可以使用" in page
    assert certificate.number in page
    assert certificate.document_number not in page


@pytest.mark.parametrize(
    ("content", "said"), [(b"\x89PNG", "不是PDF文件"), (b"%PDF-" + b"0" * forms.PDF_BYTES, "超过10MB")]
)
def test_file_that_cannot_be_one(client, content, said):
    answer = upload(client, content)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_file_needs_a_person(client):
    assert client.post("/lookup/file/", {"file": SimpleUploadedFile("a.pdf", b"%PDF-")}).status_code == 422
