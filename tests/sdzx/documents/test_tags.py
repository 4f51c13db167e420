import datetime
from typing import Any

import pytest

from sdzx.documents import tags

DATE = datetime.date(2026, 3, 14)
AWARE = datetime.datetime(2026, 3, 13, 17, 5, tzinfo=datetime.UTC)  # already the 14th in China


@pytest.mark.parametrize("value", [DATE, AWARE, datetime.datetime(2026, 3, 14, 1, 5)])  # noqa: DTZ001
def test_day_is_the_date_in_china(value: datetime.date) -> None:
    assert (tags.day(value), tags.weekday(value)) == ("2026年3月14日", "2026年3月14日（星期六）")


@pytest.mark.parametrize(("value", "printed"), [("四月上旬", "四月上旬"), ("", ""), (None, "")])
def test_day_passes_text(value: Any, printed: str) -> None:
    assert (tags.day(value), tags.weekday(value), tags.clock(value)) == (printed, printed, printed)


@pytest.mark.parametrize("value", [AWARE, datetime.time(1, 5), "01:05"])
def test_clock_is_the_time_in_china(value: Any) -> None:
    assert tags.clock(value) == "01:05"


@pytest.mark.parametrize(("value", "printed"), [("x", "x"), (0, "0"), ("", "—"), (None, "—")])
def test_shown_marks_an_empty_value(value: Any, printed: str) -> None:
    assert tags.shown(value) == printed


def test_padded_adds_blank_rows_up_to_the_least() -> None:
    rows = tags.padded(iter([{"name": "a"}]), 3)
    assert [row["name"] for row in rows] == ["a", "", ""]


def test_padded_leaves_enough_rows_alone() -> None:
    assert tags.padded([{"a": 1}, {"a": 2}], 1) == [{"a": 1}, {"a": 2}]
