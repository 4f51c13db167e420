"""Our data files against an independent calendar, day by day."""

import datetime

import chinese_calendar
import pytest

from sdzx.workdays.seed import seeded_years
from sdzx.workdays.table import Table


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_seeded_years_agree_with_chinesecalendar(year):
    table = Table({day.date: day.is_off for each in seeded_years() for day in each.days}, {year: 1})
    days = [datetime.date(year, 1, 1) + datetime.timedelta(days=offset) for offset in range(366)]
    days = [day for day in days if day.year == year]
    assert [table.is_workday(day) for day in days] == [chinese_calendar.is_workday(day) for day in days]


def test_seeded_years_name_their_notices():
    assert [(each.year, each.source_title, each.notice_date.year) for each in seeded_years()] == [
        (year, f"国务院办公厅关于{year}年部分节假日安排的通知", year - 1) for year in (2024, 2025, 2026)
    ]
