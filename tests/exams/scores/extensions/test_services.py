"""Granting more time, and what follows: reminders, lateness, amendments, notices, the trace."""

import datetime

import pytest

from exams.scores import services as scoring
from exams.scores import tasks
from exams.scores.extensions import services
from exams.scores.models import ScoreSheet
from exams.sessions.conduct import recompute_scores_due
from exams.sessions.duedays import due_facts, due_short, statutory_late
from exams.sessions.models import Session
from sdzx import clock
from sdzx.accounts.actors import SYSTEM
from sdzx.accounts.roles import Role
from sdzx.audit.services import last_entry
from sdzx.notifications.models import Notice
from sdzx.workdays import calendar
from sdzx.workdays.table import Table
from sdzx.workflow import Refused
from tests.factories import people, scores, sessions

pytestmark = pytest.mark.django_db
DAY = datetime.date
DUE, UNTIL = DAY(2026, 9, 30), DAY(2026, 10, 9)


def on(month, day, hour=8):
    return clock.at(datetime.datetime.fromisoformat(f"2026-{month:02}-{day:02}T{hour:02}:00:00+08:00"))


@pytest.fixture
def sheet():
    ends = datetime.datetime(2026, 9, 25, 4, tzinfo=datetime.UTC)
    session = sessions.session(
        Session.Status.ENDED, candidates=1, starts_at=ends - datetime.timedelta(hours=2), ended_at=ends,
        scores_due=DUE, scores_statutory_due=DUE, calendar_version="2026-1",
    )  # fmt: skip
    return scores.sheet(of=session, candidates=1, scored=True, handed_over=True)


@pytest.fixture
def director():
    return people.actor(Role.DIRECTOR)


def granted(sheet, director, until=UNTIL, reason="台风停课"):
    with on(9, 29):
        return services.extend(sheet, by=director, until=until, reason=reason)


def fresh(sheet):
    return ScoreSheet.objects.select_related("session__site__organization", "session__center").get(pk=sheet.pk)


@pytest.mark.clause("4.4")
def test_extend_keeps_old_new_reason_who_and_the_statutory_day(sheet, director):
    made = granted(sheet, director, reason=" 台风停课 ")
    session = fresh(sheet).session
    assert (made.before, made.until, made.reason, made.granted_by) == (DUE, UNTIL, "台风停课", director.user)
    assert (session.scores_due, session.scores_extended_to, session.scores_statutory_due) == (UNTIL, UNTIL, DUE)
    entry = last_entry(sheet)
    assert (entry.label, entry.ground, entry.before, entry.after) == (
        "批准延期报送",
        "台风停课",
        {"scores_due": "2026-09-30"},
        {"scores_due": "2026-10-09", "statutory": "2026-09-30"},
    )


def test_extend_tells_site_arranger_and_confirmer(sheet, director):
    told = {sessions.staff_of(sheet.session), people.actor(Role.ARRANGER), people.actor(Role.CONFIRMER)}
    people.actor(Role.CONFIRMER, people.center("370200"))
    granted(sheet, director)
    notices = Notice.objects.filter(kind="scores_extended")
    assert {notice.recipient_id for notice in notices} == {each.user.pk for each in told}
    assert "延期至2026年10月9日 周五" in notices[0].title
    assert "台风停课" in notices[0].body


@pytest.mark.clause("4.4")
def test_extend_again_moves_on_from_the_last_day(sheet, director):
    granted(sheet, director)
    granted(fresh(sheet), director, until=DAY(2026, 10, 12), reason="再次停课")
    session = fresh(sheet).session
    assert [(each.before, each.until) for each in session.score_extensions.all()] == [
        (DUE, UNTIL),
        (UNTIL, DAY(2026, 10, 12)),
    ]
    statutory, extended = due_facts(session)[1], due_facts(session)[2]
    assert statutory.value == "2026年9月30日 周三（按工作日历2026年第1版计算）"
    assert [line.partition("（")[0] for line in extended.lines] == [
        "由2026年9月30日 周三延期至2026年10月9日 周五，理由：台风停课",
        "由2026年10月9日 周五延期至2026年10月12日 周一，理由：再次停课",
    ]
    assert due_short(session) == "2026年10月12日 周一（已延期）"


@pytest.mark.clause("4.4")
def test_extend_refused_for_others_and_once_the_scores_are_in(sheet, director):
    for by in (people.actor(Role.ARRANGER), sessions.staff_of(sheet.session)):
        with pytest.raises(Refused):
            granted(sheet, by)
    with pytest.raises(Refused, match="没有找到"):
        granted(sheet, people.actor(Role.DIRECTOR, people.center("370200")))
    with on(9, 29):
        scoring.submit(sheet, by=sessions.staff_of(sheet.session))
    with pytest.raises(Refused, match="不能再延期"):
        granted(sheet, director)
    assert not sheet.session.score_extensions.exists()


@pytest.mark.clause("4.4")
def test_reminders_follow_the_extended_day(sheet, director):
    staff = sessions.staff_of(sheet.session)
    granted(sheet, director)
    Notice.objects.all().delete()
    for day, kind in (((9, 30), None), ((10, 8), "scores_due"), ((10, 9), "scores_due"), ((10, 10), "scores_overdue")):
        with on(*day):
            tasks.remind()
        found = Notice.objects.filter(recipient=staff.user)
        assert [notice.kind for notice in found] == ([kind] if kind else []), day
        found.delete()


@pytest.mark.clause("4.4")
def test_late_is_counted_from_the_extended_day_and_the_report_shows_both(sheet, director):
    granted(sheet, director)
    with on(10, 10):
        scoring.submit(fresh(sheet), by=sessions.staff_of(sheet.session))
    handed_in = fresh(sheet)
    assert handed_in.late_days == 1
    assert statutory_late(handed_in.session, DAY(2026, 10, 10)) == 3


def test_statutory_late_where_nothing_was_extended(sheet):
    assert statutory_late(sheet.session, DAY(2026, 10, 30)) == 0


@pytest.mark.clause("4.4")
def test_an_amendment_never_shortens_what_was_granted(sheet, director):
    granted(sheet, director)
    special = dict(calendar.current().special)
    with calendar.using(Table(special={**special, DAY(2026, 9, 29): True, DAY(2026, 9, 30): True}, versions={2026: 2})):
        assert recompute_scores_due(SYSTEM) == []
    session = fresh(sheet).session
    assert (session.scores_due, session.scores_statutory_due, session.calendar_version) == (
        UNTIL,
        DAY(2026, 10, 9),
        "2026-2",
    )
    assert last_entry(session).after["statutory"] == "2026-10-09"
    with calendar.using(
        Table(
            special={**special, **{DAY(2026, 10, n): True for n in (8, 9, 10)}, DAY(2026, 9, 30): True},
            versions={2026: 3},
        )
    ):
        (change,) = recompute_scores_due(SYSTEM)
    assert (change.before, change.after) == (UNTIL, DAY(2026, 10, 12))
