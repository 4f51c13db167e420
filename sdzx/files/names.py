"""File names as people gave them, made harmless."""

import re
import unicodedata

MAX_LENGTH = 120
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')


def clean_name(name: str, suffix: str) -> str:
    """The last part of the name without control and direction characters, ending in the suffix of its real type."""
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(each for each in last if unicodedata.category(each)[0] not in "CZ" or each == " ")
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", _FORBIDDEN.sub("_", visible)).strip(" .")
    return f"{stem[:MAX_LENGTH] or '未命名'}{suffix}"
