import datetime
from decimal import Decimal
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sdzx.documents import excel
from sdzx.documents.columns import CHOICES_SHEET
from sdzx.documents.errors import UnreadableWorkbook
from sdzx.documents.excel import CellProblem, Sheet, read_rows
from tests.sdzx.documents.books import BORN, COLUMNS, HEADERS, NUMBER, changed, sheet, workbook

NUMBER_TEXT = "37010219900307108X"
GOOD = sheet([["张三", NUMBER_TEXT, 3, 88.5, datetime.date(1990, 3, 7)]])
SHEET = "xl/worksheets/sheet1.xml"


def values(found: Sheet) -> list[tuple[int, list[Any]]]:
    return [(row.number, [row.value(spec.key) for spec in COLUMNS]) for row in found.rows]


def test_read_rows_gives_typed_values_by_row_number() -> None:
    found = read_rows(GOOD, columns=COLUMNS)
    assert values(found) == [(2, ["张三", NUMBER_TEXT, 3, Decimal("88.5"), datetime.date(1990, 3, 7)])]
    assert (found.name, found.header_row, found.problems, found.notes) == ("名单", 1, [], [])


def test_read_rows_skips_blank_rows_and_keeps_numbers() -> None:
    found = read_rows(sheet([["甲", "1"], [" ", ""], [], ["乙", "2"]]), columns=COLUMNS)
    assert [row.number for row in found.rows] == [2, 5]


def test_read_rows_finds_headers_below_a_title_in_any_order() -> None:
    content = sheet([["填写说明"], [], ["备注", "证件号码*", "姓 名（必填）"], ["x", "1", "甲"]], headers=["报名表"])
    found = read_rows(content, columns=COLUMNS)
    assert values(found) == [(5, ["甲", "1", None, None, None])]
    assert (found.header_row, found.letters, found.notes) == (
        4, {"name": "C", "number": "B"}, ["以下列不在模板中，未读取：“备注”。"],
    )  # fmt: skip


def test_read_rows_takes_an_alias() -> None:
    assert values(read_rows(sheet([["甲", "1"]], headers=["姓名", "身份证号"]), columns=COLUMNS))[0][1][1] == "1"


def test_read_rows_names_the_cell_whose_digits_are_lost() -> None:
    found = read_rows(sheet([["甲", "1"], ["乙", 370_102_199_003_071_080]]), columns=COLUMNS)
    sentence = "B3 证件号码以数值保存，后几位已丢失；请把该列设为文本格式后重新填写。"
    assert found.problems == [CellProblem(3, "B", "证件号码", sentence)]
    assert (found.problems[0].address, found.rows[1].values["number"].shown) == ("B3", "")


def test_read_rows_lists_every_problem_of_every_row() -> None:
    found = read_rows(sheet([["甲", 4e17, "两", "九"], ["乙", True, 1.5, 2, "x"]]), columns=COLUMNS)
    assert [problem.address for problem in found.problems] == ["B2", "C2", "D2", "B3", "C3", "E3"]


def test_read_rows_marks_formulas_and_refuses_their_errors() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADERS)
        page.write_formula("A2", '="张"&"三"', None, "张三")
        page.write_formula("B2", "=NA()", None, "#N/A")
        page.write_formula("B4", "=NA()", None, "#N/A")

    found = read_rows(workbook(fill), columns=COLUMNS)
    assert (found.rows[0].value("name"), found.rows[0].values["name"].formula) == ("张三", True)
    assert [problem.sentence for problem in found.problems] == [
        "B2 证件号码是公式错误值（如#N/A），请改为实际内容。",
        "B4 证件号码是公式错误值（如#N/A），请改为实际内容。",
    ]


def test_read_rows_passes_over_hidden_and_other_sheets_with_a_note() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("说明").write("A1", "请在名单表中填写姓名")
        hidden = book.add_worksheet("旧名单")
        hidden.write_row(0, 0, HEADERS)
        hidden.hide()
        book.add_worksheet(CHOICES_SHEET).hide()
        page = book.add_worksheet("名单")
        page.write_row(0, 0, HEADERS)
        page.write_row(1, 0, ["甲", "1"])

    found = read_rows(workbook(fill), columns=COLUMNS)
    assert (found.name, len(found.rows)) == ("名单", 1)
    assert found.notes == ["隐藏的工作表未读取：“旧名单”。", "只读取工作表“名单”，其余未读取：“说明”。"]


