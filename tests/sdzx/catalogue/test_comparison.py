import dataclasses
import datetime
from decimal import Decimal

import pytest

from sdzx.catalogue.comparison import between, of_project, shown
from sdzx.catalogue.rules import Content, Requirement, Task
from sdzx.files.models import StoredFile

FIRST, SECOND = Task("和面", "规范", "知识", Decimal(60)), Task("烘烤", "规范", "知识", Decimal(40))
NEED = Requirement("tool", "电子秤", Decimal(1), unit="台")
BASE = Content(
    definition="旧定义", audience="全体", eligibility="成年", examiner_composition="3名", mode="practice", minutes=60, venue="操作间",
    tasks=(FIRST, SECOND), requirements=(NEED,),
)  # fmt: skip


def said(**values):
    return [(each.label, each.before, each.after) for each in between(BASE, dataclasses.replace(BASE, **values))]


def test_same_version_has_no_differences():
    assert said() == []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"definition": "新定义"}, [("定义", "旧定义", "新定义")]),
        ({"mode": "theory"}, [("考核方式", "实际操作", "理论考试")]),
        ({"pass_mark": Decimal("60.0")}, [("合格分数", "（无）", "60")]),
        ({"in_force_from": datetime.date(2026, 3, 14)}, [("实施日期", "（无）", "2026-03-14")]),
        ({"file": StoredFile(name="规范.pdf")}, [("考核规范文件", "（无）", "规范.pdf")]),
        ({"tasks": (FIRST,)}, [("工作任务“烘烤”", "有", "删除")]),
        (
            {"tasks": (FIRST, SECOND, Task("检验", "", "", Decimal("5.50")))},
            [("工作任务“检验”", "（无）", "新增，考核比重5.5%")],
        ),
        ({"tasks": (SECOND, FIRST)}, [("工作任务的顺序", "和面、烘烤", "烘烤、和面")]),
        (
            {"tasks": (dataclasses.replace(FIRST, weight=Decimal(50)), SECOND)},
            [("工作任务“和面”的考核比重（%）", "60", "50")],
        ),
        ({"requirements": ()}, [("准备要求“工卡量具·电子秤”", "有", "删除")]),
        (
            {"requirements": (dataclasses.replace(NEED, per_candidate=True),)},
            [("准备要求“工卡量具·电子秤”的按每名考生计", "否", "是")],
        ),
        (
            {"requirements": (NEED, Requirement("venue", "操作间", Decimal(2), unit="间"))},
            [("准备要求“考核场地·操作间”", "（无）", "新增，2间")],
        ),
    ],
)
def test_each_difference_is_named(values, expected):
    assert said(**values) == expected


def test_entry_is_compared_by_its_labels():
    (found,) = of_project({"source": "ministry", "code": "1"}, {"source": "province", "code": "1"})

    assert (found.label, found.before, found.after) == ("来源", "人社部公布", "我省组织开发并经备案")


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, "（无）"), ("", "（无）"), (True, "是"), (False, "否"), (0, "0"), (Decimal("1E+2"), "100")],
)
def test_values_are_shown_plainly(value, expected):
    assert shown(value) == expected
