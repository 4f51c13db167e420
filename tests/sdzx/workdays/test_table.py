"""Counting working days: the start is not counted, an unannounced year is never presented as sure."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sdzx.workdays.seed import seeded_years
from sdzx.workdays.table import Deadline, Table

TABLE = Table(
    {day.date: day.is_off for each in seeded_years() for day in each.days},
    {each.year: 1 for each in seeded_years()},
)
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@pytest.mark.clause("4.4")
@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2026, 3, 2), date(2026, 3, 5)),
        (date(2026, 9, 30), date(2026, 10, 10)),
        (date(2026, 2, 13), date(2026, 2, 25)),
        (date(2026, 10, 3), date(2026, 10, 10)),
        (date(2026, 2, 12), date(2026, 2, 24)),
    ],
)
def test_add_three_working_days(start, due):
    assert TABLE.add(start, 3) == Deadline(due, False, "2026-1")


@pytest.mark.clause("4.4")
def test_add_into_a_year_that_is_missing():
    assert TABLE.add(date(2026, 12, 30), 3) == Deadline(date(2027, 1, 4), True, "2026-1,2027-0")


def test_add_over_the_turn_of_announced_years():
    assert TABLE.add(date(2024, 12, 31), 1) == Deadline(date(2025, 1, 2), False, "2024-1,2025-1")


def test_add_backwards():
    assert TABLE.add(date(2026, 10, 8), -1) == Deadline(date(2026, 9, 30), False, "2026-1")


def test_add_nothing():
    assert TABLE.add(date(2026, 10, 1), 0) == Deadline(date(2026, 10, 1), False, "2026-1")


def test_left_before_on_and_after_the_due_day():
    due = date(2026, 10, 10)
    days = (date(2026, 9, 30), date(2026, 10, 9), due, date(2026, 10, 11), date(2026, 10, 12))
    assert [TABLE.left(due, day) for day in days] == [3, 1, 0, -1, -1]


def test_left_into_a_year_that_is_missing():
    assert TABLE.left(date(2027, 1, 4), date(2026, 12, 30)) is None
    assert TABLE.left(date(2026, 12, 30), date(2027, 1, 4)) is None


def test_is_workday_make_up_and_holiday():
    days = (date(2026, 10, 10), date(2026, 10, 1), date(2026, 10, 11), date(2026, 10, 12))
    assert [TABLE.is_workday(day) for day in days] == [True, False, False, True]


@given(DAYS, st.integers(1, 60))
def test_between_undoes_add(start, count):
    due = TABLE.add(start, count).day
    assert TABLE.between(start, due) == count
    assert TABLE.between(due, start) == -count
    assert TABLE.is_workday(due)


@given(DAYS, DAYS, DAYS)
def test_between_adds_up(first, second, third):
    assert TABLE.between(first, second) + TABLE.between(second, third) == TABLE.between(first, third)
