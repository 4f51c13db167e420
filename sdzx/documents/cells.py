"""From what Excel stores in a cell to what the column means, with a sentence for what was lost on the way."""

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from sdzx.documents.columns import ColumnSpec, Kind

Value = str | int | Decimal | datetime.date | None
EXACT: Final = 10**15  # Excel keeps 15 digits of a number

WIDE = {0xFF10 + n: chr(48 + n) for n in range(10)} | {
    start + n: chr(low + n) for start, low in ((0xFF21, 65), (0xFF41, 97)) for n in range(26)
}
INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))")
ERRORS = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!)")


class Unfit(ValueError):
    """The cell's value does not fit its column; the message completes a sentence that begins with the header."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's typed value, as it was shown, whether a formula made it, and what was tidied («» if nothing)."""

    value: Value
    shown: str = ""
    formula: bool = False
    note: str = ""


def empty(kind: Kind) -> Value:
    return "" if kind == "text" else None


def as_typed(raw: Any) -> str:
    """A cell that does not fit, as its author sees it; empty when Excel has lost part of it."""
    if isinstance(raw, str):
        return raw.strip()
    return f"{raw:.15g}" if isinstance(raw, float) and abs(raw) < EXACT else ""


def converted(raw: Any, spec: ColumnSpec, *, formula: bool = False, error: bool = False) -> Cell:
    """The typed cell. Raises Unfit when the value cannot be taken as what the column says.

    `raw` is what calamine gives: str, float, int, bool, date, datetime, time or timedelta.
    """
    if error or (isinstance(raw, str) and ERRORS.fullmatch(raw.strip())):
        raise Unfit("是公式错误值（如#N/A），请改为实际内容。")
    note = "公式的计算结果" if formula else ""
    if isinstance(raw, str):
        text, tidied = tidy_text(raw)
        note = "；".join(filter(None, (note, tidied)))
        value: Value = typed(text, spec.kind) if text else empty(spec.kind)
        return Cell(value, text, formula, note)
    value = from_number_or_date(raw, spec.kind)
    if spec.kind == "text":
        note = "；".join(filter(None, (note, "以数值保存，已按文字读取")))
    return Cell(value, str(value), formula, note)


def tidy_text(raw: str) -> tuple[str, str]:
    """Without outer white space and invisible characters, and with half-width digits and letters; and a note."""
    text = INVISIBLE.sub("", raw).strip()
    narrow = text.translate(WIDE)
    return narrow, "全角字母数字已转为半角" if narrow != text else ""


def typed(text: str, kind: Kind) -> Value:
    if kind == "text":
        return text
    if kind == "date":
        return parsed_date(text)
    try:
        number = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        raise Unfit(f"应填数字，现为“{text}”。") from None
    if not number.is_finite() or abs(number) >= EXACT:
        raise Unfit(f"应填数字，现为“{text}”。")
    return whole(number) if kind == "integer" else number


def from_number_or_date(raw: Any, kind: Kind) -> Value:
    if isinstance(raw, bool):
        raise Unfit("是逻辑值（TRUE或FALSE），请改为文字。")
    if isinstance(raw, datetime.datetime | datetime.date):
        if kind != "date":
            raise Unfit("被Excel识别成了日期，请把单元格设为文本格式后重新填写。")
        return raw.date() if isinstance(raw, datetime.datetime) else raw
    if not isinstance(raw, int | float):
        raise Unfit("被Excel识别成了时间，请把单元格设为文本格式后重新填写。")
    if abs(raw) >= EXACT:
        raise Unfit("以数值保存，后几位已丢失；请把该列设为文本格式后重新填写。")
    number = Decimal(f"{raw:.15g}")
    if kind == "date":
        return parsed_date(f"{number:f}")
    if kind == "text":
        return f"{number:f}"
    return whole(number) if kind == "integer" else number


def whole(number: Decimal) -> int:
    if number != number.to_integral_value():
        raise Unfit(f"应填整数，现为“{number:f}”。")
    return int(number)


def parsed_date(text: str) -> datetime.date:
    match = DATE.fullmatch(text.replace(" ", ""))
    try:
        if match:
            year, month, day, month2, day2 = match.groups()
            return datetime.date(int(year), int(month or month2), int(day or day2))
    except ValueError:
        pass
    raise Unfit(f"应填日期（如2026-03-14），现为“{text}”。")
