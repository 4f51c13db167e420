"""The director's page, and where an extension is seen."""

import datetime

import pytest
from django.urls import reverse

from exams.scores import worklist
from exams.scores.extensions.models import ScoreExtension
from exams.scores.extensions.services import extend
from exams.sessions.models import Session
from sdzx import clock
from sdzx.accounts.roles import Role
from tests.factories import people, scores, sessions

pytestmark = pytest.mark.django_db
DUE = datetime.date(2026, 9, 30)


@pytest.fixture(autouse=True)
def _time():
    with clock.at(datetime.datetime(2026, 9, 29, 1, tzinfo=datetime.UTC)):
        yield


@pytest.fixture
def sheet():
    session = sessions.session(
        Session.Status.ENDED, candidates=1, scores_due=DUE, scores_statutory_due=DUE, calendar_version="2026-1"
    )
    return scores.sheet(of=session, candidates=1, scored=True, handed_over=True)


def address(sheet):
    return reverse("scores:extend", args=[sheet.uid])


def test_extend_is_offered_to_the_director_alone(enter, sheet):
    record = reverse("scores:record", args=[sheet.uid])
    assert address(sheet) in enter(people.actor(Role.DIRECTOR)).get(record).content.decode()
    arranger = enter(people.actor(Role.ARRANGER))
    assert address(sheet) not in arranger.get(record).content.decode()
    assert arranger.get(address(sheet)).status_code == 403
    assert enter(people.actor(Role.DIRECTOR, people.center("370200"))).get(address(sheet)).status_code == 404


def test_extend_with_faults_keeps_what_was_typed(enter, sheet):
    answer = enter(people.actor(Role.DIRECTOR)).post(address(sheet), {"until": "2026-09-27", "reason": "台风停课"})
    page = answer.content.decode()
    assert (answer.status_code, "须晚于现在的报送期限" in page, "不是工作日" in page, "台风停课" in page) == (
        422,
        True,
        True,
        True,
    )
    assert not ScoreExtension.objects.exists()


@pytest.mark.clause("4.4")
def test_extended_is_shown_wherever_the_day_is_shown(enter, sheet):
    client = enter(people.actor(Role.DIRECTOR))
    answer = client.post(address(sheet), {"until": "2026-10-09", "reason": "台风停课"})
    assert answer["Location"] == reverse("scores:record", args=[sheet.uid])
    for path in (answer["Location"], reverse("sessions:record", args=[sheet.session.uid]), address(sheet)):
        page = client.get(path).content.decode()
        assert "延期至2026年10月9日 周五，理由：台风停课" in page, path
        assert "2026年9月30日 周三（按工作日历2026年第1版计算）" in page, path
    for path in (reverse("scores:list"), reverse("sessions:list")):
        assert "2026年10月9日 周五（已延期）" in client.get(path).content.decode()
    (waiting,) = worklist.waiting(sessions.staff_of(sheet.session))
    assert (waiting.due.day, waiting.detail.rpartition("，")[2]) == (datetime.date(2026, 10, 9), "法定期限9月30日 周三")


def test_handed_in_says_how_far_past_the_statutory_day(enter, sheet):
    extend(sheet, by=people.actor(Role.DIRECTOR), until=datetime.date(2026, 10, 9), reason="台风停课")
    record = reverse("scores:record", args=[sheet.uid])
    client = enter(people.actor(Role.DIRECTOR))
    type(sheet).objects.update(status="submitted", submitted_at=datetime.datetime(2026, 9, 30, 1, tzinfo=datetime.UTC))
    assert "未超过" in client.get(record).content.decode()
    type(sheet).objects.update(submitted_at=datetime.datetime(2026, 10, 9, 1, tzinfo=datetime.UTC))
    page = client.get(record).content.decode()
    assert ("超过2个工作日，经批准延期" in page, address(sheet) in page) == (True, False)
    assert client.get(address(sheet)).status_code == 200
