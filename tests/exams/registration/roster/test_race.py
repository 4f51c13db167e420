"""Two groups want the last places at one moment. The control shows that the test can see a race."""

import threading

import pytest
from django.db import connection
from django.db.models import QuerySet

from exams.registration.models import Registration
from exams.registration.roster import services, taking
from exams.registration.roster.models import Roster
from sdzx.accounts.actors import Actor
from tests.factories import registration, rosters

pytestmark = pytest.mark.django_db(transaction=True)
Status = Roster.Status


@pytest.fixture
def groups(monkeypatch):
    """Two rosters of two people each, for a batch of three places; both decided to come whole or not at all."""
    monkeypatch.setattr(services, "_queue", lambda *_: None)
    item = registration.item(places=3)
    made = [rosters.checked(rosters.crowd(2, start), of=item) for start in (1, 11)]
    for roster in made:
        services.take(roster, by=Actor.of(roster.membership), places=Roster.Places.GROUP)
    return made


def at_once(groups):
    """Both taken by workers of their own; what went wrong."""
    wrong = []

    def work(pk):
        try:
            taking.take(pk)
        except RuntimeError as error:
            wrong.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[each.pk]) for each in groups]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    return wrong


def test_one_group_comes_whole_and_the_other_not_at_all(groups):
    assert at_once(groups) == []
    assert sorted(Roster.objects.values_list("status", flat=True)) == [Status.CHECKED, Status.TAKEN]
    assert [each.item.taken for each in Roster.objects.select_related("item")] == [2, 2]
    assert Registration.objects.count() == 2


def test_without_the_lock_both_are_promised_the_places(groups, monkeypatch):
    meet, made = threading.Barrier(2, timeout=20), taking._registrations

    def together(*args):
        meet.wait()
        return made(*args)

    monkeypatch.setattr(taking, "_registrations", together)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, *_, **__: self)
    assert at_once(groups) == ["2 places were promised and are not there"]
    assert Registration.objects.count() == 2
