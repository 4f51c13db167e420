"""Sealing of fields and of question papers: AES-256-GCM with key ids, and blind indexes to search sealed values.

Keys come from the settings as "k2:base64,k1:base64": the first writes, all of them read. The purpose (model.field, or a
paper's uid) is authenticated with the content, so that a value moved elsewhere does not open.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12
_MAGIC = b"SDZX1"


class CryptoError(Exception):
    """A key is missing or malformed, or sealed content is damaged, foreign or meant for another purpose."""


def seal(text: str, purpose: str) -> str:
    """Seal text under the writing field key; the token names the key. Equal texts give different tokens."""
    key_id, sealed = _encrypt(settings.SDZX_FIELD_KEYS, text.encode(), purpose)
    return f"{key_id}:{base64.urlsafe_b64encode(sealed).decode()}"


def open_sealed(token: str, purpose: str) -> str:
    """The text of a token. Raises CryptoError."""
    key_id, separator, body = token.partition(":")
    if not separator:
        raise CryptoError("not a sealed value")
    try:
        sealed = base64.urlsafe_b64decode(body.encode())
    except (ValueError, binascii.Error) as error:
        raise CryptoError("not a sealed value") from error
    return _decrypt(settings.SDZX_FIELD_KEYS, key_id, sealed, purpose).decode()


def needs_resealing(token: str) -> bool:
    """Whether a token was sealed under a key that no longer writes."""
    return token.partition(":")[0] != next(iter(_keys(settings.SDZX_FIELD_KEYS)))


def seal_bytes(content: bytes, purpose: str) -> bytes:
    """Seal a file under the writing paper key; the content begins with a mark and the key's id."""
    key_id, sealed = _encrypt(settings.SDZX_PAPER_KEYS, content, purpose)
    name = key_id.encode()
    return _MAGIC + bytes([len(name)]) + name + sealed


def open_bytes(sealed: bytes, purpose: str) -> bytes:
    """The content of a sealed file. Raises CryptoError."""
    if not sealed.startswith(_MAGIC) or len(sealed) <= len(_MAGIC):
        raise CryptoError("not a sealed file")
    start = len(_MAGIC) + 1
    end = start + sealed[len(_MAGIC)]
    key_id = sealed[start:end].decode(errors="replace")
    return _decrypt(settings.SDZX_PAPER_KEYS, key_id, sealed[end:], purpose)


def blind_index(text: str, purpose: str) -> str:
    """HMAC-SHA256 in hex (64 characters): equal texts of one purpose have equal indexes, and nothing else shows."""
    message = purpose.encode() + b"\0" + text.encode()
    return hmac.new(_decoded(settings.SDZX_INDEX_KEY), message, hashlib.sha256).hexdigest()


def _encrypt(setting: str, content: bytes, purpose: str) -> tuple[str, bytes]:
    key_id, key = next(iter(_keys(setting).items()))
    nonce = secrets.token_bytes(_NONCE)
    return key_id, nonce + AESGCM(key).encrypt(nonce, content, purpose.encode())


def _decrypt(setting: str, key_id: str, sealed: bytes, purpose: str) -> bytes:
    keys = _keys(setting)
    if key_id not in keys:
        raise CryptoError(f"there is no key {key_id!r}")
    try:
        return AESGCM(keys[key_id]).decrypt(sealed[:_NONCE], sealed[_NONCE:], purpose.encode())
    except (InvalidTag, ValueError) as error:
        raise CryptoError(f"damaged, or not sealed for {purpose!r}") from error


@lru_cache(maxsize=8)
def _keys(setting: str) -> dict[str, bytes]:
    keys: dict[str, bytes] = {}
    for each in filter(None, map(str.strip, setting.split(","))):
        key_id, separator, encoded = each.partition(":")
        if not separator or not key_id or key_id in keys:
            raise CryptoError("keys are written id:base64, each id once")
        keys[key_id] = _decoded(encoded)
    if not keys:
        raise CryptoError("no key is set")
    return keys


def _decoded(encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded.translate(str.maketrans("-_", "+/")), validate=True)
    except (ValueError, binascii.Error) as error:
        raise CryptoError("a key is not base64") from error
    if len(key) != 32:
        raise CryptoError("a key must have 32 bytes")
    return key
