import datetime
from decimal import Decimal

import pytest

from sdzx.catalogue import rules
from sdzx.catalogue.models import Project, Specification
from sdzx.catalogue.rules import Content, Requirement, Task

DAY = datetime.date(2026, 3, 14)
BEFORE, AFTER = datetime.date(2026, 3, 13), datetime.date(2026, 3, 15)


def project(**values):
    given = {"name": "面包烘焙", "source": "ministry", "status": "in_force", "in_force_from": DAY}
    return Project(**{**given, **values})


def sentences(found):
    return [each.sentence for each in found]


@pytest.mark.clause("1")
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"status": "draft"}, ["考核项目“面包烘焙”尚未列入目录生效，不能使用。请联系省中心。"]),
        ({"in_force_from": AFTER}, ["考核项目“面包烘焙”在2026-03-14尚未生效，自2026-03-15起生效。"]),
        ({"in_force_from": None}, ["考核项目“面包烘焙”在2026-03-14尚未生效。"]),
        ({"status": "withdrawn", "withdrawn_from": AFTER}, []),
        (
            {"status": "withdrawn", "withdrawn_from": DAY},
            ["考核项目“面包烘焙”已自2026-03-14起撤出目录，不能使用。"],
        ),
        (
            {"source": "province", "in_force_from": AFTER},
            [
                "考核项目“面包烘焙”在2026-03-14尚未生效，自2026-03-15起生效。",
                "我省组织开发的项目须填写备案号。",
                "我省组织开发的项目须填写备案日期。",
            ],
        ),
        ({"source": "province", "filing_number": "鲁专备〔2025〕3号", "filed_on": BEFORE}, []),
        ({"source": ""}, ["请选择项目来源：人社部公布，或我省组织开发并经备案。"]),
    ],
)
def test_unusable_names_every_reason(values, expected):
    found = rules.unusable(project(**values), DAY)

    assert sentences(found) == expected
    assert {each.clause for each in found} <= {"1"}


@pytest.mark.clause("1")
@pytest.mark.parametrize(("name", "count"), [("面包烘焙", 0), ("电工", 1), ("收银员", 1), ("面点师", 1)])
def test_name_is_no_occupation(name, count):
    assert len(rules.wrong_name(name)) == count


@pytest.mark.clause("1")
@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({}, []),
        ({"in_force_from": None, "name": "面点师"}, ["name", "in_force_from"]),
        ({"source": "province", "filing_number": "3号", "filed_on": AFTER}, ["in_force_from"]),
        ({"source": "province"}, ["filing_number", "filed_on"]),
    ],
)
def test_draft_not_ready_names_fields(values, fields):
    assert [each.field for each in rules.not_ready(project(status="draft", **values))] == fields


@pytest.mark.parametrize(
    ("start", "today", "count"), [(DAY, DAY, 0), (AFTER, DAY, 1), (None, DAY, 0), (BEFORE, AFTER, 1), (AFTER, AFTER, 2)]
)
def test_withdrawal_neither_before_start_nor_for_days_past(start, today, count):
    found = rules.wrong_withdrawal(project(in_force_from=start), DAY, today)

    assert [each.field for each in found] == ["withdrawn_from"] * count


@pytest.mark.clause("1")
@pytest.mark.parametrize(("day", "count"), [(BEFORE, 0), (DAY, 1), (AFTER, 1)])
def test_withdrawal_is_undone_before_its_day_only(day, count):
    assert len(rules.too_late_to_keep(project(withdrawn_from=DAY), day)) == count


def test_project_without_withdrawal_is_not_too_late():
    assert rules.too_late_to_keep(project(), DAY) == []


NOON = datetime.datetime(2026, 3, 1, 4, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


@pytest.mark.clause("1")
@pytest.mark.parametrize(
    ("batches", "announced", "decided", "usable"),
    [
        ("continue", NOON - HOUR, NOON, True),
        ("continue", NOON, NOON, False),
        ("continue", None, NOON, False),
        ("continue", NOON - HOUR, None, False),
        ("stop", NOON - HOUR, NOON, False),
    ],
)
def test_batch_announced_before_the_decision_goes_on_if_it_says_so(batches, announced, decided, usable):
    left = project(status="withdrawn", withdrawn_from=DAY, announced_batches=batches, withdrawal_decided_at=decided)

    assert (rules.unusable(left, AFTER, announced=announced) == []) == usable


@pytest.mark.clause("1")
@pytest.mark.parametrize(
    ("status", "batches", "count"),
    [("in_force", "", 0), ("leaving", "stop", 1), ("withdrawn", "stop", 1), ("leaving", "continue", 0)],
)
def test_registration_stops_at_once_if_the_withdrawal_says_so(status, batches, count):
    left = project(status=status, withdrawn_from=AFTER, announced_batches=batches)

    assert len(rules.registration_stopped(left)) == count


def task(weight, name="和面"):
    return Task(name, "规范", "知识", Decimal(weight))


NEED = Requirement("tool", "电子秤", Decimal(1))


@pytest.mark.clause("1")
@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        (["60", "40"], []),
        ([], ["请至少填写一项工作任务。"]),
        (["60", "30.5"], ["各工作任务的考核比重合计应为100%，现在是90.5%。"]),
        (["100", "10"], ["各工作任务的考核比重合计应为100%，现在是110%。"]),
    ],
)
def test_weights_sum_to_hundred(weights, expected):
    assert sentences(rules.wrong_weights([task(each) for each in weights])) == expected


def incomplete(*, start=DAY, needs=(NEED,), former=None, **values):
    specification = Specification(project=project(**values), version=2, in_force_from=start)
    return rules.incomplete(specification, tasks=[task("100")], requirements=needs, day=DAY, former=former)


@pytest.mark.clause("1")
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, []),
        ({"needs": ()}, ["请至少填写一项考前准备要求，考核准备通知单由此生成。"]),
        ({"status": "withdrawn"}, ["考核项目“面包烘焙”已撤出，不能新增规范版本。"]),
        ({"status": "leaving"}, ["考核项目“面包烘焙”待撤出，不能新增规范版本。"]),
        ({"start": None}, ["请填写实施日期。"]),
        ({"start": AFTER}, ["实施日期2026-03-15未到，到期后再办理生效。"]),
        ({"former": Specification(in_force_from=BEFORE)}, []),
        ({"former": Specification(in_force_from=DAY)}, ["实施日期须晚于现行版本的2026-03-14。"]),
        ({"former": Specification()}, []),
    ],
)
def test_specification_incomplete_names_what_is_missing(values, expected):
    assert sentences(incomplete(**values)) == expected


def test_wrong_numbers_names_each():
    content = Content(
        definition="", audience="", eligibility="", examiner_composition="", mode="practice", venue="",
        minutes=0, examiners=0, pass_mark=Decimal(101), tasks=(task("0"), task("50", "烘烤"), task("20", "烘烤")),
        requirements=(NEED, Requirement("tool", "烤盘", Decimal(0))),
    )  # fmt: skip

    assert sentences(rules.wrong_numbers(content)) == [
        "考核时长至少1分钟。",
        "考评员至少1名。",
        "合格分数应大于0且不超过100。",
        "工作任务“和面”的考核比重应大于0且不超过100%。",
        "工作任务“烘烤”重复。",
        "准备要求“烤盘”的数量应大于0。",
    ]


def test_right_numbers_pass():
    content = Content(definition="", audience="", eligibility="", examiner_composition="", mode="", minutes=60, venue="",
                      pass_mark=Decimal(60))  # fmt: skip

    assert rules.wrong_numbers(content) == []
