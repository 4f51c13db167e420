"""Rules of examiners' sheets, double entry and papers, on records that no database has seen."""

import pytest

from exams.scores.models import ScoreSheet
from exams.scores.sheets import rules
from exams.scores.sheets.models import ExaminerSheet, SecondEntry
from exams.sessions.models import Session
from sdzx.accounts.models import User


def said(blockers):
    return [blocker.sentence for blocker in blockers]


@pytest.mark.clause("4.4")
def test_not_openable_says_everything_at_once():
    sheet = ScoreSheet(status="submitted", entered_by_id=1)
    assert said(rules.not_openable(Session(status="published"), sheet, [])) == [
        "场次当前“已发布”，考核开始后才能发放评分表。",
        "还没有考评员到岗登记，没有人可以评分。",
        "成绩当前“待确认”，不能修改；确需更正的，请市中心退回。",
        "考点已录入成绩，不能再改为考评员分别评分。",
    ]
    assert rules.not_openable(Session(status="ended"), ScoreSheet(), [object()]) == []


@pytest.mark.clause("4.4")
def test_not_markable_once_handed_in():
    mine = ExaminerSheet(sheet=ScoreSheet(), status="submitted")
    assert said(rules.not_markable(mine, 3)) == ["评分表当前“已提交”，不能修改。"]
    assert rules.not_markable(ExaminerSheet(sheet=ScoreSheet(), version=3), 3) == []


@pytest.mark.clause("4.4")
def test_not_ended():
    assert said(rules.not_ended(Session(status="running"))) == ["考核还没有结束，不能报送成绩。"]
    assert rules.not_ended(Session(status="ended")) == []


@pytest.mark.clause("4.4")
def test_not_compared_by_one_person():
    user = User(pk=1)
    sheet = ScoreSheet(entered_by=user)
    assert said(rules.not_compared(sheet, SecondEntry(entered_by=user), [])) == ["两次录入须由不同的人完成。"]
    assert rules.not_compared(sheet, SecondEntry(entered_by=User(pk=2)), []) == []


def test_differences_of_numbers_not_of_writing():
    first = {1: {"1": "80", "2": "60"}, 2: {"1": "70"}}
    second = {1: {"1": "80.0", "2": "61"}, 3: {"1": "50"}}
    assert rules.differences(first, second, ["1", "2"]) == [
        (1, "2", "60", "61"), (2, "1", "70", ""), (3, "1", "", "50")
    ]  # fmt: skip


@pytest.mark.clause("4.4")
def test_overtaken_only_by_somebody_else():
    mine, other = User(pk=1, name="甲"), User(pk=2, name="乙")
    assert said(rules.overtaken(ScoreSheet(version=2, entered_by=other), 1, mine))[0].startswith(
        "这一页（这份工作簿）取出之后，乙已更改成绩"
    )
    assert "其他人已更改成绩" in said(rules.overtaken(ScoreSheet(version=2), 1, mine))[0]
    for sheet, base in ((ScoreSheet(version=2, entered_by=mine), 1), (ScoreSheet(version=2), 2), (ScoreSheet(), None)):
        assert rules.overtaken(sheet, base, mine) == []
