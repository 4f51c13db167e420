import datetime
from decimal import Decimal

import pytest

from sdzx.accounts.roles import Role
from sdzx.catalogue.exchange import columns
from sdzx.catalogue.exchange.plan import listed, plan_of
from sdzx.catalogue.exchange.services import take
from sdzx.catalogue.models import Project
from sdzx.documents.excel import read_rows
from tests.factories import catalogue, people
from tests.sdzx.catalogue.exchange.tables import HEAD, TEXTS, task, text, whole, workbook

pytestmark = pytest.mark.django_db


def sentences(*rows):
    return [each.sentence for each in plan_of(workbook(*rows)).problems]


@pytest.mark.parametrize("form", [workbook, text])
def test_new_project_is_read_from_both_forms(form):
    plan = plan_of(form(*whole()))

    (entry,) = plan.entries
    assert (plan.problems, entry.verdict, entry.rows) == ([], "新增", 2)
    assert entry.values["source"] == Project.Source.PROVINCE
    assert [(each.name, each.weight) for each in entry.content.tasks] == [("摊制", Decimal(60)), ("折叠", Decimal(40))]
    assert plan.counts == {"新增项目": 1, "新规范版本": 0, "修改草稿": 0, "无变化的项目": 0, "有问题的行": 0}


def test_entry_without_specification_is_new():
    (entry,) = plan_of(workbook(HEAD)).entries

    assert (entry.verdict, entry.content) == ("新增", None)


@pytest.mark.clause("1")
def test_every_bad_cell_is_named_at_once():
    rows = whole(name="煎饼师", filing_number="", minutes=0, weight=70)

    assert sentences(*rows) == [
        "B2 项目名称：项目名称不能以“师”结尾：专项职业能力以“产品或服务＋动作”命名，如“面包烘焙”。（依据《工作规则》一）",
        "E2 备案号：我省组织开发的项目须填写备案号。（依据《工作规则》一）",
        "N2 考核时长（分钟）：考核时长至少1分钟。",
        "U2 考核比重（%）：各工作任务的考核比重合计应为100%，现在是110%。（依据《工作规则》一）",
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([HEAD | {"code": ""}], "A2 项目编码是空的。"),
        ([HEAD | {"field": ""}], "C2 职业领域是空的。"),
        ([HEAD | {"source": "外省"}], "D2 来源“外省”应为人社部公布、我省组织开发并经备案之一。"),
        ([HEAD | {"field": "长" * 61}], "C2 职业领域最多60个字，现在是61个字。"),
        ([HEAD, HEAD | {"field": "另一领域"}], "C3 职业领域与第2行同一项目的不一致。"),
        ([HEAD, HEAD | {"code": "ZX-9002"}], "B3 项目名称“煎饼制作”已由项目ZX-9001使用。"),
        ([HEAD | TEXTS], "R2 工作任务：请至少填写一项工作任务。"),
        ([HEAD | task("摊制", 100)], "H2 定义是空的。"),
        ([*whole(), task("折叠", 0)], "R4 工作任务“折叠”与第3行重复。"),
        ([*whole(), task("折叠", 0)], "U4 考核比重（%）应大于0且不超过100。"),
        (whole(weight=Decimal("60.005")), "U2 考核比重（%）最多两位小数。"),
        (whole(weight="很多"), "U2 考核比重（%）应填数字，现为“很多”。"),
        (whole(knowledge=""), "T2 相关知识是空的。"),
    ],
)  # fmt: skip
def test_bad_cell_is_named(rows, expected):
    assert expected in sentences(*rows)


def test_only_the_cells_in_question_are_named_of_an_unreadable_weight():
    assert sentences(*whole(weight="很多")) == ["U2 考核比重（%）应填数字，现为“很多”。"]


def test_annotated_workbook_can_be_mended_and_read_again():
    plan = plan_of(text(*whole(weight=70)))

    again = read_rows(plan.annotated(), columns=columns.COLUMNS)

    assert [row.value("task") for row in again.rows] == ["摊制", "折叠"]


