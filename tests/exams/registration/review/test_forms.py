"""Ages in the filter."""

import datetime

import pytest

from exams.registration.review.forms import years_before


@pytest.mark.parametrize(
    ("day", "years", "birthday"),
    [((2026, 3, 7), 16, (2010, 3, 7)), ((2028, 2, 29), 16, (2012, 2, 28)), ((2027, 2, 28), 1, (2026, 2, 28))],
)
def test_years_before(day, years, birthday):
    assert years_before(datetime.date(*day), years) == datetime.date(*birthday)
