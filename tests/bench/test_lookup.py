"""The lookup through the production's server, PostgreSQL and all middleware, beside the ordinary way and a bare view; with few
certificates and with many.

`SDZX_LOOKUP=10000000` makes ten million (some minutes, about 10 GB, in the test's own database); `SDZX_LOOKUP_REQUESTS` says how
many requests a round sends. The ratios mean something on an idle machine only.
"""

import contextlib
import hashlib
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import time
import uuid
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.db import connection

from certificates.issuing.models import Certificate, Print
from certificates.lookup import services
from sdzx import clock
from sdzx.accounts import human
from sdzx.crypto import seal
from tests.bench.test_rush import await_port
from tests.factories import certificates

FEW = 10_000
MANY = int(os.environ.get("SDZX_LOOKUP", "100000"))
REQUESTS = int(os.environ.get("SDZX_LOOKUP_REQUESTS", "3000"))
ROUNDS = int(os.environ.get("SDZX_LOOKUP_ROUNDS", "3"))
CONNECTIONS, WORKERS, THREADS = 4, 2, 2
ORDINARY, TRIAL, BARE, SLOWEST, GROWN, TOLD_APART = 2.0, 2.5, 0.3, 3.0, 1.3, 1.1
GRANIAN = Path(sys.executable).with_name("granian")
TABLE = Certificate._meta.db_table
COPIES = Print._meta.db_table
DOCUMENT = "370102199001011234"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_foreign_keys(transactional_db):
    """The many certificates have no registrations; while they are there the tables' foreign keys are not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
            "WHERE conrelid IN (%s::regclass, %s::regclass) AND contype = 'f'",
            [TABLE, COPIES],
        )
        keys = cursor.fetchall()
        for table, name, _ in keys:
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        yield
        cursor.execute(f"TRUNCATE {TABLE}, {COPIES} CASCADE")
        for table, name, definition in keys:
            cursor.execute(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}')


@contextlib.contextmanager
def portal(tmp_path):
    """The portal as production starts it, on this test's database, behind a proxy that names the visitor."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    base, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    environment = os.environ | {
        "DATABASE_URL": f"{base}/{connection.settings_dict['NAME']}", "SDZX_MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "SDZX_PROXIES": "1",
    }  # fmt: skip
    command = [GRANIAN, "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws"]
    command += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS), "tests.bench.asking:application"]
    with (tmp_path / "granian.log").open("w") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            await_port(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(20)


def code_of(n):
    return hashlib.md5(str(n).encode(), usedforsecurity=False).hexdigest()[:22]


def fill(model, start, end):
    """Certificates `start` to `end` - 1 like the model, each with a copy and its own number, code, name and document, by SQL alone."""
    own = {
        "uid": "gen_random_uuid()", "number": "'BENCH' || lpad(n::text, 10, '0')", "code": "left(md5(n::text), 22)",
        "sequence": "n + 1000000", "registration_id": "n + 1000000000", "name": "'张' || n", "name_key": "'张' || n",
        "document_index": "md5(n::text) || md5((n + 1)::text)",
    }  # fmt: skip
    columns = [field.column for field in Certificate._meta.concrete_fields if not field.primary_key]
    chosen = ", ".join(own.get(column, f"model.{column}") for column in columns)
    with connection.cursor() as cursor:
        for first in range(start, end, 1_000_000):
            cursor.execute(
                f"INSERT INTO {TABLE} ({', '.join(columns)}) SELECT {chosen} FROM {TABLE} model, "
                f"generate_series(%s, %s) n WHERE model.id = %s",
                [first, min(first + 1_000_000, end) - 1, model.pk],
            )
        cursor.execute(
            f"INSERT INTO {COPIES} (certificate_id, serial, reason, is_reprint, file_id, printed_by_id, printed_at) "
            f"SELECT made.id, made.number, '', false, copy.file_id, copy.printed_by_id, copy.printed_at "
            f"FROM {TABLE} made, {COPIES} copy WHERE copy.certificate_id = %s AND made.sequence >= %s",
            [model.pk, 1_000_000 + start],
        )
        cursor.execute(f"VACUUM ANALYZE {COPIES}")
        cursor.execute(f"VACUUM ANALYZE {TABLE}")


def scan(path, total, seed):
    """The addresses of so many QR codes, chosen at random among all."""
    chosen = random.Random(seed)
    return [["GET", path.format(code_of(chosen.randrange(total))), ""] for _ in range(REQUESTS)]


def look_up(facts):
    """A lookup by two facts with a right answer to its own question: what somebody without JavaScript sends."""
    until = (clock.now() + human.VALID).timestamp()
    token = seal(json.dumps([uuid.uuid4().hex, 8, until]), human.PURPOSE)
    return ["POST", "/lookup/", urlencode(facts | {"human-token": token, "human-answer": "8"})]


def asked(port, requests, connections=CONNECTIONS):
    """What came back, from a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.asking", str(port), str(connections)], input=json.dumps(requests),
        capture_output=True, text=True, check=True, timeout=900,
    )  # fmt: skip
    return json.loads(done.stdout)


def median(rounds, what):
    return statistics.median(each[what] for each in rounds)


def measured(port, total):
    """Several rounds of each kind, taken in turn so that a busy moment strikes all; the medians."""
    found = {"lookup": [], "ordinary": [], "bare": [], "typed": []}
    for seed in range(-1, ROUNDS):
        chosen = random.Random(seed)
        typed = [
            look_up({"number": f"BENCH{n:010d}", "name": f"张{n}"})
            for n in (chosen.randrange(total) for _ in range(REQUESTS // 4))
        ]
        for kind, requests in (
            ("lookup", scan("/lookup/v/{}/", total, seed)), ("ordinary", scan("/ordinary/{}/", total, seed)),
            ("bare", [["GET", "/bare/", ""]] * REQUESTS), ("typed", typed),
        ):  # fmt: skip
            answer = asked(port, requests)
            assert answer["statuses"] == {"200": len(requests)}, (kind, answer)
            if seed >= 0:  # the first round only warms up
                found[kind].append(answer)
    return {
        kind: {what: median(rounds, what) for what in ("rate", "p50", "p99", "size")} for kind, rounds in found.items()
    }


def said(total, found):
    for kind, each in found.items():
        sys.stdout.write(
            f"\n{total:>9} certificates, {kind:8}: {each['rate']:6.0f}/s, p50 {each['p50'] * 1000:.1f} ms, p99 {each['p99'] * 1000:.1f} ms, {each['size']:.0f} B"
        )
    ordinary, bare = (found["lookup"]["rate"] / found[kind]["rate"] for kind in ("ordinary", "bare"))
    slowest = found["lookup"]["p99"] / found["bare"]["p99"]
    sys.stdout.write(
        f"\nlookup: {ordinary:.2f} × the ordinary page ({ORDINARY}, trial {TRIAL}), {bare:.2f} × the bare view ({BARE}), p99 {slowest:.2f} × ({SLOWEST})\n"
    )
    return ordinary, bare, slowest


def in_the_database(total):
    """Median seconds of the service itself, by code and by two facts, for certificates chosen at random."""
    seconds = []
    for n in (random.Random(7).randrange(total) for _ in range(400)):
        start = time.perf_counter()
        assert services.verify(code_of(n))
        assert services.find(number=f"BENCH{n:010d}", name=f"张{n}")
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def test_lookup_is_quick_and_stays_so(tmp_path):
    model = certificates.printed()
    fill(model, 0, FEW)
    with portal(tmp_path) as port:
        few, few_inside = measured(port, FEW), in_the_database(FEW)
        ratios = [said(FEW, few)]
        start = time.perf_counter()
        fill(model, FEW, MANY)
        sys.stdout.write(f"\n{MANY} certificates made in {time.perf_counter() - start:.0f} s\n")
        many, many_inside = measured(port, MANY), in_the_database(MANY)
        ratios.append(said(MANY, many))
    grown = few["lookup"]["rate"] / many["lookup"]["rate"]
    sys.stdout.write(
        f"\nfrom {FEW} to {MANY}: the page {grown:.2f} × the time, the service {many_inside / few_inside:.2f} × ({GROWN})\n"
    )
    for ordinary, bare, slowest in ratios:
        assert ordinary >= ORDINARY
        assert bare >= BARE
        assert slowest <= SLOWEST
    assert grown <= GROWN
    assert many_inside <= GROWN * few_inside


def test_what_is_wrong_cannot_be_told_by_the_time(tmp_path):
    model = certificates.printed()
    fill(model, 0, FEW)
    wrong = {
        "number": lambda n: {"number": f"BENCX{n:010d}", "name": f"张{n}"},
        "name": lambda n: {"number": f"BENCH{n:010d}", "name": f"李{n}"},
        "document": lambda n: {"number": f"BENCH{n:010d}", "document_number": DOCUMENT},
        "person": lambda n: {"name": f"张{n}", "document_number": DOCUMENT},
    }
    kinds = [kind for kind in wrong for _ in range(REQUESTS // 4)]
    random.Random(5).shuffle(kinds)  # one after the other in turn, so that a busy moment strikes all alike
    requests = [look_up(wrong[kind](n % FEW)) for n, kind in enumerate(kinds)]
    with portal(tmp_path) as port:
        answer = asked(port, requests, connections=1)
    assert answer["statuses"] == {"200": len(requests)}
    seconds = {kind: [took for took, own in zip(answer["each"], kinds, strict=True) if own == kind] for kind in wrong}
    medians = {kind: statistics.median(each) for kind, each in seconds.items()}
    sys.stdout.write("\nwrong: " + ", ".join(f"{kind} {each * 1000:.2f} ms" for kind, each in medians.items()) + "\n")
    assert max(medians.values()) <= TOLD_APART * min(medians.values())
