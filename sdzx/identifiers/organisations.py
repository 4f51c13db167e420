"""统一社会信用代码 (GB 32100-2015) with the organisation code inside it (GB 11714)."""

import re
import unicodedata

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Bodies of agriculture and others begin with a letter (N1, Y1): the registering department, then the kind of body.
_SHAPE = re.compile(rf"[1-9A-HJ-NPQRTUWXY][1-9A-HJ-NPQRTUWXY]\d{{6}}[{ALPHABET}]{{10}}")


def normalise_uscc(code: str) -> str:
    """Folded widths, capital letters, no blanks or hyphens."""
    return re.sub(r"[\s\-—]", "", unicodedata.normalize("NFKC", code)).upper()


def uscc_check_character(code17: str) -> str:
    """The eighteenth character of GB 32100. Raises ValueError for a character outside its alphabet."""
    total = sum(weight * ALPHABET.index(each) for weight, each in zip(_WEIGHTS, code17, strict=True))
    return ALPHABET[-total % 31]


def organisation_check_character(code8: str) -> str:
    """The ninth character of an organisation code, GB 11714. Raises ValueError for a character outside its alphabet."""
    total = sum(weight * _BASE36.index(each) for weight, each in zip(_INNER_WEIGHTS, code8, strict=True))
    return "0123456789X"[-total % 11]


def check_uscc(code: str) -> list[str]:
    """Every problem of a unified social credit code, as sentences."""
    text = normalise_uscc(code)
    if not text:
        return ["请填写统一社会信用代码。"]
    problems = []
    if len(text) != 18:
        problems.append(f"统一社会信用代码应为18位，现在是{len(text)}位。")
    if strange := sorted(set(text) - set(ALPHABET)):
        problems.append(f"统一社会信用代码中不会出现“{'、'.join(strange)}”，请核对是否看错了数字或字母。")
    if problems:
        return problems
    if not _SHAPE.fullmatch(text):
        return ["统一社会信用代码的前8位应为登记部门、机构类别和6位数字的行政区划。"]
    if organisation_check_character(text[8:16]) != text[16] or uscc_check_character(text[:17]) != text[17]:
        return ["统一社会信用代码的校验码不符，请对照登记证书核对每一位。"]
    return []
