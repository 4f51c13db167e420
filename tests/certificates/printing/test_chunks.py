"""The worker's chunks: the file, the ledger, the trace, queries, and what stops a batch."""

import io

import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.issuing.models import Certificate, Print
from certificates.printing import chunks, documents, invariants, services, tasks
from certificates.printing.models import PrintBatch
from sdzx.audit.services import entries_of
from sdzx.files.services import content
from sdzx.workflow import Refused
from tests.certificates.issuing.test_services import text_of
from tests.factories import certificates, prints

pytestmark = pytest.mark.django_db
Status = PrintBatch.Status


def whole():
    checks = (invariants.print_serials, invariants.print_copies, invariants.print_batches, invariants.blank_stock)
    return [sentence for check in checks for sentence in check()]


@pytest.mark.clause("4.5")
def test_a_chunk_is_one_file_in_the_order_of_the_serials(monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK", 2)
    made = certificates.numbered(passed=3)
    Certificate.objects.filter(pk=made[1].pk).update(name="阿卜杜热合曼江·麦麦提吐尔逊·艾合买提江·阿卜杜拉")
    Certificate.objects.filter(pk=made[2].pk).update(name="王䶮")
    batch = prints.made(of=made)
    parts = list(batch.parts.all())
    assert [(part.chunk, part.sheets) for part in parts] == [(1, 2), (2, 1)]
    copies = list(services.copies_of(batch).select_related("certificate", "file"))
    assert [copy.page for copy in copies] == [1, 2, 1]
    assert [copy.serial for copy in copies] == [parts[0].first_serial, parts[0].last_serial, parts[1].first_serial]
    for copy in copies:
        page = text_of(documents.sheets([copy]))
        for fact in (copy.serial, copy.certificate.number, copy.certificate.name, copy.certificate.document_number):
            assert fact in page, fact
    assert "证书" in parts[0].file.name
    assert whole() == []


def test_a_sheet_cut_out_is_the_frozen_page_and_no_other():
    batch = prints.made(passed=3)
    copies = list(services.copies_of(batch).select_related("file"))
    with (
        pikepdf.open(io.BytesIO(content(copies[0].file))) as source,
        pikepdf.open(io.BytesIO(documents.sheets(copies[1:2]))) as cut,
    ):
        assert len(cut.pages) == 1
        assert cut.pages[0].MediaBox == source.pages[1].MediaBox
        assert cut.pages[0].Contents.read_bytes() == source.pages[1].Contents.read_bytes()
    assert documents.sheets(copies[1:2]) == documents.sheets(copies[1:2])


def test_trace_says_serial_and_batch_and_no_document_number():
    batch = prints.made(passed=1)
    copy = services.copies_of(batch).get()
    entry = entries_of(copy.certificate).get(verb="certificate.print")
    assert entry.after == {"status": "printed", "印制流水码": copy.serial, "印制批次": batch.number}
    assert copy.certificate.document_number not in str(entry.after)
    assert [entry.label for entry in entries_of(batch)] == ["建立批次", "开始印制", "生成完毕"]


def queries_of(count):
    batch = prints.printing(passed=count)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        chunks.print_next(batch.pk)
    batch.refresh_from_db()
    assert batch.status == Status.MADE
    return len(captured)


def test_queries_of_a_chunk_do_not_grow_with_it():
    queries_of(1)  # what is found once per process is found
    assert queries_of(1) == queries_of(3)


def test_task_orders_the_next_chunk_until_all_are_done(monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK", 1)
    batch = prints.printing(passed=3)
    assert tasks.print_chunk(batch.pk)
    batch.refresh_from_db()
    assert (batch.status, batch.made) == (Status.MADE, 3)
    assert not tasks.print_chunk(batch.pk)
    assert Print.objects.count() == 3


def test_schedule_picks_up_what_a_killed_worker_left():
    batch = prints.printing(passed=1)
    assert tasks.resume() == 0
    PrintBatch.objects.update(status_at=batch.status_at - 2 * tasks.FORGOTTEN)
    assert tasks.resume() == 1
    batch.refresh_from_db()
    assert batch.status == Status.MADE
    assert tasks.resume() == 0


def test_queue_that_is_away_does_no_harm(monkeypatch):
    def away(batch_id):
        raise tasks.print_chunk.OperationalError

    batch = prints.printing(passed=1)
    monkeypatch.setattr(tasks.print_chunk, "delay", away)
    tasks.queue(batch.pk)
    batch.refresh_from_db()
    assert batch.status == Status.PRINTING


def broken(*_args, **_kwargs):
    raise ZeroDivisionError


@pytest.mark.parametrize(("name", "error", "said"), [
    ("print_sheets", broken, "生成时系统出错"), ("take_serials", broken, "生成时系统出错"),
])  # fmt: skip
def test_what_goes_wrong_pauses_the_batch_and_leaves_nothing(monkeypatch, name, error, said):
    batch = prints.printing(passed=2)
    with monkeypatch.context() as patched:
        patched.setattr(chunks, name, error)
        assert not chunks.print_next(batch.pk)
    batch.refresh_from_db()
    assert (batch.status, batch.made, Print.objects.count()) == (Status.PAUSED, 0, 0)
    assert said in batch.failure
    with prints.worker_away():
        services.resume(batch, by=prints.officer(batch))
    chunks.print_next(batch.pk)
    batch.refresh_from_db()
    assert (batch.status, batch.failure) == (Status.MADE, "")
    assert whole() == []


def test_blanks_that_ran_out_and_a_lost_photo_are_told():
    prints.stocked(1)
    batch = prints.printing(passed=2)
    with prints.on_blanks():
        assert not chunks.print_next(batch.pk)
    batch.refresh_from_db()
    assert "需要2份，结存1份，还差1份" in batch.failure
    with prints.worker_away():
        services.resume(batch, by=prints.officer(batch))
    Certificate.objects.get(pk=batch.lines.first().certificate_id).photo.path.unlink()
    assert not chunks.print_next(batch.pk)
    batch.refresh_from_db()
    assert batch.failure == chunks.MISSING


def test_an_officer_who_lost_the_role_stops_the_batch():
    batch = prints.printing(passed=1)
    batch.membership.role = "clerk"
    batch.membership.save()
    assert not chunks.print_next(batch.pk)
    batch.refresh_from_db()
    assert batch.status == Status.PAUSED
    assert "不能执行“打印证书”" in batch.failure


def test_a_batch_whose_rest_was_left_out_is_completed():
    batch = prints.printing(passed=1)
    batch.lines.update(state="left", why="撤销")
    PrintBatch.objects.update(left_out=1)
    assert not chunks.print_next(batch.pk)
    batch.refresh_from_db()
    assert batch.status == Status.MADE


def test_a_certificate_revoked_meanwhile_is_left_out_and_the_others_printed():
    batch = prints.printing(passed=2)
    first = batch.lines.first().certificate
    Certificate.objects.filter(pk=first.pk).update(status="revoked")
    chunks.print_next(batch.pk)
    batch.refresh_from_db()
    assert (batch.made, batch.left_out, batch.status) == (1, 1, Status.MADE)
    assert batch.lines.first().why.startswith("证书已撤销，不能打印")


def test_halting_what_was_paused_meanwhile_changes_nothing():
    batch = prints.printing(passed=1)
    services.pause(batch, by=prints.officer(batch))
    chunks._halt(batch.pk, "错")
    batch.refresh_from_db()
    assert batch.failure == ""
    with pytest.raises(Refused, match="不能再“暂停”"):
        services.pause(batch, by=prints.officer(batch))
