"""When more time may be given."""

import datetime

import pytest

from exams.scores.extensions import rules
from exams.scores.models import ScoreSheet
from exams.sessions.models import Session
from sdzx.workdays.table import Table

DAY = datetime.date
TABLE = Table(special={DAY(2026, 10, 10): False}, versions={2026: 1})
DUE, UNTIL, TODAY = DAY(2026, 9, 30), DAY(2026, 10, 9), DAY(2026, 9, 29)
NOW = datetime.datetime(2026, 9, 29, 1, tzinfo=datetime.UTC)


def sheet(status="ended", due=DUE, **values):
    return ScoreSheet(session=Session(status=status, scores_due=due), **values)


def said(of=None, until=UNTIL, reason="台风停课", today=TODAY):
    found = rules.unfit_extension(of or sheet(), until=until, reason=reason, today=today, table=TABLE)
    assert all(each.clause == "4.4" for each in found)
    return [(each.field, each.sentence) for each in found]


@pytest.mark.clause("4.4")
def test_a_later_working_day_with_a_reason_fits():
    assert said() == []
    assert said(until=DAY(2026, 10, 10)) == []


@pytest.mark.clause("4.4")
def test_all_that_is_wrong_is_said_at_once():
    assert said(until=DAY(2026, 9, 27), reason=" ") == [
        ("reason", "请填写延期的理由。"),
        ("until", "延期后的日期须晚于现在的报送期限2026年9月30日 周三。"),
        ("until", "2026年9月27日 周日不是工作日，请选择工作日。"),
    ]


def test_days_past_or_too_far():
    assert said(today=DAY(2026, 10, 12)) == [("until", "延期后的日期已经过去。")]
    assert said(until=DAY(2029, 10, 9)) == [("until", "延期超过一年，请核对年份。")]


@pytest.mark.clause("4.4")
def test_not_before_the_end_nor_once_the_scores_are_in():
    assert said(sheet("running", None))[0] == ("", "考核结束后才有报送期限，现在不能延期。")
    assert said(sheet(submitted_at=NOW)) == [("", "成绩及试卷已于2026年9月29日 周二报送，不能再延期。")]
    assert said(sheet("closed"))[0][0] == ""
