import datetime

import pytest

from exams.announcements import copying, services
from tests.factories import announcements

pytestmark = pytest.mark.django_db


def test_days_move_by_as_many_years_in_shandongs_time():
    former = announcements.published(year=2024)
    announcements.batch(
        former,
        registration_opens=datetime.datetime(2024, 2, 28, 17, tzinfo=datetime.UTC),  # 29 February, 1:00
        registration_closes=datetime.datetime(2024, 12, 31, 16, tzinfo=datetime.UTC),  # 1 January 2025
        exam_from=datetime.date(2025, 2, 28), exam_to=datetime.date(2025, 3, 1),
    )  # fmt: skip

    made, gone = copying.for_year(services.draft_of(former), 2026)

    (batch,) = made.items
    assert gone == []
    assert (batch.registration_opens, batch.registration_closes) == (
        datetime.datetime(2026, 2, 27, 17, tzinfo=datetime.UTC),
        datetime.datetime(2026, 12, 31, 16, tzinfo=datetime.UTC),
    )
    assert (batch.exam_from, batch.exam_to) == (datetime.date(2027, 2, 28), datetime.date(2027, 3, 1))
    assert (made.number, made.attachments, made.eligibility) == ("", (), former.eligibility)
