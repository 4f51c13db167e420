"""Terms: their last days."""

import datetime

import pytest

from sdzx.archive.retention import dispose_from, months_after
from sdzx.policy import Policy
from tests.sdzx.archive.test_rules import City

D = datetime.date


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (D(2026, 3, 14), 6, D(2026, 9, 14)),
        (D(2025, 8, 31), 6, D(2026, 2, 28)),
        (D(2024, 2, 29), 24, D(2026, 2, 28)),
        (D(2026, 12, 1), 1, D(2027, 1, 1)),
    ],
)
def test_months_after(day, months, expected):
    assert months_after(day, months) == expected


@pytest.mark.clause("5.2")
@pytest.mark.parametrize(("retention", "expected"), [("paper", D(2028, 3, 15)), ("video", D(2026, 9, 15))])
def test_dispose_from_is_the_day_after_the_term(retention, expected):
    assert dispose_from(D(2026, 3, 14), retention, City()) == expected


@pytest.mark.clause("5.2")
@pytest.mark.parametrize(("years", "months"), [(0, 0), (1, 5)])
def test_dispose_from_is_never_shorter_than_the_regulation(years, months):
    city = City(retention_years=years, video_retention_months=months)
    assert (dispose_from(D(2026, 3, 14), "paper", city), dispose_from(D(2026, 3, 14), "video", city)) == (
        D(2028, 3, 15),
        D(2026, 9, 15),
    )
    assert (Policy().retention_years, Policy().video_retention_months) == (2, 6)
