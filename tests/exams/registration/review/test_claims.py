"""Two clerks never get the same registration."""

import datetime
import threading
import uuid

import pytest
import time_machine
from django.db import connections
from django.db.models import Q

from exams.registration.models import Registration
from exams.registration.review import claims
from exams.registration.review.models import ReviewClaim
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.workflow import Refused
from tests.factories import people, registration, reviews

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return people.actor(Role.CLERK)


@pytest.fixture
def colleague():
    return people.actor(Role.CLERK)


def test_next_is_the_oldest_then_those_after_it_then_from_the_start(clerk):
    item = registration.item()
    first, second, third = (registration.submitted(item) for _ in range(3))
    queue = claims.queue(clerk)
    assert claims.take_next(queue, by=clerk).registration == first
    assert claims.take_next(queue, by=clerk, after=second).registration == third
    assert claims.take_next(queue, by=clerk, after=third).registration == first
    assert claims.take_next(queue.filter(pk=second.pk), by=clerk, after=second) is None


def test_queue_passes_over_what_is_claimed_planned_decided_or_foreign(clerk, colleague):
    held, planned, free = (registration.submitted() for _ in range(3))
    registration.accepted()
    registration.submitted(registration.item(people.center("370200")))
    reviews.claim(held, colleague)
    reviews.batch(planned)
    assert claims.take_next(claims.queue(clerk), by=clerk).registration == free
    assert set(claims.queue(clerk)) == {held, free}


def test_claim_of_another_is_refused_until_it_ends(clerk, colleague):
    record = registration.submitted()
    claim = claims.take(record, by=colleague)
    assert claims.take(record, by=clerk) is None
    assert claims.holder(record) == claim
    with time_machine.travel(clock.now() + datetime.timedelta(minutes=10, seconds=1)):
        assert claims.holder(record) is None
        assert claims.take(record, by=clerk).user == clerk.user
    assert ReviewClaim.objects.count() == 1


def test_taking_again_renews_under_a_new_key(clerk):
    record = registration.submitted()
    first = claims.take(record, by=clerk)
    again = claims.take(record, by=clerk)
    assert (again.pk, again.since) == (first.pk, first.since)
    assert again.key != first.key
    assert not claims.release(first.key, by=clerk)  # the page that was left
    assert claims.release(again.key, by=clerk)


def test_renew_keeps_it_and_tells_when_it_is_lost(clerk, colleague):
    claim = claims.take(registration.submitted(), by=clerk)
    assert claims.renew(claim.key, by=clerk)
    assert not claims.renew(claim.key, by=colleague)
    assert not claims.renew(uuid.uuid4(), by=clerk)
    with time_machine.travel(clock.now() + datetime.timedelta(minutes=11)):
        assert not claims.renew(claim.key, by=clerk)


def test_others_may_not_claim(clerk):
    record = registration.submitted()
    with pytest.raises(Refused, match="当前的身份"):
        claims.take_next(claims.queue(clerk), by=people.actor(Role.ARRANGER))
    with pytest.raises(Refused, match="没有找到"):
        claims.take(record, by=people.actor(Role.CLERK, people.center("370200")))


def test_a_record_lost_while_picking_is_passed_over(clerk, monkeypatch):
    first, second = registration.submitted(), registration.submitted()
    seize = claims.seize
    monkeypatch.setattr(claims, "seize", lambda record, *rest: None if record == first else seize(record, *rest))
    assert claims.take_next(claims.queue(clerk), by=clerk).registration == second


def together(*acts):
    """Run at once, each in its own thread and transaction; what each gave."""
    results = [None] * len(acts)

    def run(place, act):
        try:
            results[place] = act()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


def rush(count, clerks):
    for _ in range(count):
        registration.submitted()
    people_ = [people.actor(Role.CLERK) for _ in range(clerks)]

    def act(by):
        found = []
        while len(found) < count and (claim := claims.take_next(claims.queue(by).exclude(pk__in=found), by=by)):
            found.append(claim.registration_id)
        return found

    return together(*(lambda by=by: act(by) for by in people_))


@pytest.mark.django_db(transaction=True)
def test_clerks_at_once_share_the_queue_without_overlap():
    found = [pk for each in rush(12, 4) for pk in each]
    assert sorted(found) == sorted(Registration.objects.values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False])
def test_two_who_picked_the_same_one(monkeypatch, guarded):
    """The negative control: without the guard both are told that it is theirs."""
    record = registration.submitted()
    reviews.claim(record, people.actor(Role.CLERK), minutes=-1)  # somebody's time was over: both see that it is free
    both = [people.actor(Role.CLERK), people.actor(Role.CLERK)]
    if not guarded:
        monkeypatch.setattr(claims, "overdue", lambda moment: Q())
    barrier, seize = threading.Barrier(2), claims.seize

    def picked_both(record, user, moment):
        barrier.wait(10)
        return seize(record, user, moment)

    monkeypatch.setattr(claims, "seize", picked_both)
    given = together(*(lambda by=by: claims.take(record, by=by) for by in both))
    assert sum(each is not None for each in given) == (1 if guarded else 2)
