"""The arrangement as a workbook or CSV."""

from datetime import date

import pytest

from sdzx.documents.delimited import as_csv
from sdzx.documents.errors import UnreadableWorkbook
from sdzx.documents.excel import read_rows
from sdzx.documents.workbook import template_workbook
from sdzx.workdays import sheet
from sdzx.workdays.parse import Arranged
from sdzx.workdays.seed import seeded_years

LABELS = ["日期", "至", "节日", "安排"]


def table(*rows):
    return as_csv(LABELS, [dict(zip(LABELS, row, strict=True)) for row in rows])


def test_a_year_given_out_and_read_back():
    year = seeded_years()[-1]
    read = sheet.read_arrangement(sheet.template(year.year, year.days), year.year)
    assert (read.problems, read.days) == ((), tuple(year.days))
    assert len(read.sheet.rows) < len(year.days)


def test_csv_with_days_and_ranges():
    read = sheet.read_arrangement(
        table(("2027-10-01", "2027年10月2日", "国庆节", "休"), ("2027/9/26", "", "国庆节", "上班")), 2027
    )
    assert (read.days, read.problems) == (
        (
            Arranged(date(2027, 9, 26), False, "国庆节"),
            Arranged(date(2027, 10, 1), True, "国庆节"),
            Arranged(date(2027, 10, 2), True, "国庆节"),
        ),
        (),
    )


def test_every_bad_cell_at_once_and_marked():
    rows = [
        ("2027-13-01", "", "", "放"),
        ("", "", "元旦", "休"),
        ("2027-10-07", "2027-10-01", "国庆节", "休"),
        ("2027-09-27", "", "国庆节", "班"),
        ("2027-10-01", "某天", "国庆节", "休"),
    ]
    read = sheet.read_arrangement(table(*rows), 2027)
    assert [problem.sentence for problem in read.problems] == [
        "A2 日期应填日期（如2026-03-14），现为“2027-13-01”。",
        "C2 节日没有填写。",
        "D2 安排应填“休”或“班”，现为“放”。",
        "A3 日期没有填写。",
        "B4 至早于开始日期，或相距超过31天。",
        "A5 日期2027-09-27（周一）本来就是工作日，不能标为上班。",
        "B6 至应填日期（如2026-03-14），现为“某天”。",
    ]
    assert read.days == ()
    back = read_rows(read.annotated(), columns=(*sheet.COLUMNS, sheet.ColumnSpec("problem", "问题")))
    assert back.rows[2].value("problem") == "B4 至早于开始日期，或相距超过31天。"


def test_another_workbook_is_refused():
    with pytest.raises(UnreadableWorkbook, match=r"没有找到表头|表头与模板不符"):
        sheet.read_arrangement(template_workbook(title="甲", columns=[sheet.ColumnSpec("x", "乙")]), 2027)
