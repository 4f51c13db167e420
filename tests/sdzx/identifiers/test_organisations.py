"""统一社会信用代码: letters in front are allowed, one wrong character is not."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sdzx.identifiers import check_uscc, normalise_uscc
from sdzx.identifiers.organisations import ALPHABET, organisation_check_character, uscc_check_character

WRONG = ["统一社会信用代码的校验码不符，请对照登记证书核对每一位。"]


def coded(head: str, body: str) -> str:
    inner = body + organisation_check_character(body)
    return head + inner + uscc_check_character(head + inner)


@pytest.mark.parametrize(
    "code", ["91110000802100433B", "91330106673959654P", "9111000071093123XX", " 91440300-708461136t"]
)
def test_check_uscc_known_companies(code):
    assert check_uscc(code) == []


@pytest.mark.parametrize("head", ["91370100", "52370100", "12370100", "N1370100", "Y1370000"])
def test_check_uscc_kinds_of_bodies(head):
    assert check_uscc(coded(head, "MA3C0001")) == []


@given(st.text(ALPHABET, min_size=8, max_size=8), st.data())
def test_check_uscc_one_wrong_character(body, data):
    code = coded("91370100", body)
    place = data.draw(st.integers(0, 17))
    wrong = data.draw(st.sampled_from(ALPHABET))
    assume(wrong != code[place])
    assert check_uscc(code) == []
    assert check_uscc(code[:place] + wrong + code[place + 1 :]) != []


@pytest.mark.parametrize(
    ("code", "sentences"),
    [
        ("", ["请填写统一社会信用代码。"]),
        ("9137", ["统一社会信用代码应为18位，现在是4位。"]),
        ("9137010OMA3C00017I", ["统一社会信用代码中不会出现“I、O”，请核对是否看错了数字或字母。"]),
        ("91AB0100MA3C000171", ["统一社会信用代码的前8位应为登记部门、机构类别和6位数字的行政区划。"]),
    ],
)
def test_check_uscc_bad(code, sentences):
    assert check_uscc(code) == sentences


def test_normalise_uscc_small_and_wide():
    assert normalise_uscc("９１３７ 0100-ma3c") == "91370100MA3C"
