"""Sealing: what was sealed opens, for its purpose only, with any key that is still kept."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdzx.crypto import (
    CryptoError,
    blind_index,
    needs_resealing,
    open_bytes,
    open_sealed,
    seal,
    seal_bytes,
)

OLD = "k1:" + base64.b64encode(b"1" * 32).decode()
NEW = "k2:" + base64.urlsafe_b64encode(b"\xfb" * 32).decode()


@pytest.fixture(autouse=True)
def _keys(settings):
    settings.SDZX_FIELD_KEYS = settings.SDZX_PAPER_KEYS = f"{NEW},{OLD}"
    settings.SDZX_INDEX_KEY = base64.b64encode(b"3" * 32).decode()


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_seal_and_open(text):
    assert open_sealed(seal(text, "a.b.c"), "a.b.c") == text


def test_seal_twice_differs():
    assert seal("张三", "p") != seal("张三", "p")


def test_open_sealed_for_another_purpose():
    with pytest.raises(CryptoError, match=r"not sealed for 'b\.name'"):
        open_sealed(seal("张三", "a.name"), "b.name")


def test_open_sealed_under_the_old_key(settings):
    settings.SDZX_FIELD_KEYS = OLD
    token = seal("张三", "p")
    settings.SDZX_FIELD_KEYS = f"{NEW},{OLD}"
    assert (open_sealed(token, "p"), needs_resealing(token), needs_resealing(seal("x", "p"))) == ("张三", True, False)


def test_open_sealed_under_a_key_that_is_gone(settings):
    token = seal("张三", "p")
    settings.SDZX_FIELD_KEYS = OLD
    with pytest.raises(CryptoError, match="there is no key 'k2'"):
        open_sealed(token, "p")


@pytest.mark.parametrize("token", ["", "plain", "k2:", "k2:***", "k2:AAAA", "k2:" + "A" * 64])
def test_open_sealed_of_what_was_never_sealed(token):
    with pytest.raises(CryptoError):
        open_sealed(token, "p")


@pytest.mark.parametrize("keys", ["", "k1", f"{OLD},{OLD}", "k1:AAAA", "k1:!!!", ":" + "A" * 44])
def test_seal_with_bad_keys(settings, keys):
    settings.SDZX_FIELD_KEYS = keys
    with pytest.raises(CryptoError):
        seal("x", "p")


@given(st.binary(max_size=300), st.integers(0, 10_000))
def test_open_bytes_damaged_anywhere(content, place):
    sealed = seal_bytes(content, "uid")
    assert open_bytes(sealed, "uid") == content
    at = place % len(sealed)
    with pytest.raises(CryptoError):
        open_bytes(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :], "uid")


@pytest.mark.parametrize("sealed", [b"", b"SDZX1", b"SDZX1\x02k2", b"%PDF-1.7"])
def test_open_bytes_of_what_was_never_sealed(sealed):
    with pytest.raises(CryptoError):
        open_bytes(sealed, "uid")


def test_blind_index_depends_on_text_purpose_and_key(settings):
    first = blind_index("370102", "document")
    others = {blind_index("370103", "document"), blind_index("370102", "phone")}
    settings.SDZX_INDEX_KEY = base64.b64encode(b"4" * 32).decode()
    others.add(blind_index("370102", "document"))
    assert (len(first), len(others), first in others) == (64, 3, False)
