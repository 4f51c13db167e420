"""What the public is told."""

import dataclasses
import datetime

import pytest
from django.db import connection, transaction

from certificates.issuing.models import Certificate
from certificates.lookup import query, services
from certificates.printing.single import print_certificate
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


def test_find_all_three_must_fit(certificate):
    facts = {"number": certificate.number, "document_number": certificate.document_number}
    assert len(services.find(**facts, name=certificate.name)) == 1
    assert services.find(**facts, name="别人") == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": "ZX0", "name": "张伟"},
        {"name": "无此人", "document_number": "370102199001011234"},
        {"number": "ZX0", "document_number": "370102199001011234"},
        {"number": "\0", "name": "张\0伟", "document_number": "3"},
    ],
)
def test_find_costs_one_query_whatever_is_wrong(certificate, wrong, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert services.find(**wrong) == []


def test_find_forgives_full_width_spaces_and_small_x(certificate):
    Certificate.objects.filter(pk=certificate.pk).update(name_key="阿依·古丽")
    number = f" {full_width(certificate.number).lower()} "
    assert len(services.find(number=number, document_number=full_width(certificate.document_number))) == 1
    assert len(services.find(number=certificate.number, name=" 阿依•古丽 ")) == 1


def test_find_a_small_x_at_the_end_of_the_document(certificate):
    index = services.document_index(certificate.document_type, "37010219900101123X")
    Certificate.objects.filter(pk=certificate.pk).update(document_index=index)
    assert len(services.find(number=certificate.number, document_number="３７０１０２ 19900101 123ｘ")) == 1


def test_find_shows_every_printed_fact_and_masks_the_document(certificate, django_assert_num_queries):
    with django_assert_num_queries(1):
        (found,) = services.find(number=certificate.number, name=certificate.name)
    assert found.photo.startswith("/lookup/photo/")
    assert dataclasses.replace(found, photo="") == services.Shown(
        number=certificate.number, name=certificate.name, document_type=certificate.get_document_type_display(),
        document_number=certificate.document_number[:3] + "*" * 11 + certificate.document_number[-4:],
        project=certificate.project_name, result="合格", issued_on=certificate.issued_on, center=certificate.center.name,
        serial=certificate.prints.get().serial, reprinted_on=None, valid=True, state="有效", tone="good", remark="",
        successor="", photo="",
    )  # fmt: skip


def test_find_names_the_newest_copy_and_that_it_was_made_later(certificate):
    by = certificates.officer(certificate)
    print_certificate(certificate, by=by, reason="遗失", replacement=True)
    newest = certificate.prints.last()
    (found,) = services.find(number=certificate.number, name=certificate.name)
    assert (found.serial, found.reprinted_on) == (newest.serial, services.timezone.localtime(newest.printed_at).date())


def test_find_without_a_copy(certificate):
    certificate = certificates.numbered()[0]
    (found,) = services.find(number=certificate.number, name=certificate.name)
    assert (found.serial, found.reprinted_on) == ("", None)


def test_find_shows_all_of_one_person_the_newest_first(certificate):
    facts = {"name": certificate.name, "document_number": certificate.document_number}
    older, newer = copy_of(certificate, 1), copy_of(certificate, 2)
    assert [each.number for each in services.find(**facts)] == [newer.number, older.number, certificate.number]
    assert query.sql_for(("name_key", "document_index")).endswith(f"LIMIT {query.MOST}")


def copy_of(certificate, days):
    """Another certificate of the same person, so many days later."""
    other = certificates.numbered()[0]
    Certificate.objects.filter(pk=other.pk).update(
        name_key=certificate.name_key,
        document_type=certificate.document_type,
        document_index=certificate.document_index,
        issued_on=certificate.issued_on + datetime.timedelta(days),
    )
    return other


def test_find_points_to_the_certificate_issued_instead(certificate):
    instead = certificates.numbered()[0]
    Certificate.objects.filter(pk=certificate.pk).update(status="corrected")
    Certificate.objects.filter(pk=instead.pk).update(replaces=certificate)
    (found,) = services.find(number=certificate.number, name=certificate.name)
    assert found.successor == instead.number


@pytest.mark.parametrize(
    ("status", "said"), [("revoked", ("已撤销", "bad")), ("corrected", ("已更正，见新证", "warning"))]
)
def test_find_says_what_became_of_it(certificate, status, said):
    Certificate.objects.filter(pk=certificate.pk).update(status=status)
    (found,) = services.find(number=certificate.number, name=certificate.name)
    assert (found.state, found.tone, found.valid) == (*said, False)


@pytest.mark.clause("5.4")
def test_verify_certificate_of_a_revoked_site_stays_valid_and_says_so(certificate):
    Site.objects.update(status=Site.Status.REVOKED)
    found = services.verify(certificate.code)
    assert (found.valid, found.remark) == (True, "考核所在考点其后已被取消资格，不影响本证书效力。")


@pytest.mark.parametrize("code", ["x" * 22, "", "\0"])
def test_verify_unknown_code(certificate, code, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert services.verify(code) is None


def test_sql_for_an_unknown_fact():
    with pytest.raises(KeyError):
        query.sql_for(("phone",))


def test_the_statement_is_prepared_once_per_connection_and_survives_a_rollback(certificate):
    with transaction.atomic():
        services.verify("x")
        transaction.set_rollback(True)
    services.verify("x")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", ['%"code" = $1%'])
        assert cursor.fetchone() == (1,)
