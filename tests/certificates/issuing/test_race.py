"""Numbering by many workers at once: no gap, no repeat; a killed worker leaves neither. With a negative control."""

import threading

import pytest
from django.db import connection, connections, transaction

from sdzx.serials.models import Serial
from sdzx.serials.services import take

WORKERS, EACH = 8, 25


def in_threads(work):
    """Run `work()` in WORKERS threads, each with its own connection."""
    barrier, found, lock = threading.Barrier(WORKERS), [], threading.Lock()

    def run():
        try:
            barrier.wait()
            for _ in range(EACH):
                numbers = work()
                with lock:
                    found.extend(numbers)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(found)


def guarded():
    with transaction.atomic():
        return list(take("race"))


def unguarded():
    """The same without the row lock: read, then write."""
    with transaction.atomic():
        row, _ = Serial.objects.get_or_create(scope="race", defaults={"last": 0})
        Serial.objects.filter(scope="race").update(last=row.last + 1)
        return [row.last + 1]


@pytest.mark.clause("4.5")
@pytest.mark.django_db(transaction=True)
def test_take_many_workers_no_gap_no_repeat():
    assert in_threads(guarded) == list(range(1, WORKERS * EACH + 1))


@pytest.mark.django_db(transaction=True)
def test_take_negative_control_the_test_can_see_a_repeat():
    Serial.objects.create(scope="race", last=0)
    assert in_threads(unguarded) != list(range(1, WORKERS * EACH + 1))


@pytest.mark.django_db(transaction=True)
def test_take_rolled_back_is_given_again():
    with transaction.atomic():
        assert list(take("race", 10)) == list(range(1, 11))
        transaction.set_rollback(True)  # as when the worker is killed in the middle
    assert guarded() == [1]


@pytest.mark.django_db
def test_take_nothing_is_an_error():
    with pytest.raises(ValueError, match="0"):
        take("race", 0)


@pytest.mark.django_db(transaction=True)
def test_take_outside_a_transaction_is_an_error():
    assert not connection.in_atomic_block
    with pytest.raises(RuntimeError, match="outside a transaction"):
        take("race")
