"""Reminders go out once; the fixity round finds what changed."""

import datetime

import pytest

from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.archive import reminders, tasks
from sdzx.archive.models import Case
from sdzx.notifications.models import Notice
from tests.factories import archive, people

pytestmark = pytest.mark.django_db
FRIDAY = datetime.date(2026, 3, 13)
MOMENT = datetime.datetime(2026, 3, 13, 1, tzinfo=datetime.UTC)
SATURDAY = datetime.date(2026, 3, 14)


@pytest.fixture(autouse=True)
def _friday():
    with clock.at(MOMENT):
        yield


@pytest.fixture
def archivist():
    return people.actor(Role.ARCHIVIST)


def titles():
    return list(Notice.objects.order_by("id").values_list("title", flat=True))


def kept(day, *, video=False, status=Case.Status.COMPLETE):
    case = archive.case(status, event_on=datetime.date(2024, 3, 1), title="面点考核")
    archive.item(case, video=video, dispose_from=day)
    return case


@pytest.mark.clause("5.2")
def test_remind_retention_once_for_papers_and_videos(archivist):
    kept(FRIDAY)
    kept(FRIDAY - datetime.timedelta(days=59), video=True)
    assert [tasks.remind_retention(), tasks.remind_retention()] == [2, 0]
    assert titles() == ["案卷保管期满：面点考核", "视频保管期满：面点考核"]


def test_remind_retention_not_before_the_day_nor_long_after_nor_when_open_nor_disposed(archivist):
    kept(FRIDAY + datetime.timedelta(days=1))
    kept(FRIDAY - datetime.timedelta(days=60))
    kept(FRIDAY, status=Case.Status.OPEN)
    kept(FRIDAY).items.update(disposed_at=MOMENT)
    assert reminders.remind_retention(FRIDAY) == 0


def test_reminders_on_a_day_off(archivist):
    kept(FRIDAY)
    archive.case(due_on=FRIDAY)
    assert (reminders.remind_retention(SATURDAY), reminders.remind_incomplete(SATURDAY)) == (0, 0)


@pytest.mark.clause("5.2")
def test_remind_incomplete_tells_archivist_and_site_once(archivist):
    case = archive.case(due_on=datetime.date(2026, 3, 12), title="面点考核")
    people.actor(Role.SITE, organisation=case.organization)
    assert [tasks.remind_incomplete(), tasks.remind_incomplete()] == [2, 0]
    assert titles() == ["案卷逾期未归档：面点考核"] * 2
    assert Notice.objects.first().body == (
        f"案卷{case.number}应于2026年3月12日前归档。尚缺：\n会议纪要（由档案管理提供）\n考核全程视频（由考点提供）\n请补充后归档。"
    )


def test_remind_incomplete_of_a_case_that_lacks_nothing_or_has_no_site(archivist):
    for organization in (people.organization(), None):
        case = archive.case(due_on=datetime.date(2026, 3, 12))
        Case.objects.filter(pk=case.pk).update(organization=organization)
        archive.item(case)
        archive.item(case, kind="video", video=True)
    assert reminders.remind_incomplete(FRIDAY) == 2
    assert {notice.recipient for notice in Notice.objects.all()} == {archivist.user}


def test_remind_incomplete_asks_only_the_archivist_where_no_site_is_named(archivist):
    case = archive.case(due_on=datetime.date(2026, 3, 12))
    Case.objects.filter(pk=case.pk).update(organization=None)
    assert reminders.remind_incomplete(FRIDAY) == 1


def test_remind_incomplete_not_before_the_day_after(archivist):
    archive.case(due_on=FRIDAY)
    assert reminders.remind_incomplete(FRIDAY) == 0


@pytest.mark.clause("5.2")
def test_check_fixity_alarms_archivist_and_director_once(archivist):
    director = people.actor(Role.DIRECTOR)
    case = archive.case()
    bad, _, gone = archive.item(case), archive.item(case), archive.item(case)
    bad.file.path.unlink()
    gone.file.path.unlink()
    type(gone).objects.filter(pk=gone.pk).update(disposed_at=MOMENT)
    assert [tasks.check_fixity(), tasks.check_fixity()] == [1, 1]
    assert [notice.recipient for notice in Notice.objects.order_by("id")] == [archivist.user, director.user]
    assert titles() == [f"档案核验不一致：{bad.title}"] * 2


def test_check_fixity_begins_with_what_was_not_looked_at_for_longest():
    case = archive.case()
    new, old, never = (
        archive.item(case, checked_at=MOMENT),
        archive.item(case, checked_at=MOMENT - datetime.timedelta(9)),
        archive.item(case),
    )
    for batch, item in ((1, never), (1, old), (3, new)):
        assert reminders.check_fixity(FRIDAY, batch) == 0
        item.refresh_from_db()
        assert item.fixity_ok is True
