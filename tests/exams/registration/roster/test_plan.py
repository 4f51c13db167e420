"""Every bad cell of a roster, found in one pass and named by its address."""

import datetime
import io
import zipfile

import pytest
import xlsxwriter

from exams.registration.models import Registration
from exams.registration.roster import plan as reading
from exams.registration.roster.models import RosterProblem
from exams.registration.roster.plan import plan_of
from sdzx import clock
from sdzx.documents.errors import UnreadableWorkbook
from tests.factories import people, registration, rosters

pytestmark = pytest.mark.django_db
Kind = RosterProblem.Kind


def found(rows, item=None, **values):
    plan = plan_of(rosters.workbook(rows, **values), item or registration.item())
    return [(each.kind, each.sentence, each.blocking) for each in plan.found]


def sentence(**values):
    """The only problem of a row with this cell."""
    ((kind, said, blocking),) = found([rosters.person(1, **values)])
    assert blocking
    return kind, said


def test_nothing_wrong_in_good_rows():
    plan = plan_of(rosters.workbook(rosters.crowd(40)), registration.item())
    assert plan.found == []
    assert [line.number for line in plan.lines] == list(range(2, 42))
    assert all(line.good for line in plan.lines)


def test_a_glance_and_a_close_look_agree(monkeypatch):
    content, item = rosters.workbook(rosters.crowd(20)), registration.item()
    glanced = plan_of(content, item).lines
    monkeypatch.setattr(reading, "at_a_glance", lambda *_: None)
    looked = plan_of(content, item)
    assert looked.found == []
    assert glanced == looked.lines


NUMBER = rosters.person(1)["document_number"]
WRONG = NUMBER[:-1] + ("0" if NUMBER[-1] != "0" else "1")


@pytest.mark.parametrize(
    ("values", "kind", "said"),
    [
        ({"document_number": WRONG}, Kind.NUMBER, "D2 证件号码：居民身份证号码的校验码不符，请对照证件核对每一位。"),
        ({"document_number": float(NUMBER[:17] + "0")}, Kind.PRECISION, "D2 证件号码以数值保存，后几位已丢失；请把该列设为文本格式后重新填写。"),
        ({"document_number": ""}, Kind.EMPTY, "D2 证件号码是空的。"),
        ({"document_number": "370102900307108"}, Kind.NUMBER, "D2 证件号码：15位的旧身份证号码已经停用，请填写18位号码。"),
        ({"name": ""}, Kind.EMPTY, "B2 姓名是空的。"),
        ({"name": "张\ue000伟"}, Kind.CHARACTERS, "B2 姓名：姓名中有自造字（U+E000），别的电脑上显示不出来，请用输入法重新录入这个字。"),
        ({"name": "张W伟"}, Kind.CHARACTERS, "B2 姓名：“W”不是汉字，请按证件填写中文姓名。"),
        ({"phone": "1380000"}, Kind.CHARACTERS, "I2 联系电话：请填写11位手机号码，或带区号的固定电话，例如0531-88888888。"),
        ({"phone": datetime.date(2026, 3, 1)}, Kind.DATE, "I2 联系电话被Excel识别成了日期，请把单元格设为文本格式后重新填写。"),
        ({"phone": True}, Kind.CHARACTERS, "I2 联系电话是逻辑值（TRUE或FALSE），请改为文字。"),
        ({"birth_date": "1990-01-02"}, Kind.MISMATCH, "F2 出生日期“1990-01-02”与证件号码中的1981-02-02不一致。"),
        ({"birth_date": 29221}, Kind.DATE, "F2 出生日期应填日期（如2026-03-14），现为“29221”。"),
        ({"sex": "女" if int(NUMBER[16]) % 2 else "男"}, Kind.MISMATCH, None),
        ({"sex": "M"}, Kind.CHARACTERS, "E2 性别“M”应为男或女。"),
        ({"document_type": "身份证明"}, Kind.CHARACTERS, None),
        ({"ethnicity": "华族"}, Kind.CHARACTERS, "G2 民族“华族”不在民族名称表中。"),
        ({"education": "幼儿园"}, Kind.CHARACTERS, "H2 文化程度“幼儿园”不在选项中，应为小学及以下、初中、高中（中专、技校）、大专、本科、研究生之一。"),
        ({"eligibility": ""}, Kind.EMPTY, "L2 符合的报名条件是空的：请写明符合公告中的哪项报名条件。"),
        ({"address": "路" * 121}, Kind.CHARACTERS, "K2 联系地址最多120个字，现在是121个字。"),
        ({"photo_name": "照" * 121}, Kind.CHARACTERS, "N2 照片文件名最多120个字，现在是121个字。"),
        ({"name": "#N/A"}, Kind.CHARACTERS, "B2 姓名是公式错误值（如#N/A），请改为实际内容。"),
    ],
)  # fmt: skip
def test_bad_cell(values, kind, said):
    assert sentence(**values)[0] == kind
    assert sentence(**values)[1] == said or said is None


