"""A batch of 5,000 certificates through the worker's own task, against the press alone on the same sheets; queries a chunk.

All figures are ratios and counts of one run: the batch ≤ 3 × the press; a whole chunk costs as many queries as one of half its
size; the ledger is without a gap afterwards.
"""

import copy
import io
import sys
import time
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.designs.compiled import compiled_for
from certificates.issuing.models import Certificate, verification_code
from certificates.printing import chunks, invariants, services, tasks
from certificates.printing.copies import Copy
from exams.registration.models import Registration
from sdzx.accounts.actors import Actor
from sdzx.documents.press import print_sheets
from tests.factories import certificates, prints

pytestmark = pytest.mark.django_db
COUNT = 5000
SLOWER = 3
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗", "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂文辉"
ODD = {1: "阿卜杜热合曼江·麦麦提吐尔逊·艾合买提江·阿卜杜拉", 2: "王䶮𬱖"}


def fresh(row, **values):
    """The same row again, not saved."""
    made = copy.copy(row)
    made.pk, made.uid, made._state = None, uuid.uuid4(), copy.copy(row._state)
    made._state.adding = True
    for name, value in values.items():
        setattr(made, name, value)
    return made


def many(count):
    """Certificates that wait, with usual names; one in fifty has a name that needs two fonts or a second line."""
    model = certificates.numbered(passed=1)[0]
    registrations = Registration.objects.bulk_create(
        [fresh(model.registration, number=f"BENCH{n:07d}", document_index=f"bench{n:059d}") for n in range(count)]
    )
    return Certificate.objects.bulk_create(
        [
            fresh(
                model, registration=each, number=f"BENCH{n:07d}", sequence=n + 2, code=verification_code(),
                name=ODD.get(n % 50, SURNAMES[n % 20] + GIVEN[n % 24] + GIVEN[n // 24 % 24]),
            )
            for n, each in enumerate(registrations)
        ]
    )  # fmt: skip


def started(made):
    batch = prints.draft(of=made)
    with prints.worker_away():
        return services.start(batch, by=Actor.of(batch.membership))


def test_a_batch_of_five_thousand_against_the_press_alone(monkeypatch, capsys):
    made = many(COUNT)
    center = made[0].center
    compiled = compiled_for(center)
    print_sheets(
        compiled, [Copy(made[0], None).sheet("1")], io.BytesIO(), title="证书"
    )  # what is loaded once is loaded
    before = time.perf_counter()
    for first in range(0, COUNT, chunks.CHUNK):
        sheets = (Copy(each, None).sheet(f"{each.sequence:013d}") for each in made[first : first + chunks.CHUNK])
        print_sheets(compiled, sheets, io.BytesIO(), title="证书")
    alone = time.perf_counter() - before
    batch, ordered = started(made), []
    monkeypatch.setattr(tasks.print_chunk, "delay", ordered.append)
    before = time.perf_counter()
    ordered.append(batch.pk)
    while ordered:
        tasks.print_chunk(ordered.pop())
    whole = time.perf_counter() - before
    batch.refresh_from_db()
    assert (batch.status, batch.made, batch.parts.count()) == ("made", COUNT, COUNT // chunks.CHUNK)
    assert [*invariants.print_serials(), *invariants.print_batches()] == []
    with capsys.disabled():
        sys.stderr.write(
            f"\n{COUNT} certificates, ms each: press alone {alone / COUNT * 1e3:.2f}, batch {whole / COUNT * 1e3:.2f}"
            f" ({whole / alone:.2f} ×)\n"
        )
    assert whole / alone <= SLOWER


def test_queries_of_a_chunk_at_two_sizes(capsys):
    half, made = chunks.CHUNK // 2, many(chunks.CHUNK + chunks.CHUNK // 2)
    counts = []
    for some in (made[:half], made[half:]):
        batch = started(some)
        with CaptureQueriesContext(connection) as captured:
            chunks.print_next(batch.pk)
        counts.append(len(captured))
    with capsys.disabled():
        sys.stderr.write(f"\nqueries of a chunk of {half}: {counts[0]}, of {chunks.CHUNK}: {counts[1]}\n")
    assert counts[0] == counts[1]
