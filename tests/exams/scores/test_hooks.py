"""A session's life with the hooks that the composition root has put in place: nobody there, no start; ended, a sheet."""

import pytest

from exams.dispatch.models import SupervisionReport
from exams.scores import hooks
from exams.scores.models import ScoreSheet
from exams.sessions import conduct
from exams.sessions.models import Session
from sdzx import clock
from sdzx.workflow import Refused
from tests.factories import dispatch, sessions

pytestmark = pytest.mark.django_db


@pytest.mark.clause("4.3")
def test_session_does_not_start_without_its_people():
    session = sessions.session(Session.Status.PUBLISHED, candidates=1, drawn=True)
    by = sessions.staff_of(session)
    with clock.at(session.starts_at):
        with pytest.raises(Refused) as refusal:
            conduct.start(session, by=by)
        assert [each.sentence for each in refusal.value.blockers] == [
            "到岗考评员0人，至少需要3人。", "到岗督导员0人，至少需要1人。"
        ]  # fmt: skip
        dispatch.staffed(session)
        conduct.start(session, by=by)
    assert session.status == Session.Status.RUNNING


@pytest.mark.clause("4.4")
def test_session_ended_leaves_sheet_and_report():
    session = sessions.session(Session.Status.RUNNING, candidates=1)
    dispatch.staffed(session)
    conduct.end(session, by=sessions.staff_of(session))
    assert ScoreSheet.objects.get().session == session
    assert SupervisionReport.objects.get().assignment.session == session


def test_after_confirm_adds_once(monkeypatch):
    monkeypatch.setattr(hooks, "AFTER_CONFIRM", [])

    def work(sheet, by):
        return None

    hooks.after_confirm(work)
    hooks.after_confirm(work)
    assert [work] == hooks.AFTER_CONFIRM


@pytest.mark.parametrize(("add", "name"), [("after_correction", "AFTER_CORRECTION"), ("show_outcome", "OUTCOMES")])
def test_what_follows_a_correction_is_added_once(monkeypatch, add, name):
    monkeypatch.setattr(hooks, name, [])
    for _ in range(2):
        getattr(hooks, add)(len)
    assert getattr(hooks, name) == [len]
