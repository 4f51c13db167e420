"""What a workbook would do, against what the register holds."""

import datetime

import pytest

from sdzx.documents.excel import read_rows
from sdzx.personnel.register import columns
from sdzx.personnel.register.plan import plan_of
from tests.factories import catalogue, people, personnel

pytestmark = pytest.mark.django_db
NOTHING = {"新增人员": 0, "更新人员": 0, "新增资格": 0, "更新资格": 0, "资格无变化": 0, "有问题的行": 0}


def plan(*rows, city=None):
    return plan_of(personnel.register_workbook(rows=rows), city or people.center())


def exported(held, **cells):
    return columns.row_of(held) | cells


def test_new_people_are_counted_once_each():
    one = personnel.register_row(7, kind="专家")

    found = plan(one, one | {"kind": "督导员", "card_number": "DD7"})

    assert found.counts == NOTHING | {"新增人员": 1, "新增资格": 2}
    assert found.acts


def test_exported_row_changes_nothing():
    held = personnel.qualified(project=catalogue.project(), employer=people.organization())

    found = plan(exported(held))

    assert found.counts == NOTHING | {"资格无变化": 1}
    assert not found.acts


def test_empty_cells_leave_what_is_known():
    held = personnel.qualified("expert")

    assert not plan(exported(held, phone="", title="", education="")).acts


def test_changes_are_found():
    held, project = personnel.qualified("expert"), catalogue.project()

    found = plan(exported(held, title="正高级", projects=project.name, valid_to=datetime.date(2036, 1, 1)))

    assert found.counts == NOTHING | {"更新人员": 1, "更新资格": 1}
    assert (found.people[0].changes, found.held[0].moved) == ({"title": "正高级"}, True)


def test_another_employer_unties_the_known_one():
    held = personnel.qualified("expert", employer=people.organization())

    found = plan(exported(held, uscc="", employer_name="鲁东学校"))

    assert found.people[0].changes == {"employer": None, "employer_name": "鲁东学校"}


def test_employers_name_alone_keeps_the_tie():
    held = personnel.qualified("expert", employer=people.organization())

    assert not plan(exported(held, uscc="")).acts


@pytest.mark.clause("5.3")
def test_card_of_somebody_else_is_refused():
    held = personnel.qualified("expert")

    found = plan(personnel.register_row(7, kind="专家", card_number=held.card_number))

    assert [each.sentence for each in found.problems] == [f"L2 证卡编号“{held.card_number}”已由其他人员使用。"]
    assert found.counts == NOTHING | {"有问题的行": 1}


def test_card_in_another_centre_is_refused():
    held = personnel.qualified("expert", city=people.center("370200"))

    assert plan(exported(held)).bad_rows == 1


@pytest.mark.clause("5.3")
def test_revoked_qualification_stays_as_it_is():
    held = personnel.qualified("expert", status="revoked")

    assert plan(exported(held)).problems == []
    assert plan(exported(held, valid_to=datetime.date(2036, 1, 1))).bad_rows == 1


@pytest.mark.clause("1")
def test_withdrawn_project_may_only_stay():
    gone = catalogue.withdrawn_project()
    held = personnel.qualified(project=gone)

    assert plan(exported(held)).problems == []
    assert [each.letter for each in plan(personnel.register_row(7, projects=gone.name)).problems] == ["M"]


def test_problems_stand_in_reading_order():
    held = personnel.qualified("expert")
    rows = [
        personnel.register_row(7, kind="专家", card_number=held.card_number),
        personnel.register_row(8, kind="厨师", phone="1"),
        personnel.register_row(9, kind="专家", valid_from="明年"),
    ]

    found = plan(*rows)

    assert [f"{each.letter}{each.row}" for each in found.problems] == ["L2", "D3", "K3", "N4"]


def test_annotated_workbook_can_be_mended_and_read():
    found = plan(personnel.register_row(7, kind="厨师"))

    sheet = read_rows(found.annotated(), columns=columns.COLUMNS)

    assert [row.value("kind") for row in sheet.rows] == ["厨师"]