def test_read_rows_refuses_a_workbook_with_only_hidden_sheets() -> None:
    content = changed(GOOD, "xl/workbook.xml", lambda body: body.replace(b"<sheet ", b'<sheet state="hidden" '))
    with pytest.raises(UnreadableWorkbook, match="没有可见的工作表"):
        read_rows(content, columns=COLUMNS)


@pytest.mark.parametrize(
    ("headers", "sentence"),
    [
        ([], "前10行内没有找到表头；应有的列：“姓名”“证件号码”。请使用下载的模板填写。"),
        (["名字", "号码"], "前10行内没有找到表头；应有的列：“姓名”“证件号码”。请使用下载的模板填写。"),
        (
            ["姓名", "证件号"],
            "表头与模板不符。缺少列：“证件号码”；不认识的列：“证件号”。请按模板的列名修改后重新上传。",
        ),
        (["得分"], "表头与模板不符。缺少列：“姓名”“证件号码”。请按模板的列名修改后重新上传。"),
        (
            ["姓名", "证件号码", "身份证号", "姓名"],
            "表头与模板不符。重复的列：“姓名”“证件号码”。请按模板的列名修改后重新上传。",
        ),
    ],
)
def test_read_rows_names_every_wrong_column_at_once(headers: list[str], sentence: str) -> None:
    with pytest.raises(UnreadableWorkbook) as refusal:
        read_rows(sheet([], headers=headers), columns=COLUMNS)
    assert str(refusal.value) == sentence


@pytest.mark.parametrize("count", [0, 3])
def test_read_rows_takes_up_to_the_limit(count: int) -> None:
    assert len(read_rows(sheet([["甲", "1"]] * count), columns=COLUMNS, max_rows=3).rows) == count


def test_read_rows_refuses_more_rows_than_the_limit() -> None:
    with pytest.raises(UnreadableWorkbook, match="数据超过3行"):
        read_rows(sheet([["甲", "1"]] * 4), columns=COLUMNS, max_rows=3)


def test_read_rows_turns_a_failure_of_the_reader_into_a_refusal() -> None:
    with pytest.raises(UnreadableWorkbook, match="工作簿已损坏"):
        read_rows(changed(GOOD, SHEET, lambda body: body[:-40] + b"<<<"), columns=COLUMNS)


@pytest.mark.parametrize("interruption", [KeyboardInterrupt, SystemExit])
def test_read_rows_lets_an_interruption_through(
    monkeypatch: pytest.MonkeyPatch, interruption: type[BaseException]
) -> None:
    def interrupted(content: object) -> None:
        raise interruption

    monkeypatch.setattr(excel.calamine, "CalamineWorkbook", type("Fake", (), {"from_filelike": interrupted}))
    with pytest.raises(interruption):
        read_rows(GOOD, columns=COLUMNS)


def test_problem_names_a_column_that_is_not_in_the_sheet_by_its_header() -> None:
    found = Sheet("名单", 1, {"number": "B"})
    assert [found.problem(7, spec, "与公安库不符。") for spec in (NUMBER, BORN)] == [
        CellProblem(7, "B", "证件号码", "B7 证件号码与公安库不符。"),
        CellProblem(7, "", "出生日期", "第7行 出生日期与公安库不符。"),
    ]


def outcome(content: bytes) -> Sheet | UnreadableWorkbook:
    try:
        return read_rows(content, columns=COLUMNS)
    except UnreadableWorkbook as refusal:
        return refusal


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_read_rows_survives_any_damage(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(GOOD) - 1))
    damage = data.draw(st.binary(min_size=1, max_size=20))
    assert isinstance(outcome(GOOD[:at] + damage + GOOD[at + len(damage) :]), Sheet | UnreadableWorkbook)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_read_rows_survives_any_damage_inside_a_part(data: st.DataObject) -> None:
    part = data.draw(st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"]))
    damage = data.draw(
        st.binary(max_size=20) | st.sampled_from([b"<c>", b'<c r="B9"><v>', b"</row>", b'r="A0"', b"<f>"])
    )
    where = data.draw(st.floats(0, 1, exclude_max=True))

    def change(body: bytes) -> bytes:
        at = int(where * len(body))
        return body[:at] + damage + body[at + len(damage) :]

    assert isinstance(outcome(changed(GOOD, part, change)), Sheet | UnreadableWorkbook)