def test_all_cells_of_a_row_at_once():
    row = rosters.person(1, name="", document_number=WRONG, phone="1", sex="M", eligibility="", education="x")
    assert [said[:2] for _, said, _ in found([row])] == ["B2", "D2", "E2", "H2", "I2", "L2"]


def test_numbers_without_a_birthday_need_one():
    row = rosters.person(1, document_type="护照", document_number="E12345678", birth_date="", sex="")
    assert found([row]) == [(Kind.EMPTY, "F2 出生日期是空的：证件号码中没有出生日期的须填写。", True)]


@pytest.mark.clause("3.2")
def test_too_young_and_far_too_old_on_the_first_day():
    item = registration.item()
    young = rosters.person(
        1, document_number=people.resident_id(7, birth=f"{clock.today().year - 15}0101"), birth_date="", sex=""
    )
    old = rosters.person(2, document_type="护照", document_number="E12345678", birth_date="1801-01-01", sex="")
    (age, date) = found([young, old], item)
    assert age[0] == Kind.AGE
    assert "须年满16周岁" in age[1]
    assert date == (Kind.DATE, "F3 出生日期“1801-01-01”太早，请核对。", True)


def test_age_without_a_column_for_it_stands_at_the_number():
    young = rosters.person(1, document_number=people.resident_id(7, birth=f"{clock.today().year - 15}0101"))
    headers = ["姓名", "身份证号", "手机", "申报条件"]
    rows = [
        {"name": young["name"], "身份证号": young["document_number"], "手机": "13800001111", "申报条件": "一年以上"}
    ]
    ((kind, said, _),) = found(rows, headers=headers)
    assert (kind, said[:7]) == (Kind.AGE, "B2 证件号码")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"document_number": NUMBER.translate({n + 48: n + 0xFF10 for n in range(10)})}, "D2 证件号码：全角字母数字已转为半角。"),
        ({"document_number": f"{NUMBER[:6]} {NUMBER[6:]}"}, "D2 证件号码：已去掉空格和连字符并改为大写。"),
        ({"phone": 13800000001}, "I2 联系电话：以数值保存，已按文字读取。"),
        ({"phone": "+86 138-0000-0001"}, "I2 联系电话：已改为通常写法。"),
        ({"name": "买买提•艾力"}, "B2 姓名：已统一间隔号和空格。"),
        ({"ethnicity": "汉"}, "G2 民族：已补“族”字。"),
        ({"education": "中专"}, "H2 文化程度：已按选项读取。"),
        ({"address": '="大学路"&"1号"'}, "K2 联系地址：公式的计算结果；以数值保存，已按文字读取。"),
    ],
)  # fmt: skip
def test_tidied_cell_is_marked_and_taken(values, said):
    assert [(each[1], each[2]) for each in found([rosters.person(1, **values)])] == [(said, False)]


def test_normal_forms():
    row = rosters.person(
        1, name="买买提•艾力", document_number=f" {NUMBER.lower()}", ethnicity="维吾尔", education="硕士"
    )
    line = plan_of(rosters.workbook([row]), registration.item()).lines[0]
    assert line.good
    assert line.values["name"] == "买买提·艾力"
    assert line.values["document_number"] == NUMBER
    assert (line.values["ethnicity"], line.values["education"]) == ("维吾尔族", "研究生")


def test_twice_in_the_file():
    first = rosters.person(1)
    twice = [first, {**first, "serial": "2"}, rosters.person(3), {**first, "name": "赵磊"}]
    assert found(twice) == [
        (Kind.IN_FILE, "D2 证件号码与第5行重复而姓名不同，请核对哪一行正确。", True),
        (Kind.IN_FILE, "D3 证件号码与第2行重复。", True),
        (Kind.IN_FILE, "D5 证件号码与第2行重复。", True),
    ]


def test_one_person_under_two_kinds_of_document():
    first = rosters.person(1)
    second = {**first, "document_type": "护照", "document_number": "E12345678"}
    ((kind, said, _),) = found([first, second])
    assert kind == Kind.IN_FILE
    assert "C3 证件类型：与第2行姓名、出生日期相同而证件类型不同" in said


