"""Two workers on a batch, two batches in a centre, a pause while a chunk runs, a worker killed in its chunk."""

import subprocess
import sys
import threading

import pytest
from django.db import connection, connections

from certificates.issuing.models import Print
from certificates.printing import chunks, invariants, services
from certificates.printing.models import PrintBatch
from sdzx.workflow import Refused
from tests.factories import certificates, prints

WAIT = 60
WORKERS, PASSED = 3, 9
# A worker of its own: goes as far as the file of a chunk, says so, and never comes to its commit.
WORKER = """
import sys, time
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.MEDIA_ROOT = sys.argv[3]
django.setup()
from certificates.printing import chunks
traced = chunks._trace
def stuck(*given):
    traced(*given)
    print("in the chunk", flush=True)
    time.sleep(300)
chunks._trace = stuck
chunks.print_next(int(sys.argv[2]))
"""
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK", 2)


def all_at_once(works):
    """Each in a thread with a connection of its own."""
    barrier = threading.Barrier(len(works))

    def run(work):
        try:
            barrier.wait(WAIT)
            work()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)


def worker_on(batch):
    def work():
        while chunks.print_next(batch.pk):
            pass

    return work


def whole():
    checks = (invariants.print_serials, invariants.print_copies, invariants.print_batches, invariants.blank_stock)
    return [sentence for check in checks for sentence in check()]


@pytest.fixture
def pressed(monkeypatch):
    """The certificates of which a sheet was made, as often as one was, kept or not."""
    found, made = [], chunks._pressed

    def noted(batch, compiled, copies, serials, by):
        found.extend(copy.certificate.pk for copy in copies)
        return made(batch, compiled, copies, serials, by)

    monkeypatch.setattr(chunks, "_pressed", noted)
    return found


@pytest.mark.clause("4.5")
def test_many_workers_on_one_batch_print_nothing_twice(pressed):
    batch = prints.printing(passed=PASSED)
    all_at_once([worker_on(batch)] * WORKERS)
    batch.refresh_from_db()
    assert (batch.status, batch.made) == (PrintBatch.Status.MADE, PASSED)
    assert len(pressed) == len(set(pressed)) == Print.objects.count() == PASSED
    serials = list(services.copies_of(batch).values_list("serial", flat=True))
    assert serials == sorted(set(serials))
    assert whole() == []


def test_negative_control_without_the_batch_s_lock(monkeypatch, pressed):
    """Both read the same chunk and press it; only the door, which finds the certificates printed, stops the second."""
    batch = prints.printing(passed=2)
    both_have_read, preflight = threading.Barrier(2), chunks.rules.preflight
    related = ("center", "membership__user", "membership__center", "membership__organization")

    def after_both(lines, **values):
        both_have_read.wait(WAIT)
        return preflight(lines, **values)

    monkeypatch.setattr(chunks, "_locked", lambda key: PrintBatch.objects.select_related(*related).get(pk=key))
    monkeypatch.setattr(chunks, "_hold_certificates", lambda lines: None)
    monkeypatch.setattr(chunks.rules, "preflight", after_both)
    all_at_once([lambda: chunks.print_next(batch.pk)] * 2)
    assert len(pressed) == 2 * len(set(pressed)) == 4


@pytest.mark.clause("4.5")
def test_two_batches_of_a_centre_at_once():
    one, two = prints.printing(passed=5), prints.printing(passed=4)
    all_at_once([worker_on(one), worker_on(two)])
    assert set(PrintBatch.objects.values_list("status", "made")) == {("made", 5), ("made", 4)}
    assert whole() == []


@pytest.mark.clause("4.5")
def test_two_batches_at_once_share_the_blanks():
    center = prints.stocked(7)
    one, two = prints.printing(passed=4), prints.printing(passed=4)
    with prints.on_blanks():
        all_at_once([worker_on(one), worker_on(two)])
    center.refresh_from_db()
    assert center.blank_stock.left in (0, 1)
    paused = PrintBatch.objects.get(status="paused")
    assert "空白证书不够" in paused.failure
    assert whole() == []


def test_two_batches_drafted_at_once_share_no_certificate():
    made = certificates.numbered(passed=4)
    by, keys = certificates.officer(made[0]), [each.pk for each in made]
    all_at_once([lambda: _drafted(by, keys)] * 2)
    assert sum(PrintBatch.objects.values_list("total", flat=True)) == 4


def _drafted(by, keys):
    try:
        services.draft(by=by, first=keys, title="场次")
    except Refused:
        return


def test_a_pause_waits_for_the_chunk_in_hand(monkeypatch):
    batch = prints.printing(passed=4)
    by = prints.officer(batch)
    in_chunk, go_on = threading.Event(), threading.Event()
    traced = chunks._trace

    def slow(*given):
        in_chunk.set()
        go_on.wait(WAIT)
        traced(*given)

    monkeypatch.setattr(chunks, "_trace", slow)
    worker = threading.Thread(target=closing(worker_on(batch)))
    worker.start()
    assert in_chunk.wait(WAIT)
    pausing = threading.Thread(target=closing(lambda: services.pause(PrintBatch.objects.get(pk=batch.pk), by=by)))
    pausing.start()
    pausing.join(0.5)
    assert pausing.is_alive()
    go_on.set()
    pausing.join(WAIT)
    worker.join(WAIT)
    batch.refresh_from_db()
    # the pause comes in after the first chunk, or, where the worker was quicker, after the second
    assert (batch.status, batch.made) in (("paused", 2), ("made", 4))
    assert whole() == []


def closing(work):
    def run():
        try:
            work()
        except Refused:
            return
        finally:
            connections.close_all()

    return run


@pytest.mark.clause("4.5")
def test_a_worker_killed_in_its_chunk_leaves_nothing_and_the_chunk_runs_again(settings):
    batch = prints.printing(passed=3)
    name = connection.settings_dict["NAME"]
    arguments = [sys.executable, "-c", WORKER, name, str(batch.pk), str(settings.MEDIA_ROOT)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout.readline() == "in the chunk\n"
        assert Print.objects.count() == 0
        second = threading.Thread(target=closing(worker_on(batch)))
        second.start()  # has to wait for the batch
        second.join(1)
        assert second.is_alive()
        worker.kill()  # SIGKILL
        worker.wait(WAIT)
        second.join(WAIT)
    batch.refresh_from_db()
    assert (batch.status, batch.made) == (PrintBatch.Status.MADE, 3)
    assert [int(serial[-7:]) for serial in services.copies_of(batch).values_list("serial", flat=True)] == [1, 2, 3]
    assert whole() == []
