"""Telephone numbers as people write them."""

import pytest

from sdzx.identifiers import check_phone, is_mobile, normalise_phone

ANY = ["请填写11位手机号码，或带区号的固定电话，例如0531-88888888。"]


@pytest.mark.parametrize(
    ("entered", "kept"),
    [
        ("138 1234 1234", "13812341234"),
        ("+86-138-1234-1234", "13812341234"),
        ("１９９１２３４１２３４", "19912341234"),
        ("(0531)88888888", "0531-88888888"),
        ("0531—8888888", "0531-8888888"),
        ("010-66666666-801", "010-66666666-801"),
        ("400-810-1234", "400-810-1234"),
    ],
)
def test_check_phone_good(entered, kept):
    assert (normalise_phone(entered), check_phone(entered)) == (kept, [])


@pytest.mark.parametrize("number", ["1381234123", "12812341234", "88888888", "0531-1888888", "电话"])
def test_check_phone_bad(number):
    assert check_phone(number) == ANY


def test_check_phone_empty():
    assert check_phone(" ") == ["请填写电话号码。"]


def test_check_phone_landline_where_messages_are_due():
    assert check_phone("0531-88888888", mobile_only=True) == ["请填写11位手机号码。"]
    assert not is_mobile("0531-88888888")
