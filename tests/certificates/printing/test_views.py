"""Pages of batches: choosing, preflight, progress, files, spoiled sheets, the ledger, a single certificate."""

import io

import pikepdf
import pytest
import python_calamine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from certificates.issuing.models import Certificate, Print
from certificates.printing import chunks, services, views
from certificates.printing.models import PrintBatch
from certificates.printing.worklist import waiting
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from tests.certificates.issuing.test_views import page
from tests.factories import certificates, people, prints

pytestmark = pytest.mark.django_db
NEW, LEDGER = "/certificates/prints/new/", "/certificates/prints/ledger/"


def pages_of(answer):
    with pikepdf.open(io.BytesIO(answer.content)) as document:
        return len(document.pages)


def address(batch, end=""):
    return f"/certificates/prints/{batch.uid}/{end}"


@pytest.mark.parametrize("given", [
    lambda made: {"sessions": [made[0].session_id]},
    lambda made: {"everything": "on", "project": made[0].project_id, "issued_from": made[0].issued_on, "issued_to": made[0].issued_on},
    lambda made: {"everything": "on"},
])  # fmt: skip
def test_new_batch_by_session_or_by_conditions(enter, given):
    made = certificates.numbered(passed=2)
    client = enter(certificates.officer(made[0]))
    assert f"{made[0].session.number}　" in page(client, NEW)[1]
    answer = client.post(NEW, given(made))
    batch = PrintBatch.objects.get()
    assert answer.url == address(batch)
    text = page(client, address(batch))[1]
    assert "2本可以印制" in text
    assert "0本不能印制" in text
    assert f"{made[0].session.number}　" not in page(client, NEW)[1]


def test_new_batch_again_by_number_and_reason(enter):
    batch = prints.made(passed=2)
    first, second = (line.certificate.number for line in batch.lines.select_related("certificate"))
    client = enter(prints.officer(batch))
    assert client.post(NEW, {"again": f"{first.lower()}  套印偏移\n\n{second}，墨迹"}).status_code == 302
    again = PrintBatch.objects.exclude(pk=batch.pk).get()
    assert dict(again.lines.values_list("certificate__number", "reason")) == {first: "套印偏移", second: "墨迹"}
    assert again.title == "重新印制2本"


@pytest.mark.parametrize(("values", "said"), [
    ({}, ["请选取场次，或勾选全部待打印证书"]),
    ({"issued_from": "2026-02-01"}, ["只填条件时请勾选此项"]),
    ({"everything": "on", "issued_from": "2026-02-01", "issued_to": "2026-01-01"}, ["终止日期不能早于起始日期"]),
    ({"again": "A1 错\na1 错\n\nB2 " + "长" * 201}, ["第2行：证书A1重复", "第4行：理由超过200字"]),
    ({"again": "A1 错\nB2 错"}, ["没有找到证书A1", "没有找到证书B2"]),
    ({"again": "A1 错\nB2 错\nC3 错"}, ["一次最多填2本，您填了3本"]),
    ({"everything": "on", "issued_to": "1999-01-01"}, ["所选范围内没有待印制的证书"]),
])  # fmt: skip
def test_new_batch_says_what_is_wrong_and_keeps_what_was_typed(enter, monkeypatch, values, said):
    monkeypatch.setattr("certificates.printing.forms.LINES", 2)
    made = certificates.numbered(passed=1)
    answer = enter(certificates.officer(made[0])).post(NEW, values)
    text = answer.content.decode()
    assert answer.status_code == 422
    for sentence in said:
        assert sentence in text
    assert values.get("again", "").split("\n")[0] in text
    assert PrintBatch.objects.count() == 0


def test_batch_of_a_session_and_the_second_one_is_told(enter):
    certificate = certificates.numbered()[0]
    client = enter(certificates.officer(certificate))
    start = f"/certificates/prints/of-session/{certificate.session.uid}/"
    assert client.post(start).url == address(PrintBatch.objects.get())
    answer = client.post(start, follow=True)
    assert "所选范围内没有待印制的证书" in answer.content.decode()
    assert PrintBatch.objects.count() == 1


