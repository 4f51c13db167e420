"""Identity documents: GB 11643 numbers of residents and permit holders, permits and passports."""

import datetime
import operator
import re
import unicodedata
from functools import lru_cache

from django.db.models import TextChoices

from sdzx import clock
from sdzx.identifiers.check_characters import verify_mod11_2


class DocumentType(TextChoices):
    """The papers with which a person may register."""

    RESIDENT_ID = "resident_id", "居民身份证"
    HMT_RESIDENCE = "hmt_residence", "港澳台居民居住证"
    HM_PERMIT = "hm_permit", "港澳居民来往内地通行证"
    TW_PERMIT = "tw_permit", "台湾居民来往大陆通行证"
    FOREIGN_PR = "foreign_pr", "外国人永久居留身份证"
    PASSPORT = "passport", "护照"


class Sex(TextChoices):
    """As the document's number says it."""

    MALE = "male", "男"
    FEMALE = "female", "女"


_PROVINCES = frozenset(
    f"{tens}{ones}" for tens, count in ((1, 5), (2, 3), (3, 7), (4, 6), (5, 4), (6, 5)) for ones in range(1, count + 1)
) | {"50"}
_RESIDENCE_REGIONS = frozenset({"810000", "820000", "830000"})
_LONG = re.compile(r"\d{17}[\dX]")
_OLDEST = 130
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ZEROES = ord("0") * sum(_WEIGHTS)
_SHAPES = {
    DocumentType.HM_PERMIT: (re.compile(r"[HM]\d{8}(\d\d)?"), "应为字母H或M加8位或10位数字"),
    DocumentType.TW_PERMIT: (re.compile(r"\d{8}(\d\d)?"), "应为8位或10位数字"),
    DocumentType.PASSPORT: (re.compile(r"(?=.*\d)[A-Z0-9]{5,20}"), "应为5至20位字母和数字"),
}
_OLD_FOREIGN = re.compile(r"[A-Z]{3}\d{12}")


def normalise_document(number: str) -> str:
    """Folded widths, capital letters, no blanks or hyphens; ×, a common slip for the last X, becomes X."""
    text = unicodedata.normalize("NFKC", number).replace("×", "X")
    return re.sub(r"[\s\-—]", "", text).upper()


def check_document(kind: str, number: str) -> list[str]:
    """Every problem of the number for that kind of document, as sentences. Raises ValueError for an unknown kind."""
    document = DocumentType(kind)
    text = normalise_document(number)
    if not text:
        return [f"请填写{document.label}号码。"]
    if document in _SHAPES:
        shape, sentence = _SHAPES[document]
        return [] if shape.fullmatch(text) else [f"{document.label}号码{sentence}。"]
    if document == DocumentType.FOREIGN_PR and len(text) == 15:
        return [] if _OLD_FOREIGN.fullmatch(text) else [f"旧版{document.label}号码应为3位字母加12位数字。"]
    return _check_long(document, text)


def _check_long(document: DocumentType, text: str) -> list[str]:
    if not _LONG.fullmatch(text):
        if document == DocumentType.RESIDENT_ID and re.fullmatch(r"\d{15}", text):
            return ["15位的旧身份证号码已经停用，请填写18位号码。"]
        return [f"{document.label}号码应为17位数字加1位校验码（数字或X），现在是{len(text)}位。"]
    if (belongs := _kind_of(text)) is not document:
        return [_belongs_elsewhere(document, belongs)]
    problems = []
    day = birth_date(document, text)
    if day is None or day > clock.today() or clock.today().year - day.year > _OLDEST:
        problems.append(f"{document.label}号码第7至14位“{text[6:14]}”不是有效的出生日期。")
    if not verify_mod11_2(text):
        problems.append(f"{document.label}号码的校验码不符，请对照证件核对每一位。")
    return problems


def faultless_resident_id(text: str, today: datetime.date) -> datetime.date | None:
    """The date of birth in a resident's number that is right in every respect and in normal form; None for any other.

    For thousands of numbers at a time: it says nothing about what is wrong, `check_document` does.
    """
    if len(text) != 18 or not text.isascii() or text[:2] not in _PROVINCES or not text[:17].isdigit():
        return None
    total = sum(map(operator.mul, _WEIGHTS, text[:17].encode())) - _ZEROES
    return _day_until_today(text[6:14], today) if text[17] == "10X98765432"[total % 11] else None


@lru_cache(maxsize=50_000)
def _day_until_today(digits: str, today: datetime.date) -> datetime.date | None:
    try:
        day = datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return day if day <= today and today.year - day.year <= _OLDEST else None


def _kind_of(text: str) -> DocumentType | None:
    if text[:6] in _RESIDENCE_REGIONS:
        return DocumentType.HMT_RESIDENCE
    if text.startswith("9"):
        return DocumentType.FOREIGN_PR
    return DocumentType.RESIDENT_ID if text[:2] in _PROVINCES else None


def _belongs_elsewhere(document: DocumentType, belongs: DocumentType | None) -> str:
    if belongs is None:
        return f"{document.label}号码的前6位不是有效的地区代码。"
    return f"这是{belongs.label}的号码，请把证件类型改为“{belongs.label}”。"


def birth_date(kind: str, number: str) -> datetime.date | None:
    """The date of birth that the number says; None when this kind of number does not say it, or says no real day."""
    digits = _long_number(kind, number)
    try:
        return datetime.date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14])) if digits else None
    except ValueError:
        return None


def sex(kind: str, number: str) -> Sex | None:
    """The sex that the seventeenth digit says (odd: male); None when this kind of number does not say it."""
    digits = _long_number(kind, number)
    if not digits:
        return None
    return Sex.MALE if int(digits[16]) % 2 else Sex.FEMALE


def _long_number(kind: str, number: str) -> str:
    if kind not in (DocumentType.RESIDENT_ID, DocumentType.HMT_RESIDENCE, DocumentType.FOREIGN_PR):
        return ""
    text = normalise_document(number)
    return text if _LONG.fullmatch(text) else ""
