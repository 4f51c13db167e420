import datetime

import pytest

from sdzx.ui import words
from sdzx.ui.parts import Due

DAY = datetime.date(2026, 3, 14)


def test_day_has_weekday():
    assert words.day(DAY) == "2026年3月14日 周六"


def test_day_of_a_moment_is_shandongs():
    assert words.day(datetime.datetime(2026, 3, 13, 17, 0, tzinfo=datetime.UTC)) == "2026年3月14日 周六"


def test_moment_is_shandongs():
    assert words.moment(datetime.datetime(2026, 3, 13, 17, 5, tzinfo=datetime.UTC)) == "2026年3月14日 周六 01:05"


def test_nothing_is_said_of_no_day():
    assert [words.day(None), words.short_day(None), words.moment(None)] == ["", "", ""]


@pytest.mark.parametrize(
    ("left", "provisional", "text", "tone"),
    [
        (5, False, "还剩5个工作日", "progress"),
        (1, False, "还剩1个工作日", "warning"),
        (0, False, "今天到期", "warning"),
        (-3, False, "已逾期3个工作日", "bad"),
        (2, True, "还剩2个工作日（暂定）", "progress"),
        (None, True, "暂定", "neutral"),
    ],
)
def test_due_says_how_long(left, provisional, text, tone):
    said = words.due(Due(DAY, left, provisional))

    assert (said.text, said.tone) == (text, tone)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "—"),
        ("", "—"),
        (0, "0"),
        (True, "是"),
        (False, "否"),
        (DAY, "2026年3月14日 周六"),
        (("甲", "乙"), "甲、乙"),
        ([], "—"),
        ("甲", "甲"),
    ],
)
def test_said_of_each_kind(value, text):
    assert words.said(value) == text


@pytest.mark.parametrize(
    ("number", "last", "shown"),
    [
        (1, 1, [1]),
        (2, 3, [1, 2, 3]),
        (1, 9, [1, 2, 3, None, 9]),
        (5, 9, [1, None, 3, 4, 5, 6, 7, None, 9]),
        (9, 9, [1, None, 7, 8, 9]),
    ],
)
def test_pages_around_leaves_gaps(number, last, shown):
    assert words.pages_around(number, last) == shown
