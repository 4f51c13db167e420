"""Two inspectors save from the same page at once: one is kept, the other is told; without the lock one is lost (5.1)."""

import contextlib
import itertools
import threading
from typing import Any

import pytest

from sdzx.audit.services import entries_of
from sites.oversight.inspections import services
from sites.oversight.inspections.models import Inspection
from tests.factories import inspections
from tests.sites.evaluations.test_race import twice, unlocked

pytestmark = pytest.mark.django_db(transaction=True)


def together(monkeypatch: pytest.MonkeyPatch, reading: Any) -> None:
    """Both have read the row before either goes on, where nothing makes one of them wait."""
    meeting = threading.Barrier(2)

    def read(record: Any) -> Any:
        found = reading(record)
        with contextlib.suppress(threading.BrokenBarrierError):  # when the other one waits for the lock
            meeting.wait(timeout=0.5)
        return found

    monkeypatch.setattr(services, "locked", read)


def race(made: Inspection) -> list[str]:
    turns = itertools.count()
    people = [inspections.inspector(made, 0), inspections.inspector(made, 1)]

    def save() -> None:
        number = next(turns)
        record = Inspection.objects.get(pk=made.pk)
        services.save(record, by=people[number], answers={}, summary=f"第{number}人", base=0, key=f"page-{number}")

    return twice(save)


@pytest.mark.clause("5.1")
def test_of_two_saves_from_the_same_page_one_is_told(monkeypatch):
    made = inspections.planned()
    together(monkeypatch, services.locked)
    told = race(made)
    assert (told[0], "已在另一台设备" in told[1]) == ("kept", True)
    assert entries_of(made).count() == 1


def test_negative_control_without_the_lock_both_are_kept_and_one_is_lost(monkeypatch):
    made = inspections.planned()
    together(monkeypatch, unlocked)
    assert race(made) == ["kept", "kept"]
    assert entries_of(made).count() == 2
