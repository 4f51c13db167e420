"""The public pages."""

import pytest
from django.core.cache import cache

from tests.factories import certificates

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_counters():
    cache.clear()


def test_lookup_finds_and_never_shows_the_full_document(client):
    certificate = certificates.printed()
    answer = client.post("/lookup/", {"number": certificate.number, "name": certificate.name})
    page = answer.content.decode()
    assert certificate.number in page
    assert certificate.document_number not in page
    assert "sessionid" not in answer.cookies


def test_lookup_nothing_found_names_reasons_but_no_field(client):
    page = client.post("/lookup/", {"number": "ZX0", "name": "无此人"}).content.decode()
    assert "没有查到证书" in page
    assert "输入有误" in page
    assert "不存在" not in page


def test_lookup_one_fact_keeps_what_was_typed(client):
    answer = client.post("/lookup/", {"name": "张伟"})
    assert answer.status_code == 422
    assert "任意两项" in answer.content.decode()
    assert 'value="张伟"' in answer.content.decode()


def test_lookup_too_often_is_429(client):
    codes = [client.post("/lookup/", {}).status_code for _ in range(31)]
    assert codes == [422] * 30 + [429]


def test_verify_page_and_unknown_code(client):
    certificate = certificates.printed()
    assert certificate.number in client.get(f"/lookup/v/{certificate.code}/").content.decode()
    assert client.get("/lookup/v/nothing/").status_code == 404
