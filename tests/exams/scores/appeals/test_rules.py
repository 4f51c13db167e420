"""Rules of the appeals."""

import datetime

import pytest

from exams.scores.appeals import rules
from exams.scores.appeals.models import Appeal
from exams.scores.models import Score, ScoreSheet
from sdzx.accounts.models import User

LAST = datetime.date(2026, 3, 16)
DAY = datetime.timedelta(days=1)


def refused(**given):
    sheet = given.pop("sheet", ScoreSheet(status="confirmed"))
    given = {"score": Score(), "last": LAST, "days": 10, "today": LAST, **given}
    return [each.sentence for each in rules.not_appealable(given.pop("score"), sheet, **given)]


@pytest.mark.clause("4.5")
def test_within_its_days():
    assert refused() == []
    assert refused(last=None) == []
    assert refused(today=LAST + DAY) == ["成绩确认后10个工作日内可以申请复核，已于2026年3月16日 周一截止。"]


@pytest.mark.clause("4.5")
def test_only_confirmed_scores():
    expected = ["没有已确认的成绩，不能申请复核。"]
    assert refused(score=None) == expected
    assert refused(sheet=ScoreSheet(status="submitted")) == expected


@pytest.mark.clause("4.5")
def test_one_at_a_time_and_each_matter_once():
    answered, waiting = Appeal(status="rejected", kind="added"), Appeal(status="submitted", kind="copied")
    assert refused(earlier=[answered], kind="copied") == []
    assert refused(earlier=[answered], kind="added") == ["这一事项已经复核过，不能重复申请。"]
    assert refused(earlier=[answered, waiting], kind="added") == ["已有一件复核申请等待答复，答复后才能再申请。"]


@pytest.mark.clause("4.5")
def test_not_answered_by_who_entered():
    sheet = ScoreSheet(entered_by_id=1)
    assert rules.not_answerable(sheet, User(pk=2)) == rules.not_answerable(sheet, None) == []
    assert [each.sentence for each in rules.not_answerable(sheet, User(pk=1))] == [
        "录入成绩的人不能答复复核，请由其他人办理。"
    ]


@pytest.mark.parametrize(
    ("due", "today", "left", "expected"),
    [
        (None, LAST, None, False), (LAST, LAST - 5 * DAY, 3, False), (LAST, LAST - DAY, 1, True), (LAST, LAST, 0, True),
        (LAST, LAST + DAY, -1, True), (LAST, LAST - DAY, None, False), (LAST, LAST + DAY, None, True),
    ],
)  # fmt: skip
def test_reminded(due, today, left, expected):
    assert rules.reminded(due, today, left) is expected
