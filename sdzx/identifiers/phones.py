"""Telephone numbers: mobile, landline with area code and extension, and 400 numbers."""

import re
import unicodedata

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}-?[2-9]\d{6,7}(-\d{1,6})?")
_SERVICE = re.compile(r"[48]00-?\d{3}-?\d{4}")


def normalise_phone(number: str) -> str:
    """Folded widths, no blanks, no +86, one kind of hyphen; mobile numbers lose their hyphens."""
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", number))
    text = re.sub(r"[—–−‐]", "-", text).replace("(", "").replace(")", "-")
    text = re.sub(r"^(\+86|0086)-?", "", text)
    bare = text.replace("-", "")
    return bare if _MOBILE.fullmatch(bare) else text


def is_mobile(number: str) -> bool:
    """Whether messages can be sent to it."""
    return _MOBILE.fullmatch(normalise_phone(number)) is not None


def check_phone(number: str, *, mobile_only: bool = False) -> list[str]:
    """Every problem of a telephone number, as sentences."""
    text = normalise_phone(number)
    if not text:
        return ["请填写电话号码。"]
    if is_mobile(text):
        return []
    if mobile_only:
        return ["请填写11位手机号码。"]
    if _LANDLINE.fullmatch(text) or _SERVICE.fullmatch(text):
        return []
    return ["请填写11位手机号码，或带区号的固定电话，例如0531-88888888。"]
