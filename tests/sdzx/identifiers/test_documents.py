"""Identity documents: the library's known mistakes are ours to avoid."""

import datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sdzx import clock
from sdzx.identifiers import (
    DocumentType,
    Sex,
    birth_date,
    check_document,
    faultless_resident_id,
    iso7064_mod11_2,
    normalise_document,
    sex,
)

WRONG_CHECK = "居民身份证号码的校验码不符，请对照证件核对每一位。"


def numbered(region: str, born: str, serial: str = "123") -> str:
    return (body := region + born + serial) + iso7064_mod11_2(body)


def elsewhere(label: str) -> str:
    return f"这是{label}的号码，请把证件类型改为“{label}”。"


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("resident_id", numbered("370102", "19900101")),
        ("resident_id", numbered("371202", "19640229")),
        ("hmt_residence", numbered("810000", "19900101")),
        ("hmt_residence", numbered("830000", "20010203")),
        ("foreign_pr", numbered("937840", "19850614")),
        ("foreign_pr", "USA370085061412"),
        ("hm_permit", "H12345678"),
        ("hm_permit", "m1234567801"),
        ("tw_permit", "12345678"),
        ("tw_permit", "1234567801"),
        ("passport", "E12345678"),
    ],
)
def test_check_document_good(kind, number):
    assert check_document(kind, number) == []


@pytest.mark.parametrize(
    ("kind", "number", "sentences"),
    [
        ("resident_id", "", ["请填写居民身份证号码。"]),
        ("resident_id", "370102900101123", ["15位的旧身份证号码已经停用，请填写18位号码。"]),
        ("resident_id", numbered("991231", "19900101"), [elsewhere("外国人永久居留身份证")]),
        ("resident_id", numbered("820000", "19900101"), [elsewhere("港澳台居民居住证")]),
        ("resident_id", numbered("780000", "19900101"), ["居民身份证号码的前6位不是有效的地区代码。"]),
        ("resident_id", numbered("370102", "20990101"), ["居民身份证号码第7至14位“20990101”不是有效的出生日期。"]),
        ("resident_id", numbered("370102", "18001231"), ["居民身份证号码第7至14位“18001231”不是有效的出生日期。"]),
        (
            "resident_id",
            "370102199002301239",
            ["居民身份证号码第7至14位“19900230”不是有效的出生日期。", WRONG_CHECK],
        ),
        ("hmt_residence", numbered("370102", "19900101"), [elsewhere("居民身份证")]),
        ("foreign_pr", "US1370085061412", ["旧版外国人永久居留身份证号码应为3位字母加12位数字。"]),
        ("hm_permit", "A12345678", ["港澳居民来往内地通行证号码应为字母H或M加8位或10位数字。"]),
        ("tw_permit", "123456789", ["台湾居民来往大陆通行证号码应为8位或10位数字。"]),
        ("passport", "ABCDEF", ["护照号码应为5至20位字母和数字。"]),
        ("resident_id", "37010219", ["居民身份证号码应为17位数字加1位校验码（数字或X），现在是8位。"]),
    ],
)  # fmt: skip
def test_check_document_bad(kind, number, sentences):
    with clock.at(datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC)):
        assert check_document(kind, number) == sentences


def test_check_document_unknown_kind():
    with pytest.raises(ValueError):
        check_document("library_card", "1")


@given(st.dates(datetime.date(1940, 1, 1), datetime.date(2010, 12, 31)), st.integers(0, 999), st.data())
def test_check_document_one_digit_off(born, serial, data):
    number = numbered("370102", f"{born:%Y%m%d}", f"{serial:03}")
    place = data.draw(st.integers(0, 17))
    wrong = data.draw(st.sampled_from("0123456789X" if place == 17 else "0123456789"))
    assume(wrong != number[place])
    assert check_document("resident_id", number) == []
    assert check_document("resident_id", number[:place] + wrong + number[place + 1 :]) != []


@given(st.text(max_size=20), st.sampled_from(DocumentType.values))
def test_check_document_any_text(text, kind):
    assert all(sentence.endswith("。") for sentence in check_document(kind, text))


def test_normalise_document_wide_digits_and_small_x():
    assert normalise_document(" ３７０１０２ 1990-0101 123x\n") == "37010219900101123X"


def test_birth_date_and_sex_of_a_resident():
    number = numbered("370102", "19900131", "122")
    assert (birth_date("resident_id", number), sex("resident_id", number)) == (datetime.date(1990, 1, 31), Sex.FEMALE)
    assert sex("hmt_residence", numbered("810000", "19900131", "001")) == Sex.MALE


def test_birth_date_and_sex_of_a_passport():
    assert (birth_date("passport", "E12345678"), sex("passport", "E12345678")) == (None, None)


def test_birth_date_of_no_real_day():
    assert birth_date("resident_id", numbered("370102", "19900230")) is None


@given(
    st.dates(datetime.date(1900, 1, 1), datetime.date(2060, 1, 1)), st.integers(0, 999), st.sampled_from("0123456789X")
)
def test_glance_at_a_resident_agrees_with_the_close_look(birth, serial, last):
    number = f"370102{birth:%Y%m%d}{serial:03d}{last}"
    wrong = check_document(DocumentType.RESIDENT_ID, number)
    assert faultless_resident_id(number, clock.today()) == (None if wrong else birth)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "37010219900101001",
        "810000199001010018",
        "990102199001010018",
        "３70102199001010018",
        "37010219900230001X",
        "37010219900101001x",
    ],
)
def test_glance_at_what_is_no_resident(number):
    assert faultless_resident_id(number, clock.today()) is None


def test_glance_at_a_day_that_is_none():
    body = "37010219900230001"
    assert faultless_resident_id(body + iso7064_mod11_2(body), clock.today()) is None
