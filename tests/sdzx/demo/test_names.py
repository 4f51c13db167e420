"""Everybody in the demo passes the portal's own checks."""

import pytest

from sdzx.demo import names
from sdzx.identifiers import DocumentType, check_document, check_name, check_phone, check_uscc


@pytest.mark.parametrize("kind", DocumentType)
def test_documents_of_every_kind_are_valid_and_never_repeat(kind):
    people = names.People("370100")
    numbers = [people.document(kind) for _ in range(300)]
    assert [problem for number in numbers for problem in check_document(kind, number)] == []
    assert len(set(numbers)) == 300


def test_two_cities_share_no_documents():
    first, second = names.People("370100"), names.People("370200")
    mine = {first.document(kind) for kind in DocumentType for _ in range(50)}
    theirs = {second.document(kind) for kind in DocumentType for _ in range(50)}
    assert mine & theirs == set()


def test_names_and_phones_are_accepted():
    people = names.People("370100")
    chinese = [people.name() for _ in range(200)] + [*names.MINORITY, *names.RARE]
    assert [problem for name in chinese for problem in check_name(name, latin=False)] == []
    assert [problem for name in names.LATIN for problem in check_name(name)] == []
    assert [problem for _ in range(50) for problem in check_phone(people.phone(), mobile_only=True)] == []


def test_codes_of_institutions_are_valid_and_differ():
    codes = {names.uscc(f"37{city:02d}00", number) for city in range(1, 18) for number in range(1, 90)}
    assert [problem for code in codes for problem in check_uscc(code)] == []
    assert len(codes) == 17 * 89


def test_same_city_gets_the_same_people():
    assert names.People("370600").name() == names.People("370600").name()
