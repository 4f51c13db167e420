"""Twenty candidates rush for five places, in transactions of their own. The control shows that the test can see a race."""

import threading

import pytest
from django.db import IntegrityError, connection

from exams.announcements.models import AnnouncementItem
from exams.registration import places, services
from exams.registration.models import Registration
from sdzx.accounts.roles import Role
from sdzx.audit import services as trace
from sdzx.audit.models import Entry
from sdzx.prepared import Statement
from sdzx.serials.models import Serial
from sdzx.workflow import Refused
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


def meanwhile(monkeypatch, record, changes):
    """Somebody writes the registration, from a connection of their own, after it was judged: each time the next of these."""
    take = places.take

    def write(values):
        Registration.objects.filter(pk=record.pk).update(**values)
        connection.close()

    def overtaken(item_id):
        if changes:
            other = threading.Thread(target=write, args=(changes.pop(0),))
            other.start()
            other.join(30)
        return take(item_id)

    monkeypatch.setattr(places, "take", overtaken)


@pytest.mark.django_db(transaction=True)
class TestOvertaken:
    @pytest.fixture
    def record(self):
        return made.draft(made.item(places=PLACES))

    def submit(self, record):
        return services.submit(record, by=people.actor(Role.APPLICANT, person=record.user))

    def test_a_second_press_gives_its_place_and_number_back(self, record, monkeypatch):
        elsewhere = {"status": Status.SUBMITTED, "number": "BM-T", "holds_place": False}
        meanwhile(monkeypatch, record, [elsewhere])
        self.submit(record)
        assert (record.number, outcome(record.item)[1]) == ("BM-T", 0)
        assert not Serial.objects.exists()
        assert not Entry.objects.filter(verb="registration.submit").exists()

    def test_what_was_changed_is_judged_again(self, record, monkeypatch):
        meanwhile(monkeypatch, record, [{"eligibility": ""}])
        with pytest.raises(Refused, match="请填写符合公告中的哪项报名条件"):
            self.submit(record)
        record.refresh_from_db()
        assert (record.status, record.number, outcome(record.item)[1]) == (Status.DRAFT, None, 0)

    def test_what_still_fits_is_submitted_as_it_is_now(self, record, monkeypatch):
        meanwhile(monkeypatch, record, [{"education": "本科"}])
        self.submit(record)
        kept = Registration.objects.get(pk=record.pk)
        assert (kept.status, kept.education, outcome(record.item)[1]) == (Status.SUBMITTED, "本科", 1)
        assert kept.number == record.number

    def test_a_revision_is_told(self, record, monkeypatch):
        meanwhile(monkeypatch, record, [{"item": made.item()}])
        with pytest.raises(Refused, match="公告刚刚修订"):
            self.submit(record)

    def test_time_and_again_is_told(self, record, monkeypatch):
        meanwhile(monkeypatch, record, [{"education": str(each)} for each in range(5)])
        with pytest.raises(Refused, match="正被他人修改"):
            self.submit(record)
        assert outcome(record.item)[1] == 0

    def test_without_the_version_the_change_would_be_written_over(self, record, monkeypatch):
        """The control: with a guard that fits every version, the judged state wins over what was written meanwhile."""
        guarded = trace.last_if_as_seen("exams_registration").sql
        unguarded = Statement(guarded.removesuffix(" = %s") + " <> %s || 'another'")
        monkeypatch.setattr(trace, "last_if_as_seen", lambda table: unguarded)
        meanwhile(monkeypatch, record, [{"status": Status.WITHDRAWN, "eligibility": ""}])
        self.submit(record)
        kept = Registration.objects.get(pk=record.pk)
        assert (kept.status, kept.eligibility) == (Status.SUBMITTED, "")


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
