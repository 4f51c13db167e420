"""Rules of the corrections."""

from decimal import Decimal

import pytest

from exams.registration.models import Registration
from exams.scores.corrections import rules
from exams.scores.corrections.models import Correction
from exams.scores.models import Score, ScoreSheet
from sdzx.accounts.models import User
from sdzx.catalogue.models import SpecificationTask

TASKS = [
    SpecificationTask(position=1, name="面团调制", weight=60),
    SpecificationTask(position=2, name="成型烘烤", weight=40),
]
BEFORE = {"1": "50", "2": "60"}
TENTH = Decimal("0.1")


def said(blockers):
    return [blocker.sentence for blocker in blockers]


@pytest.mark.clause("4.5")
def test_only_confirmed_scores_of_who_passed_or_failed():
    confirmed, passed = ScoreSheet(status="confirmed"), Registration(name="甲", status="passed")
    assert rules.not_correctable(Score(), confirmed, passed, open_already=False) == []
    found = rules.not_correctable(
        None, ScoreSheet(status="submitted"), Registration(name="甲", status="disqualified"), open_already=True
    )
    assert said(found) == [
        "成绩当前“待确认”，还没有确认；有差错请退回考点更正。",
        "甲当前“成绩无效”，没有可以更正的成绩。",
        "这名考生已有一件成绩更正等待批准，请先办结。",
    ]
    assert (
        len(rules.not_correctable(Score(), confirmed, Registration(name="甲", status="absent"), open_already=False))
        == 1
    )


def test_fineness():
    assert rules.fineness(ScoreSheet(by_examiners=True), TENTH) == Decimal("0.01")
    assert rules.fineness(ScoreSheet(), TENTH) == TENTH


@pytest.mark.clause("4.5")
def test_wrong_request_says_everything():
    found = rules.wrong_request(BEFORE, {"1": Decimal("100.5")}, TASKS, TENTH, reason=" ", evidence=0)
    assert said(found) == [
        "“面团调制”应在0至100之间，现为100.5。",
        "“成型烘烤”没有得分。",
        "请写明更正理由。",
        "请上传证据，如评分记录、试卷的相关页。",
    ]
    assert [each.field for each in found] == ["mark_1", "mark_2", "reason", "evidence"]


@pytest.mark.clause("4.5")
def test_the_same_marks_are_no_correction():
    same = {"1": Decimal("50.0"), "2": Decimal(60)}
    assert said(rules.wrong_request(BEFORE, same, TASKS, TENTH, reason="错", evidence=1)) == [
        "更正后的得分与现在的相同，没有需要更正的。"
    ]
    assert rules.wrong_request(BEFORE, {**same, "2": Decimal(61)}, TASKS, TENTH, reason="错", evidence=1) == []


@pytest.mark.clause("4.5")
def test_decided_by_a_second_person():
    sheet = ScoreSheet(entered_by_id=2, confirmed_by_id=3)
    correction, score = Correction(requested_by_id=1, marks_before=BEFORE), Score(marks=BEFORE)
    assert rules.not_decidable(correction, sheet, score, User(pk=4)) == []
    assert rules.not_decidable(correction, sheet, score, None) == []
    for pk, sentence in ((1, "申请更正的人不能批准"), (2, "录入成绩的人不能批准"), (3, "确认成绩的人不能批准")):
        (found,) = said(rules.not_decidable(correction, sheet, score, User(pk=pk)))
        assert sentence in found
    (found,) = said(rules.not_decidable(correction, sheet, Score(marks={"1": "1", "2": "60"}), User(pk=4)))
    assert "已经变动" in found
