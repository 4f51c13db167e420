"""Check characters: a slip is found, nonsense is an error."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sdzx.identifiers.check_characters import (
    ALPHABET,
    iso7064_mod11_2,
    iso7064_mod37_36,
    verify,
    verify_mod11_2,
)

TEXTS = st.text(ALPHABET, min_size=1, max_size=24)


def test_iso7064_mod37_36_of_the_standards_example():
    assert iso7064_mod37_36("A12425GABC1234002") == "M"


def test_iso7064_mod11_2_of_the_standards_example():
    assert iso7064_mod11_2("079") == "X"


@given(TEXTS, st.data())
def test_verify_one_wrong_character(text, data):
    whole = text + iso7064_mod37_36(text)
    place = data.draw(st.integers(0, len(whole) - 1))
    wrong = data.draw(st.sampled_from(ALPHABET))
    assume(wrong != whole[place])
    assert verify(whole)
    assert not verify(whole[:place] + wrong + whole[place + 1 :])


@pytest.mark.parametrize("text", ["", "abc", "3-7", "张"])
def test_iso7064_mod37_36_outside_the_alphabet(text):
    with pytest.raises(ValueError):
        iso7064_mod37_36(text)
    assert not verify(text)


@pytest.mark.parametrize("text", ["", "X", "12X4", "１２３"])
def test_iso7064_mod11_2_of_no_digits(text):
    with pytest.raises(ValueError):
        iso7064_mod11_2(text)
    assert not verify_mod11_2(text)