def test_namesakes_with_the_same_kind_of_document_are_two_people():
    twin = rosters.person(1, document_number=people.resident_id(501, birth="19810202"), sex="")
    assert found([rosters.person(1), twin]) == []


@pytest.mark.clause("3.2")
def test_registered_already_by_number_and_by_name():
    item = registration.item()
    row = rosters.person(1)
    registration.submitted(
        item, document_number=NUMBER, document_index=plan_of(rosters.workbook([row]), item).lines[0].index
    )
    other = rosters.person(2)
    registration.submitted(
        item, name=other["name"], name_key=other["name"], birth_date=datetime.date.fromisoformat(other["birth_date"]),
        document_type="passport",
    )  # fmt: skip
    by_number, by_name = found([row, other, rosters.person(3)], item)
    assert (by_number[0], by_name[0]) == (Kind.REGISTERED, Kind.REGISTERED)
    assert "D2 证件号码：这个证件号码已通过本人账号报名同一批次" in by_number[1]
    assert "C3 证件类型：姓名、出生日期相同的人已用护照报名同一批次" in by_name[1]


def test_ended_registrations_and_other_batches_do_not_count():
    item, row = registration.item(), rosters.person(1)
    index = plan_of(rosters.workbook([row]), item).lines[0].index
    registration.registration(Registration.Status.WITHDRAWN, item, document_index=index)
    registration.submitted(registration.item(), document_index=index)
    assert found([row], item) == []


def test_blank_rows_other_columns_hidden_and_further_sheets():
    rows = [rosters.person(1), {}, rosters.person(2)]
    headers = ["车间", *rosters.HEADERS]
    plan = plan_of(rosters.workbook(rows, headers=headers, before=2), registration.item())
    assert [line.number for line in plan.lines] == [4, 6]
    assert plan.notes == ["以下列不在模板中，未读取：“车间”。"]
    assert plan.header_row == 3


def two_sheets():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        for name in ("说明", "名单", "旧名单"):
            sheet = book.add_worksheet(name)
            if name != "说明":
                sheet.write_row(0, 0, rosters.HEADERS)
                sheet.write_row(1, 0, [str(rosters.person(1)[key]) for key in rosters.person(1)])
        sheet.hide()
    return buffer.getvalue()


def test_only_the_visible_sheet_with_the_headers_is_read():
    plan = plan_of(two_sheets(), registration.item())
    assert (plan.sheet, len(plan.lines)) == ("名单", 1)
    assert plan.notes == ["隐藏的工作表未读取：“旧名单”。", "只读取工作表“名单”，其余未读取：“说明”。"]


def merged():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, rosters.HEADERS)
        for number in (1, 2):
            for place, value in enumerate(rosters.person(number).values()):
                sheet.write_string(number, place, value)
        sheet.merge_range(1, 11, 2, 11, "年满16周岁", book.add_format({"bold": True}))
    return buffer.getvalue()


def test_lower_cells_of_merged_ones_are_empty():
    plan = plan_of(merged(), registration.item())
    assert [each.sentence for each in plan.found] == ["L3 符合的报名条件是空的：请写明符合公告中的哪项报名条件。"]


def test_cells_with_error_values_make_a_row():
    rows = [rosters.person(1), {"name": "=NA()"}]
    kinds = {said[:2] for _, said, _ in found(rows)}
    assert "B3" in kinds


def test_too_many_rows(monkeypatch):
    monkeypatch.setattr(reading.columns, "MAX_ROWS", 2)
    with pytest.raises(UnreadableWorkbook, match="数据超过2行"):
        plan_of(rosters.workbook(rosters.crowd(3)), registration.item())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1Workbook", "旧版.xls文件（改扩展名无效）"),
        (b"PK\x03\x04", "文件已损坏"),
    ],
)
def test_no_workbook(content, reason):
    with pytest.raises(UnreadableWorkbook) as refusal:
        plan_of(content, registration.item())
    assert reason in str(refusal.value)


def test_zip_bomb():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (50 * 2**20))
    with pytest.raises(UnreadableWorkbook, match="文件解压后过大"):
        plan_of(target.getvalue(), registration.item())


@pytest.mark.parametrize("count", [1, 3])
def test_two_queries_for_a_thousand_rows(count, django_assert_num_queries):
    item, content = registration.item(), rosters.workbook(rosters.crowd(count))
    with django_assert_num_queries(2):
        plan_of(content, item)
