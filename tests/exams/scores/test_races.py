"""Two confirmers at once: one confirms, the other is told who did."""

import threading

import pytest
from django.db import connection

from exams.scores import hooks, services
from exams.scores.models import ScoreSheet
from sdzx.accounts.roles import Role
from sdzx.workflow import Refused
from tests.factories import people, scores

pytestmark = pytest.mark.django_db(transaction=True)


def press_both(sheet, work):
    """What each of two confirmers is told; empty when it was done."""
    both, said, gate = [people.actor(Role.CONFIRMER) for _ in range(2)], [], threading.Barrier(2)

    def press(by):
        try:
            mine = ScoreSheet.objects.get(pk=sheet.pk)
            gate.wait(10)
            work(mine, by)
            said.append("")
        except Refused as refusal:
            said.append(str(refusal))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(by,)) for by in both]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sorted(said), {by.user.name for by in both}


@pytest.mark.clause("4.5")
def test_the_second_is_told_who_confirmed(monkeypatch):
    calls = []
    monkeypatch.setattr(hooks, "AFTER_CONFIRM", [lambda sheet, by: calls.append(by)])
    sheet = scores.sheet(ScoreSheet.Status.SUBMITTED)
    (done, told), names = press_both(sheet, lambda mine, by: services.confirm(mine, by=by))
    assert done == ""
    assert "确认成绩" in told
    assert "当前状态为“已确认”" in told
    assert any(name in told for name in names)
    assert len(calls) == 1


def test_without_the_lock_both_would_confirm():
    """The control: whoever only looks at the record that the page had lets both through."""
    sheet = scores.sheet(ScoreSheet.Status.SUBMITTED)

    def careless(mine, by):
        if mine.status != ScoreSheet.Status.SUBMITTED:
            raise Refused("已确认")
        ScoreSheet.objects.filter(pk=mine.pk).update(status=ScoreSheet.Status.CONFIRMED)

    assert press_both(sheet, careless)[0] == ["", ""]
