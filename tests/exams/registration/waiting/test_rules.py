"""How long offers stand and whom they go to."""

import datetime
import uuid

import pytest

from exams.registration.waiting import rules
from sdzx import clock
from sdzx.policy import Policy
from tests.factories import registration as made

DAY = datetime.timedelta(days=1)
ONE, TWO = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.mark.django_db
def test_offer_stands_48_hours_but_never_beyond_the_end_of_the_list():
    item, numbers = made.item(), Policy()
    end = rules.ends_at(item, numbers)
    assert end.astimezone(datetime.timezone(8 * DAY / 24)).date() == item.exam_from - 3 * DAY
    assert rules.offer_until(item, end - 3 * DAY, numbers) == end - DAY
    assert rules.offer_until(item, end - DAY, numbers) == end


@pytest.mark.parametrize(
    ("queue", "sizes", "free", "closed", "expected"),
    [
        ([(1, None), (2, None)], {}, 0, False, ([], False)),
        ([(1, None), (2, None)], {}, 1, False, ([(1, None)], False)),
        ([(1, None)], {}, 5, False, ([(1, None)], False)),
        ([(1, ONE), (2, ONE), (3, None)], {ONE: 2}, 3, False, ([(1, ONE), (3, None)], False)),
        ([(1, ONE), (2, ONE), (3, None)], {ONE: 2}, 2, False, ([(1, ONE)], False)),
        ([(1, ONE), (2, ONE), (3, None)], {ONE: 2}, 1, False, ([], True)),
        ([(1, None), (2, ONE), (3, ONE), (4, None)], {ONE: 2}, 2, False, ([(1, None)], True)),
        ([(1, ONE), (2, ONE), (3, None)], {ONE: 2}, 1, True, ([(3, None)], False)),
        ([(1, ONE), (2, ONE), (3, TWO), (4, None)], {ONE: 2, TWO: 1}, 1, True, ([(3, TWO)], False)),
    ],
)
def test_places_go_in_the_order_of_the_queue(queue, sizes, free, closed, expected):
    assert rules.chosen(queue, sizes, free=free, closed=closed) == expected


@pytest.mark.clause("3.2")
@pytest.mark.django_db
def test_every_reason_against_an_answer():
    now = clock.now()
    record = made.registration(made.Status.OFFERED, offered_until=now)
    record.item.announcement.status = "superseded"
    record.project.withdrawn_from = record.item.exam_from
    found = rules.unanswerable(record, moment=now)
    assert ["届满" in found[0].sentence, "修订" in found[1].sentence, "撤出" in found[2].sentence, len(found)] == [
        True, True, True, 3,
    ]  # fmt: skip
    assert rules.unanswerable(made.registration(made.Status.OFFERED, offered_until=now + DAY), moment=now) == []


@pytest.mark.clause("3.2")
def test_group_larger_than_the_batch():
    assert rules.too_many(wanted=5, places=5) == []
    assert [each.field for each in rules.too_many(wanted=6, places=5)] == ["places"]
