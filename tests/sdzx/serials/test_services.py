"""Gap-free numbers."""

from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from sdzx.serials.models import Serial
from sdzx.serials.services import take

pytestmark = pytest.mark.django_db


def test_take_counts_each_scope_from_one():
    assert [list(take("a")), list(take("a", 3)), list(take("b"))] == [[1], [2, 3, 4], [1]]


@pytest.mark.parametrize("count", [0, -1])
def test_take_nothing(count):
    with pytest.raises(ValueError, match=str(count)):
        take("a", count)


@pytest.mark.django_db(transaction=True)
def test_take_outside_a_transaction():
    with pytest.raises(RuntimeError, match="transaction"):
        take("a")


@pytest.mark.django_db(transaction=True)
def test_take_gives_out_again_what_was_not_committed():
    with transaction.atomic():
        take("a", 5)
        transaction.set_rollback(True)
    with transaction.atomic():
        assert list(take("a")) == [1]


@pytest.mark.django_db(transaction=True)
def test_take_by_many_at_once_repeats_none_and_leaves_no_gap():
    taken, barrier = [], Barrier(4)

    def act():
        try:
            barrier.wait(10)
            for _ in range(25):
                with transaction.atomic():
                    taken.extend(take("certificate/370100/2026"))
        finally:
            connection.close()

    threads = [Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == list(range(1, 101))
    counter = Serial.objects.get()
    assert (str(counter), counter.last) == ("certificate/370100/2026: 100", 100)
