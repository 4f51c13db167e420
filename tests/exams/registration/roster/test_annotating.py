"""The unit's own workbook given back with its bad cells marked."""

import io

import openpyxl
import pytest
from openpyxl.cell import MergedCell

from exams.registration.roster import annotating
from exams.registration.roster.annotating import BAD, TIDIED, annotated
from exams.registration.roster.plan import plan_of
from tests.factories import registration, rosters

pytestmark = pytest.mark.django_db
HEADERS = ("车间", "手机", "姓名", "身份证号", "申报条件", "民族")


def rows():
    found = []
    for number, values in enumerate([{}, {"phone": "123"}, {"ethnicity": "汉"}], 1):
        row = rosters.person(number, **values)
        spoken = {"手机": row["phone"], "身份证号": row["document_number"], "申报条件": row["eligibility"]}
        found.append({**row, "车间": f"{number}车间", **spoken})
    return found


def given_back(content=None):
    content = content or rosters.workbook(rows(), headers=HEADERS, before=1)
    plan = plan_of(content, registration.item())
    return annotated(content, plan), plan


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def test_own_columns_stay_and_bad_cells_are_marked():
    sheet = opened(given_back()[0])
    assert [cell.value for cell in sheet[2]] == [*HEADERS, "问题"]
    assert [sheet[f"A{row}"].value for row in (3, 4, 5)] == ["1车间", "2车间", "3车间"]
    assert sheet["B4"].fill.fgColor.rgb == BAD
    assert sheet["B4"].comment.text == "B4 联系电话：请填写11位手机号码，或带区号的固定电话，例如0531-88888888。"
    assert sheet["F5"].fill.fgColor.rgb == TIDIED
    assert sheet["G4"].value == sheet["B4"].comment.text
    assert sheet["G3"].value is None
    assert [cell.coordinate for line in sheet.iter_rows() for cell in line if cell.comment] == ["B4", "F5"]


def test_mended_and_uploaded_again_nothing_of_the_first_time_is_left():
    book = openpyxl.load_workbook(io.BytesIO(given_back()[0]))
    sheet = book.worksheets[0]
    sheet["B4"].value, sheet["F5"].value, sheet["C3"].value = "13800001111", "汉族", "张A"
    target = io.BytesIO()
    book.save(target)
    again, plan = given_back(target.getvalue())

    assert [each.sentence[:2] for each in plan.found] == ["C3"]
    assert plan.notes == ["以下列不在模板中，未读取：“车间”。"]
    sheet = opened(again)
    assert [cell.value for cell in sheet[2]] == [*HEADERS, "问题"]
    assert sheet["B4"].fill.fgColor.rgb != BAD
    assert sheet["G4"].value is None
    assert sheet["G3"].value.startswith("C3 姓名")


def test_too_large_or_strange_ones_become_a_list(monkeypatch, caplog):
    content = rosters.workbook(rows(), headers=HEADERS)
    plan = plan_of(content, registration.item())
    monkeypatch.setattr(annotating, "_marked", lambda *_: 1 / 0)
    listed = opened(annotated(content, plan))
    assert [cell.value for cell in listed[1]] == ["行", "栏目", "问题", "须改正"]
    assert [[cell.value for cell in line] for line in listed.iter_rows(min_row=2)] == [
        [3, "联系电话", "B3 联系电话：请填写11位手机号码，或带区号的固定电话，例如0531-88888888。", "是"],
        [4, "民族", "F4 民族：已补“族”字。", "否"],
    ]
    assert "could not be written again" in caplog.text
    monkeypatch.setattr(annotating, "MAX_CELLS", 1)
    assert opened(annotated(content, plan))["C2"].value == listed["C2"].value


def test_part_of_a_merged_cell_is_told_at_the_end():
    book = openpyxl.load_workbook(io.BytesIO(rosters.workbook(rosters.crowd(2))))
    sheet = book.worksheets[0]
    sheet.merge_cells("L2:L3")
    target = io.BytesIO()
    book.save(target)
    marked = opened(given_back(target.getvalue())[0])
    assert isinstance(marked["L3"], MergedCell)
    assert marked["P3"].value == "L3 符合的报名条件是空的：请写明符合公告中的哪项报名条件。"
