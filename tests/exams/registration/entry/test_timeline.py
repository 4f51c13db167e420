"""What has been and what comes, for every state."""

import datetime

import pytest
from django.utils import timezone

from exams.registration import services
from exams.registration.entry import timeline
from exams.registration.models import Registration
from sdzx.accounts.roles import Role
from sdzx.ui.parts import StageState
from tests.factories import people, sessions
from tests.factories import registration as made

pytestmark = pytest.mark.django_db
Status = Registration.Status
NOW = {
    "draft": "提交报名", "submitted": "市中心审核", "returned": "修改后重新提交", "waiting": "等候空余名额", "offered": "确认递补",
    "accepted": "安排考场，可以打印准考证", "arranged": "参加考核", "present": "评分", "scored": "公布成绩", "passed": "发放证书",
}  # fmt: skip


@pytest.mark.parametrize("status", list(Status))
def test_what_is_now(status):
    record = made.registration(status)
    current = [each.what for each in timeline.timeline(record) if each.state == StageState.CURRENT]
    assert current == ([NOW[status]] if status in NOW else [])


def test_past_has_days_numbers_and_opinions():
    record = made.draft()
    by, clerk = people.actor(Role.APPLICANT, person=record.user), people.actor(Role.CLERK)
    services.submit(record, by=by)
    services.send_back(record, by=clerk, ground="照片不清楚")
    services.submit(record, by=by)
    services.accept(record, by=clerk, note="符合条件")
    past = [(each.what, each.more) for each in timeline.timeline(record) if each.state == StageState.DONE]
    number = f"报名号{record.number}"
    assert past == [
        ("提交报名", number),
        ("市中心请您修改", "照片不清楚"),
        ("提交报名", number),
        ("审核通过", "符合条件"),
    ]


def test_withdrawn_ends_the_line():
    record = made.submitted()
    services.withdraw(record, by=people.actor(Role.APPLICANT, person=record.user))
    (last,) = timeline.timeline(record)
    assert (last.what, last.state) == ("报名已取消", StageState.STOPPED)


def test_published_session_says_when():
    seat = sessions.session("published", candidates=1).seats.select_related("registration", "session").get()
    point = next(each for each in timeline.timeline(seat.registration) if each.what == "参加考核")
    assert f"{timezone.localtime(seat.session.starts_at):%H:%M}" in point.when


@pytest.mark.parametrize("status", list(Status))
def test_due(status):
    record = made.registration(status)
    first = timezone.make_aware(datetime.datetime.combine(record.item.exam_from, datetime.time()))
    wanted = {"draft": record.item.registration_closes, "returned": first, "offered": record.offered_until}
    assert timeline.due(record) == wanted.get(status)