def test_preflight_names_character_reason_and_help(enter, monkeypatch):
    monkeypatch.setattr(views, "SHOWN", 1)
    made = certificates.numbered(passed=3)
    Certificate.objects.filter(pk=made[0].pk).update(name="王\U0010fffd")
    Certificate.objects.filter(pk=made[1].pk).update(photo=None)
    batch = prints.draft(of=made)
    client = enter(prints.officer(batch))
    text = page(client, address(batch))[1]
    for words in ("1本可以印制", "2本不能印制", "U+10FFFD", "SDZX_EXTRA_FONTS", "只列出前1本", "不占空白证书"):
        assert words in text, words
    assert client.post(address(batch, "start/")).status_code == 302
    text = page(client, address(batch))[1]
    assert "未印制的证书" in text
    assert "共2本，只列出前1本" in text


def test_preflight_shows_the_blanks(enter):
    prints.stocked(1)
    batch = prints.draft(passed=2)
    client = enter(prints.officer(batch))
    with prints.on_blanks():
        text = page(client, address(batch))[1]
        assert "需要空白证书2份，结存1份" in text
        assert "还差1份" in text
        assert "还差1份" in page(client, address(batch, "start/"))[1]
        assert client.post(address(batch, "start/")).status_code == 422


def test_progress_and_pause(enter, monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK", 1)
    batch = prints.printing(passed=3)
    client = enter(prints.officer(batch))
    assert f'hx-get="{address(batch, "progress/")}"' in page(client, address(batch))[1]
    assert client.get(address(batch, "progress/")).url == address(batch)
    chunks.print_next(batch.pk)
    part = client.get(address(batch, "progress/"), headers={"HX-Request": "true"})
    assert "HX-Refresh" not in part.headers
    assert client.post(address(batch, "pause/")).status_code == 302
    part = client.get(address(batch, "progress/"), headers={"HX-Request": "true"})
    assert part.headers["HX-Refresh"] == "true"
    assert "已生成1张，还有2张" in page(client, address(batch))[1]
    PrintBatch.objects.update(failure="空白证书不够")
    assert "停下的原因" in page(client, address(batch))[1]
    assert client.post(address(batch, "resume/")).status_code == 302
    prints.work(batch)
    assert "待核对" in page(client, address(batch))[1]


def test_files_of_a_batch_are_the_office_s_and_leave_a_trace(enter):
    batch = prints.made(passed=3)
    client = enter(prints.officer(batch))
    part = batch.parts.get()
    text = page(client, address(batch))[1]
    assert part.first_serial in text
    assert b"".join(client.get(f"/files/{part.file.uid}/").streaming_content).startswith(b"%PDF")
    assert pages_of(client.get(address(batch, "sheets.pdf"))) == 3
    second = services.copies_of(batch)[1]
    assert pages_of(client.get(address(batch, f"sheets.pdf?from={second.serial}"))) == 2
    assert pages_of(client.get(f"/certificates/prints/sheets/{second.pk}.pdf")) == 1
    assert entries_of(batch).filter(verb="file.read").count() == 2
    assert entries_of(second.certificate).filter(verb="file.read").count() == 1
    record = page(client, f"/certificates/{second.certificate.uid}/")[1]
    assert f"/certificates/prints/sheets/{second.pk}.pdf" in record
    auditor = enter(people.actor(Role.AUDITOR))
    assert f"/files/{part.file.uid}/" not in page(auditor, address(batch))[1]
    for stranger in (people.actor(Role.AUDITOR), people.actor(Role.CERTIFIER, people.center("370200"))):
        assert enter(stranger).get(f"/files/{part.file.uid}/").status_code == 404
    part.file.path.unlink()
    assert client.get(address(batch, "sheets.pdf")).status_code == 404


def test_one_file_of_too_many_or_from_a_strange_serial_is_told(enter, monkeypatch):
    batch = prints.made(passed=2)
    client = enter(prints.officer(batch))
    assert "没有这个流水码" in client.get(address(batch, "sheets.pdf?from=1"), follow=True).content.decode()
    monkeypatch.setattr(views, "AT_ONCE", 1)
    assert "合并的PDF最多1张" in client.get(address(batch, "sheets.pdf"), follow=True).content.decode()
    assert "合并的PDF，送打印机" not in page(client, address(batch))[1]


def test_spoiled_sheets_through_the_page(enter):
    batch = prints.made(passed=4)
    client = enter(prints.officer(batch))
    first, second, third, _ = services.copies_of(batch)
    form = address(batch, "spoil/")
    assert client.get(form).status_code == 200
    answer = client.post(form, {"first": "9", "reason": "卡纸"})
    assert answer.status_code == 422
    assert "本批次没有从9到9" in answer.content.decode()
    answer = client.post(form, {"first": second.serial, "reason": "卡纸", "resume_at": third.serial})
    follower = PrintBatch.objects.exclude(pk=batch.pk).get()
    assert answer.url == address(follower)
    prints.work(follower)
    text = page(client, address(follower))[1]
    assert "原批次从此张接着打印" in text
    assert pages_of(client.get(address(follower, "sheets.pdf"))) == 3
    assert follower.number in page(client, address(batch))[1]
    answer = client.post(address(batch, "finish/"), {"counted": 4})
    assert "多1张" in answer.content.decode()
    assert client.post(address(batch, "finish/"), {"counted": 3}).status_code == 302
    assert "清点的合格张数" in page(client, address(batch))[1]
    Certificate.objects.filter(prints=first).update(status="revoked")
    with prints.worker_away():
        PrintBatch.objects.filter(pk=batch.pk).update(status="made")
        assert client.post(form, {"first": first.serial, "reason": "污损"}).url == address(batch)


def test_ledger_filters_and_export(enter, django_assert_num_queries):
    batch = prints.made(passed=2)
    single = certificates.printed()
    client = enter(prints.officer(batch))
    Certificate.objects.filter(pk=single.pk).update(name="=1+1")
    services.spoil(batch, by=prints.officer(batch), first=services.copies_of(batch)[0].serial, reason="卡纸")
    text = page(client, LEDGER)[1]
    for copy in Print.objects.all():
        assert copy.serial in text
    alone = single.prints.get()
    for query in (f"serial={alone.serial}", f"number={single.number}"):
        text = page(client, f"{LEDGER}?{query}")[1]
        assert alone.serial in text
        assert services.copies_of(batch)[1].serial not in text
    assert alone.serial not in page(client, f"{LEDGER}?batch={batch.number}")[1]
    assert "卡纸" in page(client, f"{LEDGER}?state=spoiled")[1]
    day = f"{timezone.localtime(alone.printed_at):%Y-%m-%d}"
    assert alone.serial in page(client, f"{LEDGER}?since={day}&until={day}")[1]
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(client.get(f"{LEDGER}?export=xlsx").content))
    rows = book.get_sheet_by_index(0).to_python()
    assert len(rows) == 4
    assert "=1+1" in [cell for row in rows for cell in row]
    assert single.document_number not in str(rows)


