import datetime
import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from sdzx.documents.cells import tidy_text
from sdzx.documents.columns import CHOICES_SHEET, PROBLEM_HEADER, ColumnSpec
from sdzx.documents.excel import read_rows
from sdzx.documents.workbook import annotated_workbook, export_workbook, sheet_name, template_workbook
from tests.sdzx.documents.books import BORN, COLUMNS, HEADERS, NAME, NUMBER, SCORE, YEARS, sheet

SEX = ColumnSpec("sex", "性别", choices=("男", "女"))
TICKET = ColumnSpec("ticket", "准考证号", locked=True)
ROW = {
    "name": "=1+1",
    "number": "37010219900307108X",
    "years": 3,
    "score": Decimal("88.5"),
    "born": datetime.date(1990, 3, 7),
}


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def cells(page: Worksheet) -> list[list[Any]]:
    return [list(row) for row in page.iter_rows(values_only=True)]


def test_template_has_headers_comments_and_text_columns() -> None:
    page = opened(template_workbook(title="报名名单", columns=COLUMNS)).active
    assert (page.title, cells(page), page.freeze_panes) == ("报名名单", [list(HEADERS)], "A2")
    assert (page["A1"].comment.text, page["B1"].comment) == ("与证件一致", None)
    assert [page.column_dimensions[letter].number_format for letter in "ABCDE"] == [
        "@",
        "@",
        "0",
        "General",
        "yyyy-mm-dd",
    ]
    assert page.protection.sheet is False


def test_template_is_read_back_as_it_was_prefilled() -> None:
    found = read_rows(template_workbook(title="名单", columns=COLUMNS, rows=[ROW, {"name": "乙"}]), columns=COLUMNS)
    assert [[row.value(spec.key) for spec in COLUMNS] for row in found.rows] == [
        list(ROW.values()),
        ["乙", "", None, None, None],
    ]
    assert (found.problems, found.notes, found.rows[0].values["name"].formula) == ([], [], False)


def test_template_offers_choices_from_a_hidden_sheet() -> None:
    long = ColumnSpec("project", "考核项目", choices=tuple(f"考核项目第{number}号" for number in range(100)))
    content = template_workbook(
        title="名单", columns=[NAME, SEX, long], rows=[{"name": "甲", "sex": "女"}], fillable=50
    )
    book = opened(content)
    rules = [(str(rule.sqref), rule.formula1) for rule in book.active.data_validations.dataValidation]
    assert rules == [("B2:B51", f"'{CHOICES_SHEET}'!$A$1:$A$2"), ("C2:C51", f"'{CHOICES_SHEET}'!$B$1:$B$100")]
    assert book[CHOICES_SHEET].sheet_state == "hidden"
    assert read_rows(content, columns=[NAME, SEX, long]).notes == []


def test_template_protects_only_locked_columns() -> None:
    page = opened(
        template_workbook(title="成绩", columns=[TICKET, SCORE], rows=[{"ticket": "37", "score": None}])
    ).active
    assert (page.protection.sheet, page["A2"].protection.locked, page["B2"].protection.locked) == (True, True, False)


def test_export_has_a_filter_over_its_rows() -> None:
    page = opened(export_workbook(title="证书", columns=[NUMBER, NAME], rows=iter([ROW, ROW]))).active
    assert cells(page) == [["证件号码", "姓名"], [ROW["number"], "=1+1"], [ROW["number"], "=1+1"]]
    assert (page.auto_filter.ref, page["B2"].data_type, page["A2"].number_format) == ("A1:B3", "s", "@")


def test_export_without_rows_is_a_header() -> None:
    page = opened(export_workbook(title="证书", columns=[NAME], rows=[])).active
    assert (cells(page), page.auto_filter.ref) == ([["姓名"]], "A1")


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (datetime.datetime(2026, 3, 14, 9, 5, tzinfo=datetime.UTC), "2026-03-14 09:05"),
        (True, "True"),
        ("", None),
        (None, None),
        (7, 7),
        ("https://example.cn", "https://example.cn"),
    ],
)
def test_export_writes_each_kind_of_value(value: Any, stored: Any) -> None:
    page = opened(export_workbook(title="表", columns=[NAME], rows=[{"name": value}])).active
    assert (page["A2"].value, page["A2"].hyperlink) == (stored, None)


def test_export_refuses_text_that_a_cell_cannot_hold() -> None:
    with pytest.raises(ValueError, match="32768 characters"):
        export_workbook(title="表", columns=[NAME], rows=[{"name": "长" * 32_768}])


def test_annotated_workbook_marks_cells_and_says_why() -> None:
    read = read_rows(sheet([["=1+1", 4e17, "两", 90, datetime.date(1990, 3, 7)], ["乙", "2"]]), columns=COLUMNS)
    own = [*read.problems, read.problem(2, NAME, "不是姓名。"), read.problem(2, NAME, "太短。")]
    page = opened(annotated_workbook(title="名单", columns=COLUMNS, sheet=read, problems=own)).active
    said = [problem.sentence for problem in own]
    assert cells(page)[0] == [*HEADERS, PROBLEM_HEADER]
    assert cells(page)[2] == ["乙", "2", None, None, None, None]
    assert page["F2"].value == "\n".join(said)
    assert page["A2"].comment.text == "A2 姓名不是姓名。\nA2 姓名太短。"
    assert [page.cell(2, column).fill.fgColor.rgb for column in range(1, 6)] == [
        "FFF8D7DA", "FFF8D7DA", "FFF8D7DA", "00000000", "00000000",
    ]  # fmt: skip
    assert [page.cell(2, column).value for column in (2, 3, 4)] == [None, "两", "90"]
    assert page["E2"].value == datetime.datetime(1990, 3, 7)  # noqa: DTZ001 (Excel knows no zones)


def test_annotated_workbook_can_be_uploaded_again() -> None:
    read = read_rows(sheet([["甲", 4e17, 3, 1.5, datetime.date(1990, 3, 7)]]), columns=COLUMNS)
    again = read_rows(
        annotated_workbook(title="名单", columns=COLUMNS, sheet=read, problems=read.problems), columns=COLUMNS
    )
    assert (again.problems, again.notes) == ([], [])
    assert [again.rows[0].value(spec.key) for spec in COLUMNS] == [
        "甲",
        "",
        3,
        Decimal("1.5"),
        datetime.date(1990, 3, 7),
    ]


def test_annotated_workbook_keeps_a_problem_without_a_column() -> None:
    read = read_rows(sheet([["甲", "1"]], headers=["姓名", "证件号码"]), columns=COLUMNS)
    page = opened(
        annotated_workbook(title="名单", columns=COLUMNS, sheet=read, problems=[read.problem(2, BORN, "未填写。")])
    ).active
    assert (page["F2"].value, page["E2"].comment) == ("第2行 出生日期未填写。", None)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("报名[2026]:*?/\\表", "报名 2026      表"),
        ("'", "数据"),
        ("字" * 40, "字" * 31),
    ],
)
def test_sheet_name_is_one_that_excel_allows(title: str, name: str) -> None:
    assert sheet_name(title) == name


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\ufffe\uffff"), max_size=40)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(TEXT, st.integers(-(10**14), 10**14)), max_size=4))
def test_written_rows_are_read_back_as_they_were(rows: list[tuple[str, int]]) -> None:
    columns = (NAME, YEARS)
    content = template_workbook(
        title="表", columns=columns, rows=[{"name": name, "years": years} for name, years in rows]
    )
    found = read_rows(content, columns=columns)
    assert [(row.value("name"), row.value("years")) for row in found.rows] == [
        (tidy_text(name)[0], years) for name, years in rows
    ]
