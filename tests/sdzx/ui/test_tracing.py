"""The trace in words."""

import datetime

import pytest
from django.db import transaction

from sdzx.accounts.roles import Role
from sdzx.audit.services import record
from sdzx.ui.tracing import moment, trace_lines
from tests.factories import people

pytestmark = pytest.mark.django_db


def lines(before, after):
    host = people.organization()
    with transaction.atomic():
        record(
            by=people.actor(Role.CLERK),
            verb="x.edit",
            label="编辑",
            subject=host,
            ground="核对",
            before=before,
            after=after,
        )
    (line,) = trace_lines(host)
    return set(line.changes)  # jsonb keeps no order


def test_field_names_words_and_what_is_chinese_already():
    assert lines({"address": "旧路1号"}, {"address": "新路2号", "rows": 3, "领取人": "李明", "odd": "?"}) == {
        ("单位地址", "旧路1号", "新路2号"), ("行数", "", "3"), ("领取人", "", "李明"), ("odd", "", "?"),
    }  # fmt: skip


def test_values_lists_truth_days_and_nested():
    day, at = datetime.date(2026, 3, 14), datetime.datetime(2026, 3, 14, 1, 30, tzinfo=datetime.UTC)
    after = {
        "fields": ["address", "contact"],
        "ready": True,
        "short": False,
        "due_on": day,
        "release_at": at,
        "part": {"rows": 2},
        "seed": None,
    }
    assert lines({}, after) == {
        ("修改的栏目", "", "单位地址、联系人"), ("备齐", "", "是"), ("缺项", "", "否"), ("期限", "", "2026年3月14日"),
        ("启封时间", "", "2026年3月14日 09:30"), ("组成", "", "行数 2"), ("随机种子", "", ""),
    }  # fmt: skip


def test_status_is_not_repeated():
    assert lines({"status": "draft"}, {"status": "submitted"}) == set()


@pytest.mark.parametrize("text", ["2026-13-40", "abcdefghij", "2026-03-14Tnoon", "13:00", ""])
def test_moment_of_no_moment(text):
    assert moment(text) == ""


def test_moment_without_a_zone_is_shandong_s():
    assert moment("2026-03-14T09:05:00") == "2026年3月14日 09:05"