@pytest.mark.parametrize("count", [1, 3])
def test_lists_in_a_fixed_number_of_queries(enter, count):
    batch = prints.made(passed=count)
    for _ in range(count - 1):
        prints.draft(passed=1)
    client = enter(prints.officer(batch))
    client.get(LEDGER)
    for path, queries in ((LEDGER, 6), ("/certificates/prints/", 6)):
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        assert len(captured) == queries, path


def test_print_and_reprint_pages_of_one_certificate(enter):
    batch = prints.draft(passed=1)
    certificate = batch.lines.get().certificate
    client = enter(certificates.officer(certificate))
    base = f"/certificates/{certificate.uid}"
    assert f"正在印制批次{batch.number}中等待" in page(client, f"{base}/print/")[1]
    assert client.post(f"{base}/print/").status_code == 422
    services.cancel(batch, by=prints.officer(batch), ground="单独印")
    assert client.post(f"{base}/print/").url == f"{base}/"
    assert client.get(f"{base}/reprint/").status_code == 200
    assert "请填写理由" in client.post(f"{base}/reprint/", {"reason": ""}).content.decode()
    client.post(f"{base}/reprint/", {"reason": "卡纸"})
    text = page(client, f"{base}/")[1]
    assert "作废　卡纸" in text


def test_worklist_one_row_a_batch_in_one_query(django_assert_num_queries):
    batch = prints.made(passed=1)
    prints.draft(passed=1)
    by = prints.officer(batch)
    with django_assert_num_queries(1):
        titles = sorted(row.title for row in waiting(by))
    assert titles == ["打印并清点核对：场次", "检查并开印：场次"]
    assert list(waiting(people.actor(Role.CLERK))) == []
