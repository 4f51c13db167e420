"""Keys: issued once, kept as a hash, stopped for good."""

import pytest

from certificates.api import services
from certificates.api.models import ApiKey
from sdzx.accounts.roles import Role
from sdzx.audit.models import Entry
from sdzx.workflow import Refused
from tests.factories import certificates, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def province():
    return people.actor(Role.PROVINCE)


def issue(by, **values):
    return services.issue(by=by, **{"holder": " 齐鲁人才网 ", "contact": "王 0531-1", "per_minute": 60} | values)


def test_issue_keeps_only_the_hash_and_is_traced(province):
    made, key = issue(province)
    _, other = issue(province)
    assert key != other
    assert len(key) == 48
    assert made.prefix == key[:11]
    assert made.key_hash == services.hashed(key)
    assert key not in str(ApiKey.objects.values_list())
    entry = Entry.objects.get(verb="api_key.issue", subject_id=made.pk)
    assert key not in str(entry.after)
    assert made.key_hash not in str(entry.after)


@pytest.mark.parametrize("per_minute", [0, 10_001])
def test_issue_with_a_limit_out_of_range(province, per_minute):
    with pytest.raises(Refused, match="1至10000"):
        issue(province, per_minute=per_minute)


def test_issue_needs_the_grant():
    with pytest.raises(Refused):
        issue(people.actor(Role.DIRECTOR))
    assert not ApiKey.objects.exists()


def test_usable_until_it_is_stopped(province, django_assert_num_queries):
    made, key = issue(province)
    with django_assert_num_queries(1):
        assert services.usable(key) == made
    assert services.usable(key + "x") is None
    services.revoke(made, by=province, ground="合作终止")
    assert services.usable(key) is None
    with pytest.raises(Refused):
        services.revoke(made, by=province, ground="再停一次")


def test_nobody_but_the_province_sees_keys(province):
    key = certificates.api_key()
    for role in Role:
        if role not in (Role.VISITOR, Role.SYSTEM, Role.PROVINCE, Role.ADMIN, Role.AUDITOR):
            assert not ApiKey.objects.visible_to(people.actor(role)).exists(), role
    assert list(ApiKey.objects.visible_to(province)) == [key]
