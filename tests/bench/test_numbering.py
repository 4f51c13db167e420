"""10,000 who passed numbered in one transaction: database time, sealing apart, and queries for each further thousand."""

import os
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction

from certificates.issuing import services
from certificates.issuing.models import Certificate
from exams.registration.models import Registration
from exams.sessions.models import Seat
from sdzx import crypto, fields
from sdzx.accounts.models import User
from sdzx.accounts.roles import Role
from sdzx.clock import now
from sdzx.fields import document_index
from sdzx.home import invariants
from tests.factories import certificates, people

pytestmark = pytest.mark.django_db
PASSED, MOST_SECONDS = 10_000, 2.0
# What a thousand more may cost: an INSERT each into certificates, entries (of certificates and of registrations), notices.
EACH_THOUSAND = 4


def crowd(passed, *, first=1):
    """A confirmed sheet with that many who passed, each with an account of their own; documents from `first` on."""
    sheet = certificates.confirmed_sheet(passed=1)
    one = Registration.objects.get(seat__session=sheet.session)
    numbers = [f"3702021990{n:08d}" for n in range(first, first + passed - 1)]
    users = User.objects.bulk_create([User(username=f"c{n}", name=f"李考生{n}", password="!") for n in numbers])
    made = Registration.objects.bulk_create(
        [
            Registration(
                status=Registration.Status.PASSED, number=f"BM8{number}", center=one.center, item=one.item, project=one.project,
                user=user, name=user.name, name_key=user.name, birth_date=one.birth_date, sex="女", photo=one.photo,
                document_type=one.document_type, document_number=number, phone="13800001234", holds_place=True,
                document_index=document_index(one.document_type, number), submitted_at=now(),
            )
            for user, number in zip(users, numbers, strict=True)
        ],
        batch_size=1000,
    )  # fmt: skip
    seats = Seat.objects.get(registration=one)
    Seat.objects.bulk_create(
        [
            Seat(session=sheet.session, registration=each, room="第2考场", seat=place, ticket_number=f"T{each.pk}", attendance=seats.attendance)
            for place, each in enumerate(made, 1)
        ],
        batch_size=1000,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ANALYZE")
    return sheet


def server_seconds():
    """The processor time of this connection's server process, where it runs on this machine; else None."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        status = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not status.exists():
        return None
    user, system = status.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def measured():
    """Time in the database (the checks of foreign keys, which come with the commit, among it) and its queries.

    `seconds` is by the clock, as the worker waits; `server` what the server itself spent, whatever else this machine does.
    """
    spent = {"seconds": 0.0, "queries": 0}
    before = server_seconds()

    def wrapper(execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            spent["seconds"] += time.perf_counter() - start
            spent["queries"] += 1

    with connection.execute_wrapper(wrapper):
        yield spent
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    after = server_seconds()
    spent["server"] = spent["seconds"] if before is None or after is None else after - before


def numbered(sheet):
    with transaction.atomic(), measured() as spent:
        made = services.number_passed(sheet, people.actor(Role.CONFIRMER, sheet.session.center))
    return made, spent


def test_ten_thousand_in_two_seconds_of_database_time(monkeypatch):
    sheet = crowd(PASSED)
    sealing = {"seconds": 0.0}

    def timed(work):
        def inner(*args):
            start = time.perf_counter()
            try:
                return work(*args)
            finally:
                sealing["seconds"] += time.perf_counter() - start

        return inner

    monkeypatch.setattr(fields, "seal", timed(crypto.seal))
    monkeypatch.setattr(fields, "open_sealed", timed(crypto.open_sealed))
    start = time.perf_counter()
    made, spent = numbered(sheet)
    whole = time.perf_counter() - start
    sys.stdout.write(
        f"\n{PASSED} numbered: {whole:.2f} s, of it {spent['seconds']:.2f} s waiting for the database in {spent['queries']} "
        f"queries, which spent {spent['server']:.2f} s itself, "
        f"{sealing['seconds']:.2f} s of opening and sealing document numbers\n"
    )
    assert [each.sequence for each in made] == list(range(1, PASSED + 1))
    assert list(invariants.certificate_numbers()) == []
    assert min(spent["seconds"], spent["server"]) <= MOST_SECONDS


def test_queries_for_a_thousand_more():
    _, thousand = numbered(crowd(1000))
    _, three = numbered(crowd(3000, first=5000))
    assert three["queries"] - thousand["queries"] == 2 * EACH_THOUSAND
    assert Certificate.objects.count() == 4000
