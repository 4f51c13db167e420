import datetime

import pytest

from exams.announcements import changes, documents, services
from sdzx.accounts.roles import Role
from tests.factories import announcements, people

DAY = datetime.date(2026, 4, 20)


@pytest.mark.django_db
def test_changes_are_named_in_words():
    former = announcements.published()
    announcements.batch(former, places=60)
    announcements.batch(former)
    made = services.revise(former, by=people.actor(Role.ARRANGER), revision_note="x")
    kept, dropped = made.items.order_by("pk")
    kept.places = 80
    kept.save()
    dropped.delete()
    added = announcements.batch(made)
    made.contact = "刘芳"

    assert changes.sentences(former, made) == [
        "“联系人”由“周敏”改为“刘芳”。",
        f"“{kept}的名额”由“限60人”改为“限80人”。",
        f"新增{added}。",
        f"不再包括{dropped}。",
    ]


@pytest.mark.parametrize(
    ("last", "year", "expected"),
    [
        (DAY, 2026, "4月20日"),
        (DAY, 2025, "2026年4月20日"),
        (datetime.date(2026, 4, 30), 2026, "4月20日至30日"),
        (datetime.date(2026, 5, 3), 2026, "4月20日至5月3日"),
        (datetime.date(2026, 5, 3), 2025, "2026年4月20日至5月3日"),
        (datetime.date(2027, 1, 3), 2026, "4月20日至2027年1月3日"),
    ],
)
def test_span_says_no_more_than_needed(last, year, expected):
    assert documents.span(DAY, last, year) == expected
