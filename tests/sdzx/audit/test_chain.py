"""What verification finds: changed, removed, slipped in."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction

from sdzx.accounts.actors import SYSTEM
from sdzx.audit import chain
from sdzx.audit.models import Entry, Seal
from sdzx.audit.services import record
from tests.factories import people

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.2")]


@pytest.fixture
def subject():
    return people.organization()


def write(subject, count=1):
    return [record(by=SYSTEM, verb="x.y", label="记", subject=subject, after={"n": n}) for n in range(count)]


def tamper(statement, *values):
    """As somebody with the database's own rights would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only")
        cursor.execute("ALTER TABLE audit_seal DISABLE TRIGGER audit_seal_append_only")
        cursor.execute(statement, values)
        cursor.execute("ALTER TABLE audit_entry ENABLE TRIGGER audit_entry_append_only")
        cursor.execute("ALTER TABLE audit_seal ENABLE TRIGGER audit_seal_append_only")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def key(subject):
    return f"accounts.organization/{subject.pk}"


def test_verify_of_a_whole_trail(subject):
    write(subject, 3)
    write(people.organization(), 2)
    chain.seal()
    assert chain.verify() == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_name", "别人"),
        ("after", '{"n": 9}'),
        ("ground", "另写"),
        ("at", "2020-01-01T00:00:00Z"),
        ("role", "admin"),
        ("label", "改"),
    ],
)
def test_verify_finds_changed_content(subject, column, value):
    entry = write(subject, 3)[1]
    tamper(f"UPDATE audit_entry SET {column} = %s WHERE id = %s", value, entry.pk)
    assert chain.verify() == [f"{key(subject)} 第2条的内容被改动。"]


def test_verify_finds_content_changed_with_its_digest(subject):
    entry = write(subject, 2)[0]
    entry.actor_name = "别人"
    tamper("UPDATE audit_entry SET actor_name = %s, digest = %s WHERE id = %s", "别人", chain.digest(entry), entry.pk)
    assert chain.verify() == [f"{key(subject)} 第2条与前一条不相连。"]


def test_verify_finds_an_entry_removed_from_the_middle(subject):
    entry = write(subject, 3)[1]
    tamper("DELETE FROM audit_entry WHERE id = %s", entry.pk)
    assert chain.verify() == [f"{key(subject)} 第3条与前一条不相连。"]


def test_verify_finds_a_removed_tail_only_by_its_seal(subject):
    entry = write(subject, 2)[1]
    seal = chain.seal()
    tamper("DELETE FROM audit_entry WHERE id = %s", entry.pk)
    assert chain.verify() == [f"第{seal.pk}号封签（截至第{entry.pk}条）与留痕不符：有记录被移除、插入或改动。"]


def test_verify_finds_a_whole_chain_removed(subject):
    write(people.organization())
    entry = write(subject)[0]
    seal = chain.seal()
    tamper("DELETE FROM audit_entry WHERE subject_id = %s AND subject_type = 'accounts.organization'", subject.pk)
    assert chain.verify() == [f"第{seal.pk}号封签（截至第{entry.pk}条）与留痕不符：有记录被移除、插入或改动。"]


def test_verify_finds_a_changed_seal_and_a_removed_one(subject):
    seals = [chain.seal() for _ in range(3) if write(subject)]
    tamper("UPDATE audit_seal SET digest = %s WHERE id = %s", "f" * 64, seals[2].pk)
    assert len(chain.verify()) == 1
    tamper("DELETE FROM audit_seal WHERE id = %s", seals[1].pk)
    assert len(chain.verify()) == 1


def test_seal_covers_what_is_new(subject):
    assert chain.seal() is None
    first = write(subject, 2)[-1]
    one = chain.seal()
    assert chain.seal() is None
    second = write(subject)[-1]
    two = chain.seal()
    assert [(each.last_entry, each.entries) for each in Seal.objects.all()] == [(first.pk, 2), (second.pk, 1)]
    assert (one.previous, two.previous) == (chain.GENESIS, one.digest)


def test_digest_is_the_same_after_loading(subject):
    after = {"day": datetime.date(2026, 3, 14), "mark": Decimal("86.50"), "at": datetime.time(9, 30), "who": subject}
    entry = record(by=SYSTEM, verb="x.y", label="记", subject=subject, after=after)
    loaded = Entry.objects.get(pk=entry.pk)
    assert loaded.after == {"day": "2026-03-14", "mark": "86.50", "at": "09:30:00", "who": str(subject)}
    assert chain.digest(loaded) == entry.digest


def test_digest_covers_every_column_but_two():
    names = {field.attname for field in Entry._meta.concrete_fields}
    assert names - set(Entry().content()) == {"id", "digest"}


@pytest.mark.django_db(transaction=True)
def test_seal_waits_for_running_acts():
    """The lock that sealing takes is refused while another transaction has written and not committed."""
    from threading import Thread

    subject, found = people.organization(), []

    def try_to_lock():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '200ms'")
                cursor.execute("LOCK TABLE audit_entry IN SHARE MODE")
            found.append("locked")
        except Exception as error:
            found.append(type(error).__name__)
        finally:
            connection.close()

    def in_thread():
        thread = Thread(target=try_to_lock)
        thread.start()
        thread.join()

    with transaction.atomic():
        write(subject)
        in_thread()
    in_thread()
    assert found == ["OperationalError", "locked"]
