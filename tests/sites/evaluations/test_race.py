"""The same save sent twice at the same moment is kept once; without the row lock the test sees it kept twice (2.3)."""

import contextlib
import threading
from typing import Any

import pytest
from django.db import connections, transaction

from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.workflow import Refused
from sites.evaluations import services
from sites.evaluations.models import Evaluation
from tests.factories import people, sites

pytestmark = pytest.mark.django_db(transaction=True)
SENT = {"marks": {"A1": 8}, "remarks": {}, "verdicts": {}, "comment": "", "photos": None}


def twice(work: Any) -> list[str]:
    """What two threads with a connection each were told: «kept» or the refusal."""
    barrier, told = threading.Barrier(2), []

    def run() -> None:
        try:
            barrier.wait()
            work()
            told.append("kept")
        except Refused as refusal:
            told.append(str(refusal))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sorted(told)


@pytest.fixture
def evaluation() -> Evaluation:
    return sites.visited().panel.members.first().evaluation


@pytest.fixture
def expert(evaluation: Evaluation) -> Any:
    return people.actor(Role.EXPERT, person=evaluation.member.person.user)


def slow(monkeypatch: pytest.MonkeyPatch, reading: Any) -> None:
    """Both have read the row before either goes on, where nothing makes one of them wait."""
    meeting = threading.Barrier(2)

    def read(record: Any) -> Any:
        found = reading(record)
        with contextlib.suppress(threading.BrokenBarrierError):  # when the other one waits for the lock
            meeting.wait(timeout=0.5)
        return found

    monkeypatch.setattr(services, "locked", read)


def unlocked(record: Any) -> Any:
    """Read like `locked`, without the lock."""
    record.refresh_from_db()
    return record


def save(evaluation: Evaluation, by: Any) -> None:
    services.save(Evaluation.objects.get(pk=evaluation.pk), by=by, key="key-00000001", base=0, **SENT)


def kept(evaluation: Evaluation) -> int:
    return entries_of(evaluation).filter(verb="evaluation.edit").count()


@pytest.mark.clause("2.3")
def test_the_same_save_twice_at_once_is_kept_once(evaluation, expert, monkeypatch):
    slow(monkeypatch, services.locked)
    assert twice(lambda: save(evaluation, expert)) == ["kept", "kept"]
    evaluation.refresh_from_db()
    assert (kept(evaluation), evaluation.revision) == (1, 1)


def test_negative_control_without_the_lock_it_is_kept_twice(evaluation, expert, monkeypatch):
    slow(monkeypatch, unlocked)
    twice(lambda: save(evaluation, expert))
    assert kept(evaluation) == 2


@pytest.mark.clause("2.3")
def test_the_same_submission_twice_at_once_is_taken_once(evaluation, expert):
    with transaction.atomic():
        sites.fill(evaluation, Evaluation.Status.DRAFT)
    told = twice(lambda: services.submit(Evaluation.objects.get(pk=evaluation.pk), by=expert))
    assert (told[0], "不能再“提交评估”" in told[1]) == ("kept", True)
    assert entries_of(evaluation).filter(verb="evaluation.submit").count() == 1
