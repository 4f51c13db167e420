"""The calendar that slices ask: kept in the process, right after an amendment elsewhere."""

from datetime import date

import pytest

from sdzx.ui.parts import Due
from sdzx.workdays import calendar
from sdzx.workdays.due import due
from sdzx.workdays.models import Day

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_table():
    calendar.forget()
    yield
    calendar.forget()


def test_calendar_asks_the_database_once(django_assert_num_queries):
    calendar.forget()
    with django_assert_num_queries(2):
        answers = [calendar.add_workdays(date(2026, 9, 30), 3).day for _ in range(20)]
    assert answers == [date(2026, 10, 10)] * 20


def test_calendar_after_an_amendment_in_another_process():
    assert calendar.is_workday(date(2026, 10, 12))
    Day.objects.create(date=date(2026, 10, 12), is_off=True, name="临时", notice_year=2026)
    assert calendar.is_workday(date(2026, 10, 12))
    calendar.forget()
    assert not calendar.is_workday(date(2026, 10, 12))


def test_calendar_questions():
    assert calendar.workdays_between(date(2026, 9, 30), date(2026, 10, 10)) == 3
    assert calendar.left(date(2026, 10, 10), date(2026, 10, 9)) == 1


def test_due_of_a_known_day():
    assert due(date(2026, 10, 10), date(2026, 9, 30)) == Due(date(2026, 10, 10), 3, False)


def test_due_stored_as_provisional():
    assert due(date(2026, 10, 10), date(2026, 9, 30), True) == Due(date(2026, 10, 10), 3, True)


def test_due_in_a_missing_year():
    assert due(date(2027, 1, 4), date(2026, 12, 30)) == Due(date(2027, 1, 4), None, True)


@pytest.mark.django_db(transaction=True)
def test_held_only_inside_a_transaction():
    with pytest.raises(RuntimeError, match="outside a transaction"):
        calendar.held()


@pytest.mark.django_db
def test_held_is_the_table_of_the_database_or_the_one_in_use():
    assert calendar.held().versions == {2024: 1, 2025: 1, 2026: 1}
    mine = calendar.Table(special={}, versions={})
    with calendar.using(mine):
        assert calendar.held() is mine
