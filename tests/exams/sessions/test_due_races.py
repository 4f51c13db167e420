"""An amendment of the calendar and the report of scores at the same moment (4.4)."""

import datetime
import threading

import pytest
from django.db import connection, connections, transaction

from exams.scores import services as scoring
from exams.scores.models import ScoreSheet
from exams.sessions import conduct
from exams.sessions.models import Session
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.workdays import calendar, services
from sdzx.workdays.models import Day
from sdzx.workdays.parse import Arranged
from tests.factories import people, scores, sessions

pytestmark = pytest.mark.django_db(transaction=True)
DUE = datetime.date(2026, 9, 30)
THURSDAY = datetime.datetime(2026, 10, 8, 1, tzinfo=datetime.UTC)


@pytest.fixture
def sheet():
    ends = datetime.datetime(2026, 9, 25, 4, tzinfo=datetime.UTC)
    session = sessions.session(
        Session.Status.ENDED, candidates=1, starts_at=ends - datetime.timedelta(hours=2), ended_at=ends,
        scores_due=DUE, scores_statutory_due=DUE, calendar_version="2026-1",
    )  # fmt: skip
    return scores.sheet(of=session, candidates=1, scored=True, handed_over=True)


def amended(days_off):
    """The year as it is, with further days off."""
    held = [Arranged(day.date, day.is_off, day.name) for day in Day.objects.filter(notice_year=2026)]
    days = [*held, *(Arranged(day, True, "停工") for day in days_off)]
    return services.amend_year(by=Actor(Role.PROVINCE), year=2026, days=days, source_title="通知", ground="台风")


def apart(work):
    """Run it on a thread with its own connection."""

    def run():
        try:
            with clock.at(THURSDAY):
                work()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.clause("4.4")
def test_a_report_during_an_amendment_waits_and_is_judged_by_the_new_day(sheet):
    staff = sessions.staff_of(sheet.session)
    with clock.at(THURSDAY), transaction.atomic():
        amended([DUE])
        thread = apart(lambda: scoring.submit(ScoreSheet.objects.get(pk=sheet.pk), by=staff))
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(20)
    done = ScoreSheet.objects.select_related("session").get(pk=sheet.pk)
    assert (done.session.scores_due, done.late_days) == (datetime.date(2026, 10, 8), 0)


@pytest.mark.clause("4.4")
def test_an_amendment_during_a_report_waits_and_leaves_what_is_in_alone(sheet):
    staff, found = sessions.staff_of(sheet.session), []
    with clock.at(THURSDAY), transaction.atomic():
        scoring.submit(sheet, by=staff)
        thread = apart(lambda: found.append(amended([DUE])))
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(20)
    done = ScoreSheet.objects.select_related("session").get(pk=sheet.pk)
    assert [change.kind for change in found[0].deadlines if change.kind == "成绩报送期限"] == []
    assert (done.session.scores_due, done.session.calendar_version, done.late_days) == (DUE, "2026-1", 1)


def test_without_the_lock_a_report_would_be_judged_by_the_old_day(sheet, monkeypatch):
    """The control."""
    monkeypatch.setattr(calendar, "held", calendar.load)
    staff = sessions.staff_of(sheet.session)
    with clock.at(THURSDAY), transaction.atomic():
        amended([DUE])
        thread = apart(lambda: scoring.submit(ScoreSheet.objects.get(pk=sheet.pk), by=staff))
        thread.join(0.5)
    thread.join(20)
    done = ScoreSheet.objects.select_related("session").get(pk=sheet.pk)
    assert (done.session.scores_due, done.late_days) == (datetime.date(2026, 10, 8), 1)


@pytest.mark.clause("4.4")
def test_a_session_that_ends_during_an_amendment_counts_by_the_new_calendar():
    arranger = people.actor(Role.ARRANGER)
    session = sessions.session(Session.Status.RUNNING, candidates=1, starts_at=THURSDAY)
    with clock.at(THURSDAY), transaction.atomic():
        amended([datetime.date(2026, 10, 9)])
        thread = apart(lambda: conduct.end(Session.objects.get(pk=session.pk), by=arranger))
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(20)
    session.refresh_from_db()
    assert (session.scores_due, session.calendar_version) == (datetime.date(2026, 10, 13), "2026-2")
    connection.close()
