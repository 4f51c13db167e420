"""The database itself refuses to change the trail."""

import pytest
from django.db import IntegrityError, connection, transaction

from sdzx.accounts.actors import SYSTEM
from sdzx.audit import chain
from sdzx.audit.models import Entry, Seal
from sdzx.audit.services import record
from tests.factories import people

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.2")]


@pytest.fixture(autouse=True)
def _written():
    record(by=SYSTEM, verb="x.y", label="记", subject=people.organization())
    chain.seal()


@pytest.mark.parametrize("table", ["audit_entry", "audit_seal"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET digest = 'x'", "DELETE FROM {}"])
def test_update_and_delete(table, statement):
    with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.parametrize("table", ["audit_entry", "audit_seal"])
def test_truncate(table):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_no_truncate")
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            cursor.execute(f"TRUNCATE {table} CASCADE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_no_truncate")


def test_through_the_models():
    for act in (
        lambda: Entry.objects.update(label="改"),
        lambda: Entry.objects.get().delete(),
        lambda: Seal.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            act()
    assert Entry.objects.get().label == "记"
