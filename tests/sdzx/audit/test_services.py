"""Writing the trail."""

import pytest
from django.db import IntegrityError, transaction

from sdzx.accounts.actors import SYSTEM
from sdzx.accounts.roles import Role
from sdzx.audit import chain
from sdzx.audit.models import Entry
from sdzx.audit.services import center_of, entries_of, last_entry, record
from tests.factories import archive, people

pytestmark = pytest.mark.django_db


def test_record_says_who_as_whom_what_and_why():
    by, case = people.actor(Role.ARCHIVIST), archive.case()
    entry = record(
        by=by, verb="case.complete", label="归档", subject=case, ground=" 齐全 ", before={"a": 1}, after={"a": 2}
    )
    assert (entry.user, entry.actor_name, entry.role, entry.role_label) == (by.user, by.name, "archivist", "档案管理")
    assert (entry.subject_type, entry.subject_id, entry.subject_name) == ("archive.case", case.pk, str(case))
    assert (entry.ground, entry.before, entry.after, entry.center) == ("齐全", {"a": 1}, {"a": 2}, case.center)


def test_record_of_the_system():
    entry = record(by=SYSTEM, verb="x.y", label="记", subject=people.user())
    assert (entry.user, entry.actor_name, entry.center) == (None, "系统", None)


def test_record_continues_the_subjects_own_chain():
    one, other = people.organization(), people.organization()
    first, second = (
        record(by=SYSTEM, verb="x.y", label="一", subject=one),
        record(by=SYSTEM, verb="x.y", label="二", subject=other),
    )
    third = record(by=SYSTEM, verb="x.y", label="三", subject=one)
    assert [(each.sequence, each.previous) for each in (first, second, third)] == [
        (1, chain.GENESIS), (1, chain.GENESIS), (2, first.digest),
    ]  # fmt: skip
    assert (list(entries_of(one)), last_entry(one), last_entry(people.user())) == ([first, third], third, None)


def test_two_entries_at_one_place_of_a_chain():
    entry = record(by=SYSTEM, verb="x.y", label="一", subject=people.organization())
    entry.pk = None
    with pytest.raises(IntegrityError, match="entry_chain_position"):
        entry.save(force_insert=True)


def test_center_of_prefers_what_the_record_says():
    organization = people.organization()
    assert center_of(organization) == organization.center
    organization.trace_center = people.center("370200")
    assert center_of(organization) == people.center("370200")
    assert center_of(people.user()) is None


@pytest.mark.django_db(transaction=True)
def test_record_outside_the_acts_transaction():
    subject = people.organization()
    with pytest.raises(RuntimeError, match="transaction of the act"):
        record(by=SYSTEM, verb="x.y", label="记", subject=subject)
    assert Entry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_record_goes_with_the_act_that_fails():
    subject = people.organization()
    with transaction.atomic():
        record(by=SYSTEM, verb="x.y", label="记", subject=subject)
        transaction.set_rollback(True)
    assert Entry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_record_by_two_at_once_stays_one_chain():
    """Without the advisory lock both would read the same last entry and one would fail on the chain's position."""
    from threading import Barrier, Thread

    from django.db import connection

    subject, barrier, failed = people.organization(), Barrier(4), []

    def act():
        try:
            barrier.wait(10)
            for _ in range(5):
                with transaction.atomic():
                    record(by=SYSTEM, verb="x.y", label="记", subject=subject)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (failed, [entry.sequence for entry in entries_of(subject)], chain.verify()) == ([], list(range(1, 21)), [])
