"""Numbering by many workers at once: no gap, no repeat; a killed worker leaves neither. With negative controls."""

import subprocess
import sys
import threading

import pytest
from django.db import IntegrityError, connection, connections, transaction

from certificates.issuing import invariants, services
from certificates.issuing.models import Certificate
from exams.registration.models import Registration
from sdzx.accounts.roles import Role
from sdzx.serials.models import Serial
from sdzx.serials.services import take
from tests.factories import certificates, people

WORKERS, EACH = 8, 25
SESSIONS, PASSED = 4, 5
WAIT = 60
# A worker of its own: numbers the sheet, says so, and never comes to its commit.
WORKER = """
import sys, time
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from django.db import transaction
from certificates.issuing.services import number_passed
from exams.scores.models import ScoreSheet
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Membership
by = Actor.of(Membership.objects.get(pk=sys.argv[3]))
with transaction.atomic():
    made = number_passed(ScoreSheet.objects.get(pk=sys.argv[2]), by)
    print(*[each.sequence for each in made], flush=True)
    time.sleep(300)
"""


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


def sheets():
    """Confirmed sheets of one centre, and who confirms."""
    by = people.actor(Role.CONFIRMER)
    return [certificates.confirmed_sheet(passed=PASSED) for _ in range(SESSIONS)], by


def all_at_once(found, by):
    """Number every sheet in a thread with a connection of its own; what went wrong."""
    barrier, wrong = threading.Barrier(len(found)), []

    def run(sheet):
        try:
            barrier.wait(WAIT)
            services.number_passed(sheet, by)
        except IntegrityError as error:
            wrong.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(sheet,)) for sheet in found]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    return wrong


def sequences():
    return sorted(Certificate.objects.values_list("sequence", flat=True))


def whole():
    """What `check_invariants` says of the numbers."""
    checks = (invariants.certificate_numbers, invariants.certificate_characters, invariants.certified_registrations)
    return [sentence for check in checks for sentence in check()]


@pytest.mark.clause("4.5")
@pytest.mark.django_db(transaction=True)
def test_number_passed_many_sessions_of_a_centre_at_once():
    found, by = sheets()
    assert all_at_once(found, by) == []
    assert sequences() == list(range(1, SESSIONS * PASSED + 1))
    assert whole() == []
    for sheet in found:  # those of one session stand together, in the order of the seats
        numbers = list(
            sheet.session.certificates.order_by("registration__seat__seat").values_list("sequence", flat=True)
        )
        assert numbers == list(range(numbers[0], numbers[0] + PASSED))


@pytest.mark.django_db(transaction=True)
def test_number_passed_negative_control_without_the_counter_s_lock(monkeypatch):
    """Read, wait until all have read, write: the same sessions collide, and only the database's constraint stops them."""
    found, by = sheets()
    everybody_has_read = threading.Barrier(SESSIONS)

    def unlocked(scope, count=1):
        row = Serial.objects.filter(scope=scope).first()
        last = row.last if row else 0
        everybody_has_read.wait(WAIT)
        Serial.objects.update_or_create(scope=scope, defaults={"last": last + count})
        return range(last + 1, last + count + 1)

    monkeypatch.setattr(services, "take", unlocked)
    assert len(all_at_once(found, by)) == SESSIONS - 1
    assert sequences() == list(range(1, PASSED + 1))


@pytest.mark.clause("4.5")
@pytest.mark.django_db(transaction=True)
def test_number_passed_worker_killed_before_its_commit_leaves_neither_gap_nor_repeat():
    (killed, second, third, _), by = sheets()
    with worker_on(killed, by) as worker:
        assert worker.stdout.readline().split() == [str(n) for n in range(1, PASSED + 1)]
        other = threading.Thread(target=all_at_once, args=([second], by))
        other.start()  # has to wait for the counter that the first worker holds
        other.join(1)
        assert other.is_alive()
        assert sequences() == []
        worker.kill()  # SIGKILL
        worker.wait(WAIT)
        other.join(WAIT)
    assert sequences() == list(range(1, PASSED + 1))
    assert set(Certificate.objects.values_list("session", flat=True)) == {second.session_id}
    statuses = Registration.objects.filter(seat__session=killed.session).values_list("status", flat=True)
    assert set(statuses) == {Registration.Status.PASSED}
    services.number_passed(third, by)
    services.number_passed(killed, by)  # the confirmation is tried again
    assert sequences() == list(range(1, 3 * PASSED + 1))
    assert list(invariants.certificate_numbers()) == []


def worker_on(sheet, by):
    """The worker in a process of its own, on the tests' database."""
    name = connection.settings_dict["NAME"]
    arguments = [sys.executable, "-c", WORKER, name, str(sheet.pk), str(by.membership_id)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
