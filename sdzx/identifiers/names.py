"""Names of people: what may be entered, what is kept, and the form in which two entries are compared."""

import re
import unicodedata

from sdzx.identifiers.characters import (
    DOT_VARIANTS,
    MIDDLE_DOT,
    PRIVATE_USE,
    is_ideograph,
    is_latin,
    is_private,
    standard_form,
)

MAX_LENGTH = 50
_BETWEEN_HAN = re.compile(r"(?<=[^\x00-\u024f]) +(?=[^\x00-\u024f])")


def clean_name(name: str) -> str:
    """As entered, for the record and for print: outer blanks go, known private-use characters are mapped."""
    return re.sub(r"\s+", " ", name).strip().translate(PRIVATE_USE)


def normalise_name(name: str) -> str:
    """The form for matching: one kind of dot, no blanks between Chinese characters, folded widths and cases."""
    folded = unicodedata.normalize("NFKC", clean_name(name))
    folded = re.sub(rf" *[{re.escape(DOT_VARIANTS)}] *", MIDDLE_DOT, folded)
    return _BETWEEN_HAN.sub("", folded).upper()


def check_name(name: str, *, latin: bool = True) -> list[str]:
    """Every problem of a name, as sentences. `latin=False` for documents whose names are Chinese only."""
    text = clean_name(name)
    if not text:
        return ["请填写姓名。"]
    problems = [sentence for character in dict.fromkeys(text) if (sentence := _problem(character, latin))]
    if len(text) > MAX_LENGTH:
        problems.append(f"姓名不能超过{MAX_LENGTH}个字。")
    if len(text) < 2:
        problems.append("姓名至少两个字。")
    dotted = normalise_name(text)
    if dotted.startswith(MIDDLE_DOT) or dotted.endswith(MIDDLE_DOT) or MIDDLE_DOT * 2 in dotted:
        problems.append("间隔号“·”只能用在姓名各部分之间。")
    return problems


def _problem(character: str, latin: bool) -> str:
    if is_ideograph(character) or character in DOT_VARIANTS or character == " ":
        return ""
    if is_latin(character) or character in "-'’":
        return "" if latin else f"“{character}”不是汉字，请按证件填写中文姓名。"
    if is_private(character):
        return f"姓名中有自造字（U+{ord(character):04X}），别的电脑上显示不出来，请用输入法重新录入这个字。"
    if standard := standard_form(character):
        return f"“{character}”（U+{ord(character):04X}）不是标准汉字，请改为“{standard}”。"
    shown = character if character.isprintable() else "不可见字符"
    return f"姓名中不能有“{shown}”（U+{ord(character):04X}）。"
