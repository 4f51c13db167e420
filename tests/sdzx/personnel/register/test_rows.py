"""Every bad cell of a row, and contradictions between rows."""

import datetime

import pytest

from sdzx.documents.excel import read_rows
from sdzx.personnel.register import columns
from sdzx.personnel.register.rows import Known, Line, agreeing, parsed
from tests.factories import catalogue, people, personnel

pytestmark = pytest.mark.django_db


def lines_of(*rows, projects=(), organizations=()):
    sheet = read_rows(personnel.register_workbook(rows=rows), columns=columns.COLUMNS)
    unread = {each.row: {each.header} for each in sheet.problems}
    known = Known({each.name: each for each in projects}, {each.uscc: each for each in organizations}, unread)
    return sheet, [parsed(sheet, row, known) for row in sheet.rows]


def wrong(*, known=(), organizations=(), **cells):
    row = personnel.register_row(7, **{"kind": "专家", **cells})
    _, [found] = lines_of(row, projects=known, organizations=organizations)
    return [each.sentence for each in found]


def test_good_row_gives_person_and_qualification():
    project = catalogue.project()
    row = personnel.register_row(7, projects=project.name, name=" 赵志明 ")

    _, [line] = lines_of(row, projects=[project])

    assert (line.kind, line.card_number, line.projects) == ("examiner", "KP202600007", (project,))
    assert (line.person["name"], line.person["sex"], line.person["birth_date"]) == (
        "赵志明",
        "男",
        datetime.date(1982, 6, 6),
    )
    assert "employer" not in line.person


def test_projects_are_separated_by_any_mark():
    first, second = catalogue.project(), catalogue.project()
    row = personnel.register_row(7, projects=f"{first.name}；{second.name}, {first.name}")

    _, [line] = lines_of(row, projects=[first, second])

    assert line.projects == (first, second)


@pytest.mark.clause("5.3")
def test_every_bad_cell_is_named():
    found = wrong(
        name="", document_type="学生证", sex="无", education="大" * 21, employer_name="", kind="厨师", card_number="",
        valid_from=None, valid_to=None, projects="造船",
    )  # fmt: skip

    assert [each.partition(" ")[0] for each in found] == ["B2", "E2", "I2", "G2", "K2", "L2", "N2", "O2", "M2"]


@pytest.mark.clause("5.3")
def test_wrong_identity_is_said_at_the_cells():
    found = wrong(name="赵", document_number="370102198206060911", phone="12")

    assert [each.partition("：")[0] for each in found] == ["A2 姓名", "C2 证件号码", "D2 联系电话"]


def test_unread_cells_are_said_once():
    row = personnel.register_row(7, kind="专家", valid_from="明年")

    sheet, [found] = lines_of(row)

    assert (len(sheet.problems), found) == (1, [])


@pytest.mark.clause("4.3")
def test_employer_is_known_by_its_code():
    host = people.organization()
    row = personnel.register_row(7, kind="专家", uscc=host.uscc.lower(), employer_name="")

    _, [line] = lines_of(row, organizations=[host])

    assert (line.person["employer"], line.person["employer_name"]) == (host, host.name)


@pytest.mark.clause("4.3")
def test_employer_of_another_name_than_its_code_says_is_refused():
    host = people.organization(name="齐鲁学校")

    assert wrong(uscc=host.uscc, employer_name="鲁东学校", organizations=[host]) == [
        "I2 工作单位：“鲁东学校”与统一社会信用代码登记的“齐鲁学校”不一致。（依据《工作规则》四（三））"
    ]


def test_wrong_code_is_said():
    assert wrong(uscc="123") == ["J2 单位统一社会信用代码：统一社会信用代码应为18位，现在是3位。"]


@pytest.mark.clause("5.3")
def test_examiner_needs_projects_and_order_of_days():
    found = wrong(kind="考评员", valid_to=datetime.date(2020, 1, 1))

    assert [each.partition("：")[0] for each in found] == ["O2 有效期止", "M2 考评项目"]


def test_rows_of_one_person_must_agree():
    first = personnel.register_row(7, kind="专家")
    second = first | {"kind": "督导员", "card_number": "DD1", "phone": "", "title": "技师"}
    sheet, lines = lines_of(first, second)

    good, problems = agreeing(lines, sheet)

    assert [each.sentence for each in problems] == ["H3 职称与第2行同一证件号码的人员不一致。"]
    assert good == lines[:1]


def test_one_card_stands_once():
    first = personnel.register_row(7, kind="专家")
    sheet, lines = lines_of(first, personnel.register_row(8, kind="专家", card_number=first["card_number"]))

    good, problems = agreeing(lines, sheet)

    assert all(isinstance(line, Line) for line in lines)
    assert [each.sentence for each in problems] == ["L3 证卡编号“KP202600007”与第2行重复。"]
    assert len(good) == 1
