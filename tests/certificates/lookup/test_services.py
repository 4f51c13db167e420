"""What the public is told."""

import pytest

from certificates.issuing import services as issuing
from certificates.issuing.models import Certificate
from certificates.lookup import services
from sites.registry.models import Site
from tests.factories import certificates

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate():
    return certificates.printed()


def full_width(text):
    return "".join(chr(ord(each) + 0xFEE0) if each.isdigit() else each for each in text)


@pytest.mark.clause("4.5")
@pytest.mark.parametrize("left", ["number", "name", "document_number"])
def test_find_any_two_of_three(certificate, left):
    facts = {"number": certificate.number, "name": certificate.name, "document_number": certificate.document_number}
    facts.pop(left)
    assert [each.number for each in services.find(**facts)] == [certificate.number]


@pytest.mark.parametrize("fact", ["number", "name", "document_number"])
def test_find_one_fact_is_not_enough(certificate, fact):
    assert services.find(**{fact: getattr(certificate, fact)}) == []


def test_find_a_third_fact_that_does_not_fit_finds_nothing(certificate):
    facts = {"number": certificate.number, "document_number": certificate.document_number}
    assert len(services.find(**facts)) == 1
    assert services.find(**facts, name="别人") == []


def test_find_forgives_full_width_spaces_and_small_x(certificate):
    Certificate.objects.filter(pk=certificate.pk).update(name_key="阿依·古丽")
    number = f" {full_width(certificate.number).lower()} "
    assert len(services.find(number=number, document_number=full_width(certificate.document_number))) == 1
    assert len(services.find(number=certificate.number, name=" 阿依•古丽 ")) == 1


def test_find_masks_the_document_and_takes_one_query(certificate, django_assert_num_queries):
    with django_assert_num_queries(1):
        (found,) = services.find(number=certificate.number, name=certificate.name)
    assert found.document_number == certificate.document_number[:3] + "*" * 11 + certificate.document_number[-4:]
    assert (found.state, found.valid, found.remark) == ("有效", True, "")


def test_find_revoked_says_so(certificate):
    issuing.revoke(certificate, by=certificates.officer(certificate), ground="冒名")
    (found,) = services.find(number=certificate.number, name=certificate.name)
    assert (found.state, found.valid) == ("已撤销", False)


@pytest.mark.clause("5.4")
def test_verify_certificate_of_a_revoked_site_stays_valid_and_says_so(certificate):
    Site.objects.update(status=Site.Status.REVOKED)
    found = services.verify(certificate.code)
    assert (found.valid, found.remark) == (True, "考核所在考点其后已被取消资格，不影响本证书效力。")


def test_verify_unknown_code(certificate):
    assert services.verify("x" * 22) is None
