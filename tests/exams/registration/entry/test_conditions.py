"""Conditions as they were announced, one by one; needs as a list and a rest."""

import pytest

from exams.registration.entry.conditions import MOST, composed, conditions, joined_needs, needs_of


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("年满16周岁，有相应劳动能力的人员。", ["年满16周岁，有相应劳动能力的人员"]),
        ("1. 年满16周岁\n2．从事本职业1.5年以上", ["年满16周岁", "从事本职业1.5年以上"]),
        ("符合下列条件之一的：\n一、在校学生；二、从业人员。", ["在校学生", "从业人员"]),
        ("（1）年满16周岁（2）会做面点", ["年满16周岁", "会做面点"]),
        ("· 年满16周岁\n· 年满16周岁", ["年满16周岁"]),
        ("16周岁以上", ["16周岁以上"]),
    ],
)
def test_conditions(text, found):
    assert conditions(text) == found


def test_conditions_have_an_end():
    assert len(conditions("\n".join(f"{n}、条件{n}" for n in range(1, 40)))) == MOST


def test_composed():
    assert composed(["年满16周岁"], " 另有证书 ") == "年满16周岁。\n另有证书"
    assert composed([], "") == ""


def test_needs_and_back():
    assert needs_of("轮椅通道；大字试卷；靠窗；饮水") == (["轮椅通道", "大字试卷"], "靠窗；饮水")
    assert joined_needs(["轮椅通道"], " 靠窗；") == "轮椅通道；靠窗"
    assert joined_needs([], "") == ""
