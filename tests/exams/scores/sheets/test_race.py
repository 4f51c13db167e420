"""The last two examiners hand in at one moment: one of them makes the mean. The control shows that the test can see a race."""

import threading

import pytest
from django.db import connection

from exams.scores.models import Score
from exams.scores.sheets import services
from exams.scores.sheets.models import ExaminerSheet
from sdzx.accounts.roles import Role
from tests.factories import scores
from tests.records import insider


def hand_in_together(sheet):
    """Both press at once; what went wrong."""
    entries = []
    for mark in ("80", "70"):
        mine = scores.examiner_sheet(of=sheet, mark=mark)
        entries.append((mine, insider(mine, Role.EXAMINER)))
    gate, wrong = threading.Barrier(2), []

    def press(mine, by):
        gate.wait(30)
        try:
            services.submit(ExaminerSheet.objects.get(pk=mine.pk), by=by)
        except Exception as error:
            wrong.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=entry) for entry in entries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return wrong


@pytest.mark.django_db(transaction=True)
def test_the_last_of_two_makes_the_mean():
    sheet = scores.sheet(candidates=1)
    assert hand_in_together(sheet) == []
    assert [str(score.total) for score in Score.objects.all()] == ["75.00"]


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_neither_does(monkeypatch):
    """Each sees the other's sheet as it was before: nobody is the last."""
    sheet = scores.sheet(candidates=1)
    together, compute = threading.Barrier(2), services._compute

    def unlocked(mine):
        return mine.sheet

    def at_once(found, by):
        together.wait(30)
        compute(found, by)
        together.wait(30)

    monkeypatch.setattr(services, "_both_locked", unlocked)
    monkeypatch.setattr(services, "_compute", at_once)
    assert hand_in_together(sheet) == []
    assert Score.objects.count() == 0
