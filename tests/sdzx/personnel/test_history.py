import datetime

import pytest

from sdzx.personnel import history
from sdzx.personnel.history import Duty, Year
from tests.factories import dispatch, people, personnel, sessions

pytestmark = pytest.mark.django_db


def duty(day, role="考评员"):
    return Duty(datetime.date.fromisoformat(day), role, "考点", "项目", "1")


def test_years_count_by_role():
    done = [duty("2025-03-01"), duty("2026-03-01"), duty("2026-04-01", "督导员"), duty("2026-05-01")]

    found = history.years(done)

    assert found == [Year(2026, (("督导员", 1), ("考评员", 2))), Year(2025, (("考评员", 1),))]
    assert [each.total for each in found] == [3, 1]


def test_registering_again_changes_nothing(monkeypatch):
    monkeypatch.setattr(history, "_duties", [])
    monkeypatch.setattr(history, "_violations", [])
    given = lambda person: [duty("2025-03-01"), duty("2026-03-01")]  # noqa: E731

    for _ in range(2):
        history.register_duties(given)
        history.register_violations(given)

    assert [each.day.year for each in history.duties(None)] == [2026, 2025]
    assert [each.day.year for each in history.violations(None)] == [2026, 2025]


@pytest.mark.clause("5.3")
def test_service_record_counts_presence_at_sessions():
    session = sessions.session("ended", candidates=1)
    held = personnel.qualified("examiner", project=session.project, user=True)
    dispatch.assignment(session, qualification=held)
    dispatch.assignment(sessions.session("published", candidates=1), qualification=held, status="accepted")
    dispatch.assignment(session)

    assert history.duties(held.person) == [
        Duty(session.day, "考评员", session.site.name, session.project.name, session.number)
    ]


@pytest.mark.clause("5.3")
def test_violations_are_those_of_the_person():
    session, held = sessions.session("ended", candidates=1), personnel.qualified(user=True)
    for outcome in ("warned", "none", ""):
        dispatch.incident(session, against="staff", person=held.person, outcome=outcome)
    dispatch.incident(session, against="staff", person=personnel.person())
    dispatch.incident(session, reported_by=people.user())

    assert [each.outcome for each in history.violations(held.person)] == ["待处理", "警告"]
