"""Due days in words."""

from datetime import date

import pytest

from sdzx.workdays import calendar
from sdzx.workdays.due import by_calendar, by_calendar_now, due, in_list, version_words
from sdzx.workdays.table import Table

DAY, START = date(2027, 1, 6), date(2026, 12, 30)
TABLE = Table(special={}, versions={2026: 2})


@pytest.fixture(autouse=True)
def _table():
    with calendar.using(TABLE):
        yield


def test_version_words():
    assert version_words("2026-2,2027-0") == "2026年第2版、2027年尚未公布"
    assert version_words("") == ""


def test_by_calendar():
    assert by_calendar(DAY, "2026-2,2027-0", True) == (
        "2027年1月6日 周三（暂定，按工作日历2026年第2版、2027年尚未公布计算）"
    )
    assert (by_calendar(DAY, ""), by_calendar(None, "2026-2")) == ("2027年1月6日 周三", "")


def test_by_calendar_now_and_in_list():
    assert by_calendar_now(DAY, START).endswith("（暂定，按工作日历2026年第2版、2027年尚未公布计算）")
    assert by_calendar_now(DAY, None) == in_list(DAY, None) == "2027年1月6日 周三"
    assert in_list(DAY, START) == "2027年1月6日 周三（暂定）"
    assert in_list(START, START) == "2026年12月30日 周三"


def test_due_is_provisional_while_a_year_is_missing():
    assert (due(DAY, START).left, due(DAY, START).provisional) == (None, True)
    assert (due(START, START).left, due(START, START, provisional=True).provisional) == (0, True)
