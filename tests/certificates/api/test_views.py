"""The province's pages about keys."""

import pytest

from certificates.api import services
from certificates.api.models import ApiKey
from sdzx.accounts.roles import Role
from tests.factories import certificates, people

pytestmark = pytest.mark.django_db
FORM = {"holder": "齐鲁人才网", "contact": "王 0531-1", "per_minute": "60"}


@pytest.fixture
def province(enter):
    return enter(people.actor(Role.PROVINCE))


def test_the_key_is_shown_once(province):
    answer = province.post("/certificates/keys/new/", FORM)
    made = ApiKey.objects.get()
    key = answer.content.decode().partition('readonly value="')[2].partition('"')[0]
    assert services.usable(key) == made
    assert "no-store" in answer["Cache-Control"]
    page = province.get(f"/certificates/keys/{made.uid}/").content.decode()
    assert made.prefix in page
    assert key not in page
    assert made.key_hash not in page


def test_a_slip_keeps_what_was_typed(province):
    answer = province.post("/certificates/keys/new/", FORM | {"per_minute": "0"})
    assert answer.status_code == 422
    assert "每分钟次数至少为1。" in answer.content.decode()
    assert 'value="齐鲁人才网"' in answer.content.decode()
    assert not ApiKey.objects.exists()


def test_a_refusal_of_the_service_is_shown(province, monkeypatch):
    monkeypatch.setattr(services, "MOST_PER_MINUTE", 10)
    assert "1至10。" in province.post("/certificates/keys/new/", FORM).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list(province, count, django_assert_num_queries):
    for _ in range(count):
        certificates.api_key()
    with django_assert_num_queries(6):
        page = province.get("/certificates/keys/").content.decode()
    assert page.count("sdzx_AbCdEf") == count


def test_stop(province):
    made = certificates.api_key()
    assert province.post(f"/certificates/keys/{made.uid}/revoke/", {"ground": ""}).status_code == 422
    province.post(f"/certificates/keys/{made.uid}/revoke/", {"ground": "合作终止"})
    made.refresh_from_db()
    assert made.status == "revoked"
