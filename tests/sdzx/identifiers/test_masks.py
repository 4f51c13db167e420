"""Masks: enough to recognise oneself, not enough to be used by others."""

import pytest

from sdzx.identifiers import mask_document, mask_name, mask_phone, pp


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("370102199001011234", "370***********1234"),
        ("USA370085061412", "USA********1412"),
        ("E12345678", "E******78"),
        ("1234", "****"),
        ("", ""),
    ],
)
def test_mask_document(number, masked):
    assert mask_document(number) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [("13812341234", "138****1234"), ("0531-88888866", "0531-******66"), ("88", "**"), ("", "")],
)
def test_mask_phone(number, masked):
    assert mask_phone(number) == masked


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张三", "张*"), ("张三丰", "张*丰"), ("欧阳小明", "欧**明"), ("买买提·艾力", "买**·*力"), ("张", "张"), ("", "")],
)
def test_mask_name(name, masked):
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("number", "grouped"),
    [("370102199001011234", "370102 19900101 1234"), ("13812341234", "138 1234 1234"), ("E12345678", "E123 4567 8")],
)
def test_pp(number, grouped):
    assert pp(number) == grouped
