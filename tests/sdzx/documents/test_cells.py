import datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdzx.documents.cells import Cell, Unfit, as_typed, converted, parsed_date, tidy_text
from sdzx.documents.columns import ColumnSpec, Kind

DATE = datetime.date(2026, 3, 14)


def cell(raw: Any, kind: Kind, **marks: bool) -> Cell:
    return converted(raw, ColumnSpec("key", "列", kind), **marks)


@pytest.mark.parametrize(
    ("raw", "kind", "value"),
    [
        ("阿卜杜热西提·麦麦提", "text", "阿卜杜热西提·麦麦提"),
        (13_800_138_000.0, "text", "13800138000"),
        (0.5, "text", "0.5"),
        (1e-7, "text", "0.0000001"),
        ("", "text", ""),
        (" ", "integer", None),
        (12.0, "integer", 12),
        (12, "integer", 12),
        ("１２", "integer", 12),
        ("1,234.50", "number", Decimal("1234.50")),
        (88.1, "number", Decimal("88.1")),
        (-3.0, "number", Decimal(-3)),
        (DATE, "date", DATE),
        (datetime.datetime(2026, 3, 14, 9, 30), "date", DATE),  # noqa: DTZ001 (Excel knows no zones)
        (20_260_314.0, "date", DATE),
        ("", "date", None),
    ],
)
def test_converted_types_the_value(raw: Any, kind: Kind, value: Any) -> None:
    found = cell(raw, kind).value
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize(
    ("raw", "kind", "sentence"),
    [
        (370_102_199_003_071_080.0, "text", "以数值保存，后几位已丢失；请把该列设为文本格式后重新填写。"),
        (1e15, "number", "以数值保存，后几位已丢失；请把该列设为文本格式后重新填写。"),
        (DATE, "text", "被Excel识别成了日期，请把单元格设为文本格式后重新填写。"),
        (DATE, "number", "被Excel识别成了日期，请把单元格设为文本格式后重新填写。"),
        (datetime.time(3, 1), "text", "被Excel识别成了时间，请把单元格设为文本格式后重新填写。"),
        (datetime.timedelta(hours=30), "date", "被Excel识别成了时间，请把单元格设为文本格式后重新填写。"),
        (True, "text", "是逻辑值（TRUE或FALSE），请改为文字。"),
        ("#REF!", "text", "是公式错误值（如#N/A），请改为实际内容。"),
        ("九十", "number", "应填数字，现为“九十”。"),
        ("NaN", "number", "应填数字，现为“NaN”。"),
        ("1e400", "integer", "应填数字，现为“1e400”。"),
        ("1.5", "integer", "应填整数，现为“1.5”。"),
        (2.5, "integer", "应填整数，现为“2.5”。"),
        ("2026-02-30", "date", "应填日期（如2026-03-14），现为“2026-02-30”。"),
        (46_095.0, "date", "应填日期（如2026-03-14），现为“46095”。"),
    ],
)
def test_converted_refuses_what_does_not_fit(raw: Any, kind: Kind, sentence: str) -> None:
    with pytest.raises(Unfit) as refusal:
        cell(raw, kind)
    assert str(refusal.value) == sentence


def test_converted_refuses_an_error_cell_that_reads_as_empty() -> None:
    with pytest.raises(Unfit, match="公式错误值"):
        cell("", "text", error=True)


@pytest.mark.parametrize(
    ("raw", "formula", "note"),
    [
        ("甲", False, ""),
        ("甲", True, "公式的计算结果"),
        ("３７", True, "公式的计算结果；全角字母数字已转为半角"),
        (37.0, False, "以数值保存，已按文字读取"),
    ],
)
def test_converted_notes_what_was_tidied(raw: Any, formula: bool, note: str) -> None:
    found = cell(raw, "text", formula=formula)
    assert (found.note, found.formula) == (note, formula)


@pytest.mark.parametrize(
    ("raw", "text"),
    [("\u3000\ufeff３７０Ｘｘ\u200b\t", "370Xx"), ("𠅤 䶮·", "𠅤 䶮·"), ("\u202e张三", "张三"), ("（一）", "（一）")],
)
def test_tidy_text_narrows_digits_and_letters_only(raw: str, text: str) -> None:
    assert tidy_text(raw)[0] == text


@given(st.text())
def test_tidy_text_changes_nothing_the_second_time(raw: str) -> None:
    once, _ = tidy_text(raw)
    assert tidy_text(once) == (once, "")


@given(st.dates(min_value=datetime.date(1000, 1, 1)), st.sampled_from(["-", "/", ".", "年", ""]))
def test_parsed_date_reads_every_usual_form(date: datetime.date, mark: str) -> None:
    month, end = ("月", "日") if mark == "年" else (mark, "")
    assert parsed_date(f"{date.year}{mark}{date.month:02}{month}{date.day:02}{end}") == date


@pytest.mark.parametrize("text", ["2026-3", "26-3-14", "3/14/2026", "2026-13-01", "昨天", "２０２６"])
def test_parsed_date_refuses_other_text(text: str) -> None:
    with pytest.raises(Unfit, match=r"2026-03-14"):
        parsed_date(text)


@pytest.mark.parametrize(("raw", "text"), [(" 九十 ", "九十"), (1.5, "1.5"), (3.7e17, ""), (True, ""), (DATE, "")])
def test_as_typed_keeps_nothing_that_excel_has_changed(raw: Any, text: str) -> None:
    assert as_typed(raw) == text


@given(st.integers(min_value=10**15, max_value=10**18 - 1))
def test_no_long_number_passes_as_text(number: int) -> None:
    with pytest.raises(Unfit, match="后几位已丢失"):
        cell(float(number), "text")


@given(st.integers(min_value=-(10**15) + 1, max_value=10**15 - 1))
def test_every_short_number_passes_exactly(number: int) -> None:
    assert (cell(float(number), "text").value, cell(float(number), "integer").value) == (str(number), number)
