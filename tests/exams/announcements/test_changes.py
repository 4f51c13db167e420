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


def test_pieces_say_what_went_and_what_came():
    change = changes.Change(changes.Kind.CHANGED, "名额", "限60人", "限80人次")

    assert change.pieces == [("", "限"), ("删去", "60"), ("增加", "80"), ("", "人"), ("增加", "次")]


def test_long_texts_are_only_named_in_a_sentence():
    assert changes.Change(changes.Kind.CHANGED, "报名条件", "有", "条" * 61).sentence == "“报名条件”有修改。"
    assert changes.Change(changes.Kind.CHANGED, "引言", "", "新").sentence == "“引言”由“（空）”改为“新”。"
    assert changes.Change(changes.Kind.CHANGED, "引言", "旧", "").pieces == [("删去", "旧")]


@pytest.mark.django_db
def test_attachments_are_compared():
    former = announcements.published()
    revision = announcements.draft(revises=former)
    announcements.attach(former, "旧表.pdf")
    announcements.attach(revision, "新表.pdf")

    assert changes.sentences(former, revision) == ["新增附件“新表.pdf”。", "不再包括附件“旧表.pdf”。"]
