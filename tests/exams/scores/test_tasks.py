"""Reminders of scores."""

import datetime

import pytest

from exams.scores import tasks
from exams.scores.models import ScoreSheet
from exams.sessions.models import Session
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.notifications.models import Notice
from tests.factories import people, scores, sessions

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet():
    ends = datetime.datetime(2026, 9, 28, 4, tzinfo=datetime.UTC)
    session = sessions.session(
        Session.Status.ENDED, candidates=1, starts_at=ends - datetime.timedelta(hours=2),
        ended_at=ends, scores_due=datetime.date(2026, 10, 8),
    )  # fmt: skip
    return scores.sheet(of=session)


def morning(day):
    return clock.at(datetime.datetime.fromisoformat(f"2026-{day}T08:00:00+08:00"))


def told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("recipient_id", flat=True))


def test_remind_due_site_only(sheet):
    staff, director = sessions.staff_of(sheet.session), people.actor(Role.DIRECTOR)
    with morning("10-08"):
        assert tasks.remind() == 1
        assert tasks.remind() == 0
    assert told("scores_due") == {staff.user.pk}
    assert director.user.pk not in told("scores_due")
    assert "今天到期" in Notice.objects.get().body


@pytest.mark.clause("4.4")
def test_remind_overdue_escalates_every_working_day(sheet):
    to = {sessions.staff_of(sheet.session).user.pk} | {
        people.actor(role).user.pk for role in (Role.DIRECTOR, Role.ARRANGER)
    }
    people.actor(Role.DIRECTOR, people.center("370200"))
    for day, new in (("10-09", 3), ("10-10", 3), ("10-11", 0), ("10-12", 3)):
        with morning(day):
            assert tasks.remind() == new
    assert told("scores_overdue") == to
    assert "逾期3个工作日" in Notice.objects.filter(kind="scores_overdue").first().title


def test_remind_returned_sheet(sheet):
    staff = sessions.staff_of(sheet.session)
    ScoreSheet.objects.update(status="returned")
    with morning("10-09"):
        assert tasks.remind() == 1
    assert told("scores_returned") == {staff.user.pk}


def test_remind_nothing_between_or_once_submitted(sheet):
    sessions.staff_of(sheet.session)
    with morning("10-03"):
        assert tasks.remind() == 0
    ScoreSheet.objects.update(status="submitted")
    with morning("10-09"):
        assert tasks.remind() == 0


def test_remind_session_without_an_end(sheet):
    sessions.staff_of(sheet.session)
    Session.objects.update(ended_at=None)
    with morning("10-09"):
        assert tasks.remind() == 0


def test_remind_examiners_whose_sheets_are_open(sheet):
    mine = scores.examiner_sheet(of=sheet)
    without_account = scores.examiner_sheet(of=sheet)
    type(without_account.assignment.person).objects.filter(pk=without_account.assignment.person_id).update(user=None)
    scores.examiner_sheet("submitted", of=sheet)
    with morning("10-09"):
        assert tasks.remind() == 1
    assert told("examiner_sheet_opened") == {mine.assignment.person.user_id}
