"""Every kind of document: as printed, however typed, and one character off."""

import pytest

from sdzx.identifiers import DocumentType, check_document, iso7064_mod11_2, normalise_document
from sdzx.identifiers.documents import birth_date


def long(region: str, born: str = "19900101", serial: str = "123") -> str:
    return (body := region + born + serial) + iso7064_mod11_2(body)


def ending_in_x(region: str) -> str:
    return next(number for each in range(100) if (number := long(region, serial=f"{each:03d}"))[-1] == "X")


VALID = {
    DocumentType.RESIDENT_ID: (long("370102"), ending_in_x("371302")),
    DocumentType.HMT_RESIDENCE: (long("810000"), long("820000"), ending_in_x("830000")),
    DocumentType.FOREIGN_PR: (long("937840"), ending_in_x("911370"), "USA370085061412"),
    DocumentType.HM_PERMIT: ("H12345678", "M12345678", "H1234567801"),
    DocumentType.TW_PERMIT: ("12345678", "1234567801"),
    DocumentType.PASSPORT: ("E12345678", "EA1234567", "G1234567", "123456789", "AB12345"),
}
EACH = [(kind, number) for kind, numbers in VALID.items() for number in numbers]
LONG = [(kind, number) for kind, number in EACH if len(number) == 18]
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def test_every_kind_is_here():
    assert set(VALID) == set(DocumentType)


@pytest.mark.parametrize(("kind", "number"), EACH)
def test_however_typed_it_is_one_number(kind, number):
    typed = (
        number.lower(),
        number.translate(WIDE),
        f" {number[:6]} {number[6:]}\t",
        f"{number[:4]}-{number[4:]}\u3000",
    )
    assert [(check_document(kind, each), normalise_document(each)) for each in typed] == [([], number)] * 4


@pytest.mark.parametrize(("kind", "number"), LONG)
@pytest.mark.parametrize("place", range(18))
def test_one_digit_off_anywhere_is_found(kind, number, place):
    others = set("0123456789X" if place == 17 else "0123456789") - {number[place]}
    accepted = [each for each in others if not check_document(kind, number[:place] + each + number[place + 1 :])]
    assert accepted == []


@pytest.mark.parametrize(("kind", "number"), LONG)
def test_two_neighbours_swapped_are_found(kind, number):
    swapped = [number[:at] + number[at + 1] + number[at] + number[at + 2 :] for at in range(16)]
    assert [each for each in swapped if each != number and not check_document(kind, each)] == []


@pytest.mark.parametrize(
    ("kind", "number"), [each for each in EACH if each[0] != DocumentType.PASSPORT and each[1] != "H1234567801"]
)
def test_one_character_more_or_less_is_found(kind, number):
    assert [check_document(kind, each) == [] for each in (number[:-1], number + "1", "1" + number)] == [False] * 3


@pytest.mark.parametrize("number", ["H1234567", "H123456780", "H12345678012", "A12345678", "HH2345678", "12345678"])
def test_no_permit_of_hong_kong_or_macao(number):
    (sentence,) = check_document("hm_permit", number)
    assert sentence == "港澳居民来往内地通行证号码应为字母H或M加8位或10位数字。"


@pytest.mark.parametrize("number", ["1234", "E" * 8, "E" + "1" * 20, "E1234_678", "护照1234567"])
def test_no_passport(number):
    assert check_document("passport", number) == ["护照号码应为5至20位字母和数字。"]


@pytest.mark.parametrize("kind", DocumentType.values)
def test_the_number_of_another_kind_is_found(kind):
    """A passport may look like anything; the others tell each other apart."""
    kinds = [each for each in VALID if each not in (kind, DocumentType.PASSPORT)]
    foreign = [number for each in kinds for number in VALID[each] if not check_document(kind, number)]
    assert kind == DocumentType.PASSPORT or foreign == []


@pytest.mark.parametrize(("kind", "number"), LONG)
def test_birthday_is_in_the_long_numbers(kind, number):
    assert f"{birth_date(kind, number):%Y%m%d}" == number[6:14]
