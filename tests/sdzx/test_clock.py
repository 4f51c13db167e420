"""One clock."""

import datetime

from sdzx import clock


def test_today_is_the_day_in_shandong():
    with clock.at(datetime.datetime(2026, 3, 13, 17, 0, tzinfo=datetime.UTC)):
        assert clock.today() == datetime.date(2026, 3, 14)


def test_at_ends_with_its_block():
    moment = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    with clock.at(moment):
        assert clock.now() == moment
    assert clock.now() > moment
