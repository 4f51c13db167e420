"""The conditions of archiving and disposal, each on its own and all together."""

import datetime

import pytest

from sdzx.archive import rules
from sdzx.archive.models import Case, CaseItem, Hold
from tests.sdzx.archive.conftest import MINUTES, NOTE, VIDEO

pytestmark = pytest.mark.clause("5.2")
DAY = datetime.date(2024, 3, 14)
DISPOSED = datetime.datetime(2026, 4, 1, tzinfo=datetime.UTC)


class City:
    def __init__(self, **policy):
        self.policy = policy


def item(kind="minutes", *, video=False, dispose_from=datetime.date(2024, 4, 1), **values):
    retention = CaseItem.Retention.VIDEO if video else CaseItem.Retention.PAPER
    return CaseItem(kind=kind, title=kind, retention=retention, event_on=DAY, dispose_from=dispose_from, **values)


def sentences(blockers):
    return [blocker.sentence for blocker in blockers]


def test_completing_names_everything_that_lacks():
    found = rules.blockers_completing([MINUTES, VIDEO, NOTE], [])
    assert sentences(found) == ["缺少“会议纪要”，由档案管理提供。", "缺少“考核全程视频”，由考点提供。"]
    assert [blocker.clause for blocker in found] == ["5.2", "5.2"]


def test_completing_with_everything_required():
    assert rules.blockers_completing([MINUTES, VIDEO, NOTE], [item("minutes"), item("video")]) == []


@pytest.mark.parametrize(
    ("video", "day", "refused"),
    [
        (False, datetime.date(2026, 3, 14), ["“minutes”须保管至期满，最早可于2026年3月15日 周日销毁。"]),
        (False, datetime.date(2026, 3, 15), []),
        (True, datetime.date(2024, 9, 14), ["“minutes”须保管至期满，最早可于2024年9月15日 周日销毁。"]),
        (True, datetime.date(2024, 9, 15), []),
    ],
)
def test_disposal_not_before_two_years_and_six_months_whatever_the_stored_day(video, day, refused):
    found = rules.blockers_disposal("all", [item(video=video)], [], center=City(), today=day)
    assert sentences(found) == refused


def test_disposal_not_before_a_later_stored_day():
    kept = item(dispose_from=datetime.date(2030, 1, 1))
    found = rules.blockers_disposal("all", [kept], [], center=City(), today=datetime.date(2029, 12, 31))
    assert sentences(found) == ["“minutes”须保管至期满，最早可于2030年1月1日 周二销毁。"]


def test_disposal_waits_for_a_term_that_a_centre_lengthened_and_ignores_a_shorter_one():
    assert rules.earliest(item(), City(retention_years=5)) == datetime.date(2029, 3, 15)
    assert rules.earliest(item(), City(retention_years=1)) == datetime.date(2026, 3, 15)


def test_disposal_of_videos_does_not_ask_for_the_papers():
    mixed = [item(), item("video", video=True)]
    day = datetime.date(2025, 1, 2)
    assert rules.blockers_disposal("video", mixed, [], center=City(), today=day) == []
    assert len(rules.blockers_disposal("all", mixed, [], center=City(), today=day)) == 1


def test_disposal_of_nothing():
    gone = item(video=True, disposed_at=DISPOSED)
    for scope, items in (("video", [item(), gone]), ("all", [gone])):
        found = rules.blockers_disposal(scope, items, [], center=City(), today=datetime.date(2030, 1, 2))
        assert [(each.sentence, each.field) for each in found] == [("没有可以销毁的材料。", "scope")]


def test_disposal_while_a_hold_stands():
    holds = [Hold(reason="诉讼未结"), Hold(reason="信访", lifted_at=DISPOSED)]
    found = rules.blockers_disposal("all", [item()], holds, center=City(), today=datetime.date(2030, 1, 2))
    assert sentences(found) == ["案卷已被保全：诉讼未结。解除保全后方可销毁。"]


def test_disposal_says_all_conditions_at_once():
    found = rules.blockers_disposal("all", [item()], [Hold(reason="诉讼")], center=City(), today=DAY)
    assert len(found) == 2


@pytest.mark.parametrize(("approver", "count"), [(7, 1), (8, 0)])
def test_approving_by_the_proposer(approver, count):
    assert len(rules.blockers_approving(Case(disposal_proposed_by_id=7), approver=approver)) == count


@pytest.mark.parametrize(
    ("allowed", "refused"),
    [
        (None, ["等待期未满，批准后确定的日期起方可销毁。"]),
        (datetime.date(2024, 3, 15), ["等待期未满，2024年3月15日 周五起方可销毁。"]),
        (DAY, []),
    ],
)
def test_waiting_period(allowed, refused):
    assert sentences(rules.blockers_waiting(Case(disposal_allowed_from=allowed), today=DAY)) == refused


def test_holding_what_is_destroyed():
    assert sentences(rules.blockers_holding(Case(status=Case.Status.DISPOSED))) == ["案卷已销毁，不能再保全。"]
    assert rules.blockers_holding(Case(status=Case.Status.OPEN)) == []


def test_locating_names_every_field():
    found = rules.blockers_locating(location=" ", sha256="xyz", size=0)
    assert [blocker.field for blocker in found] == ["location", "sha256", "size"]
    assert [each.field for each in rules.blockers_locating(location="柜", sha256="g" * 64, size=1)] == ["sha256"]
    assert rules.blockers_locating(location="档案室3号柜", sha256="A0" * 32, size=1) == []
