"""Twenty candidates rush for five places, in transactions of their own. The control shows that the test can see a race."""

import threading

import pytest
from django.db import IntegrityError, connection

from exams.announcements.models import AnnouncementItem
from exams.registration import places, services
from exams.registration.models import Registration
from sdzx.accounts.roles import Role
from tests.factories import people
from tests.factories import registration as made

Status = Registration.Status
RUSH, PLACES = 20, 5


def rush(item):
    """Submit from as many threads at one moment; what went wrong."""
    entries = []
    for _ in range(RUSH):
        record = made.draft(item)
        entries.append((record, people.actor(Role.APPLICANT, person=record.user)))
    gate, wrong = threading.Barrier(RUSH), []

    def press(record, by):
        gate.wait(30)
        try:
            services.submit(record, by=by)
        except Exception as error:
            wrong.append(type(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=entry) for entry in entries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return wrong


def outcome(item):
    found = Registration.objects.filter(item=item)
    counts = {status: found.filter(status=status).count() for status in (Status.SUBMITTED, Status.WAITING)}
    return counts, AnnouncementItem.objects.get(pk=item.pk).taken


@pytest.mark.django_db(transaction=True)
def test_rush_never_oversells():
    item = made.item(places=PLACES)
    assert rush(item) == []
    assert outcome(item) == ({Status.SUBMITTED: PLACES, Status.WAITING: RUSH - PLACES}, PLACES)


@pytest.mark.django_db(transaction=True)
def test_rush_oversells_without_the_guard(monkeypatch):
    """Reading first and writing after, as is often done: more than five believe that they have a place."""
    item = made.item(places=PLACES)
    together = threading.Barrier(RUSH)

    def read_then_write(item_id):
        found = AnnouncementItem.objects.get(pk=item_id)
        together.wait(30)
        if found.taken >= found.places:
            return False
        AnnouncementItem.objects.filter(pk=item_id).update(taken=found.taken + 1)
        return True

    monkeypatch.setattr(places, "take", read_then_write)
    rush(item)
    counts, taken = outcome(item)
    assert counts[Status.SUBMITTED] > PLACES
    assert taken == 1


@pytest.mark.django_db
def test_the_database_refuses_an_oversold_batch():
    item = made.item(places=1)
    with pytest.raises(IntegrityError, match="item_not_oversold"):
        AnnouncementItem.objects.filter(pk=item.pk).update(taken=2)


@pytest.mark.django_db
def test_give_back_never_goes_below_zero():
    item = made.item()
    places.give_back(item.pk)
    assert AnnouncementItem.objects.get(pk=item.pk).taken == 0