def test_good_projects_stand_beside_bad_ones():
    plan = plan_of(workbook(HEAD | {"field": ""}, HEAD | {"code": "ZX-9002", "name": "剪纸制作"}))

    assert ([entry.code for entry in plan.entries], plan.good_rows, plan.acts) == (["ZX-9002"], 1, True)


@pytest.mark.parametrize("give", [columns.export, columns.export_csv])
def test_export_read_back_changes_nothing(give):
    catalogue.project()
    catalogue.draft_project(filing_number="=1+1")
    odd = catalogue.project()
    odd.specifications.update(definition="第一行１\r\n第二行Ａ ")

    plan = plan_of(give(listed()))

    assert ([each.verdict for each in plan.entries], plan.problems) == (["无变化"] * 3, [])
    assert not plan.acts


@pytest.mark.parametrize("count", [1, 3])
def test_plan_costs_the_same(django_assert_num_queries, count):
    for _ in range(count):
        catalogue.project()
    table = columns.export(listed())

    with django_assert_num_queries(5):
        plan_of(table)


def known(project, **values):
    return {"code": project.code, "name": project.name, "field": project.field, "source": "人社部公布", **values}


def test_entry_in_force_is_not_changed_by_import():
    project = catalogue.project()

    assert sentences(known(project, field="餐饮")) == [
        "C2 职业领域与目录不一致：项目生效，不能再修改；不改动的请留空。"
    ]


def test_draft_is_changed_field_by_field():
    project = catalogue.draft_project()

    (entry,) = plan_of(workbook(known(project, field="餐饮"))).entries

    assert entry.verdict == "修改"
    assert [(each.label, each.before, each.after) for each in entry.differences] == [("职业领域", "食品加工", "餐饮")]


@pytest.mark.clause("1")
def test_draft_that_becomes_the_provinces_needs_its_filing():
    project = catalogue.draft_project()

    assert len(sentences(known(project, source="我省组织开发并经备案"))) == 2


def test_changed_specification_in_force_becomes_the_next_version():
    project = catalogue.project()
    rows = [
        known(project, minutes=90, since=catalogue.START) | task("和面与发酵", 40, project.code),
        task("整形与烘烤", 60, project.code),
    ]

    (entry,) = plan_of(workbook(*rows)).entries

    assert (entry.verdict, entry.content.in_force_from, len(entry.content.requirements)) == ("新版本", None, 5)
    assert ("考核时长（分钟）", "120", "90") in [(each.label, each.before, each.after) for each in entry.differences]


@pytest.mark.clause("1")
def test_next_version_begins_after_the_one_in_force():
    project = catalogue.project()

    found = sentences(known(project, minutes=90, since=datetime.date(2023, 1, 1)))

    assert found == ["Q2 实施日期须晚于现行版本的2024-01-01。"]


@pytest.mark.clause("1")
def test_withdrawn_project_gets_no_version():
    project = catalogue.withdrawn_project()

    assert sentences(known(project, minutes=90)) == ["A2 项目编码：项目已撤出，不能再修改规范。"]


def test_first_version_of_a_known_entry_has_no_former_to_compare():
    project = catalogue.draft_project()
    rows = whole(**known(project))
    rows[1]["code"] = project.code
    for row in rows:
        row.update({"filing_number": "", "filed_on": None, "in_force_from": None})

    (entry,) = plan_of(workbook(*rows)).entries

    assert (entry.verdict, entry.differences) == ("新版本", [])


def test_draft_version_is_changed_in_place():
    take(workbook(*whole()), by=people.actor(Role.PROVINCE))

    (entry,) = plan_of(workbook(*whole(minutes=75))).entries

    assert (entry.verdict, [each.label for each in entry.differences]) == ("修改", ["考核时长（分钟）"])
