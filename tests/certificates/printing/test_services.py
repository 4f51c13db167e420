"""Batches: drafting, the preflight, pausing, accounting, spoiled sheets."""

from decimal import Decimal

import pytest

from certificates.designs.compiled import compiled_for
from certificates.designs.models import Design
from certificates.designs.services import calibrate
from certificates.issuing.models import Certificate, Print
from certificates.printing import chunks, services
from certificates.printing.blanks import services as blanks
from certificates.printing.forms import StartForm
from certificates.printing.models import PrintBatch, PrintLine
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.workflow import Refused
from tests.factories import certificates, designs, people, prints

pytestmark = pytest.mark.django_db
Status = PrintBatch.Status


def serials(batch):
    return list(services.copies_of(batch).values_list("serial", flat=True))


def states(batch):
    return list(batch.lines.values_list("state", flat=True))


def test_draft_takes_what_waits_in_the_order_of_numbers_and_nothing_twice():
    made = certificates.numbered(passed=3)
    by = certificates.officer(made[0])
    keys = [each.pk for each in made]
    first = services.draft(by=by, first=keys[:2], title="场次一")
    second = services.draft(by=by, first=keys, title="场次二")
    assert list(first.lines.values_list("certificate", flat=True)) == keys[:2]
    assert list(second.lines.values_list("certificate", flat=True)) == keys[2:]
    assert (first.total, second.total, first.number[:6]) == (2, 1, "YZ3701")
    assert [entry.label for entry in entries_of(first)] == ["建立批次"]
    with pytest.raises(Refused, match="没有待印制的证书"):
        services.draft(by=by, first=keys, title="场次三")


def test_draft_of_too_many_is_refused(monkeypatch):
    monkeypatch.setattr("certificates.printing.rules.MOST", 1)
    with pytest.raises(Refused, match="所选证书2本，一个批次最多1本"):
        prints.draft(passed=2)


def test_draft_for_another_role_or_of_another_city_is_refused():
    made = certificates.numbered()
    keys = [made[0].pk]
    with pytest.raises(Refused, match="不能进行这项操作"):
        services.draft(by=people.actor(Role.CLERK), first=keys, title="场次")
    with pytest.raises(Refused, match="没有待印制的证书"):
        services.draft(by=people.actor(Role.CERTIFIER, people.center("370200")), first=keys, title="场次")


def test_draft_again_says_every_number_that_does_not_fit():
    batch = prints.made(passed=1)
    printed = batch.lines.get().certificate.number
    fresh, waiting = certificates.numbered(passed=2)
    by = prints.officer(batch)
    services.draft(by=by, first=[waiting.pk], title="场次")
    again = {"X1": "错", waiting.number: "等", fresh.number: "新", printed: ""}
    with pytest.raises(Refused) as refusal:
        services.draft(by=by, first=[], again=again, title="重印")
    assert [each.field for each in refusal.value.blockers] == ["again"] * 4
    said = [
        str(each).replace(fresh.number, "F").replace(printed, "P").replace(waiting.number, "W")
        for each in refusal.value.blockers
    ]
    assert said[0] == "没有找到证书X1。"
    assert said[1].startswith("证书W正在印制批次")
    assert said[2:] == ["证书F还没有印过，请按场次或条件选取。", "证书P：请在编号后写明重印的理由。"]


def test_start_prints_the_good_ones_and_says_why_the_others_are_not():
    made = certificates.numbered(passed=3)
    Certificate.objects.filter(pk=made[0].pk).update(name="王\U0010fffd")
    Certificate.objects.filter(pk=made[1].pk).update(photo=None)
    batch = prints.made(of=made)
    assert (batch.status, batch.total, batch.made, batch.left_out) == (Status.MADE, 3, 1, 2)
    assert states(batch) == ["left", "left", "made"]
    why = list(batch.lines.filter(state="left").values_list("why", flat=True))
    assert "U+10FFFD" in why[0]
    assert "SDZX_EXTRA_FONTS" in why[0]
    assert why[1].startswith("没有照片，不能打印")
    statuses = list(Certificate.objects.order_by("sequence").values_list("status", flat=True))
    assert statuses == ["numbered", "numbered", "printed"]
    assert services.draft(by=prints.officer(batch), first=[each.pk for each in made], title="再印").total == 2


def test_start_with_nothing_that_can_be_printed_is_refused():
    batch = prints.draft(passed=1)
    Certificate.objects.update(photo=None)
    with pytest.raises(Refused, match="没有可以印制的证书"):
        services.start(batch, by=prints.officer(batch))
    assert states(batch) == ["waiting"]


@pytest.mark.clause("4.5")
def test_start_and_resume_on_blanks_need_enough_of_them():
    center = prints.stocked(2)
    batch = prints.draft(passed=3)
    by = prints.officer(batch)
    with prints.on_blanks(), prints.worker_away():
        with pytest.raises(Refused, match="需要3份，结存2份，还差1份"):
            services.start(batch, by=by)
        prints.stocked(1)
        services.start(batch, by=by)
        services.pause(batch, by=by)
        blanks.spoil(center, by=by, day=batch.created_at.date(), count=1, reason="受潮")
        with pytest.raises(Refused, match="需要3份，结存2份，还差1份"):
            services.resume(batch, by=by)
        prints.stocked(10)
        services.resume(batch, by=by)
        assert not chunks.print_next(batch.pk)
    found = blanks.balance(center)
    assert (found.printed, found.spoiled, found.left, found.expected) == (3, 1, 9, 9)


def test_pause_resume_stop(monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK", 1)
    batch = prints.printing(passed=3)
    by = prints.officer(batch)
    with pytest.raises(Refused, match="当前状态为“正在生成”"):
        services.stop(batch, by=by, ground="不印了")
    assert chunks.print_next(batch.pk)
    services.pause(batch, by=by)
    assert not chunks.print_next(batch.pk)
    with pytest.raises(Refused, match="已生成1张，不能取消"):
        services.cancel(batch, by=by, ground="不印了")
    with prints.worker_away():
        services.resume(batch, by=by)
    assert chunks.print_next(batch.pk)
    services.pause(batch, by=by)
    services.stop(batch, by=by, ground="墨用完了")
    batch.refresh_from_db()
    assert (batch.status, batch.made, batch.left_out) == (Status.MADE, 2, 1)
    assert batch.lines.get(state="left").why == "余下的不印：墨用完了"
    assert Certificate.objects.filter(status="numbered").count() == 1


def test_stop_with_nothing_made_and_cancel():
    batch = prints.printing(passed=2)
    by = prints.officer(batch)
    services.pause(batch, by=by)
    with pytest.raises(Refused, match="请用“取消批次”"):
        services.stop(batch, by=by, ground="不印了")
    services.cancel(batch, by=by, ground="选错场次")
    assert (batch.status, states(batch)) == (Status.CANCELLED, ["left", "left"])
    assert services.draft(by=by, first=Certificate.objects.all(), title="再来").total == 2


@pytest.mark.clause("4.5")
@pytest.mark.parametrize(("counted", "said"), [(1, "清点1张，少1张"), (3, "清点3张，多1张")])
def test_finish_refused_unless_the_count_is_the_ledger_s(counted, said):
    batch = prints.made(passed=2)
    with pytest.raises(Refused, match=said) as refusal:
        services.finish(batch, by=prints.officer(batch), counted=counted)
    assert refusal.value.blockers[0].field == "counted"
    services.finish(batch, by=prints.officer(batch), counted=2)
    assert (batch.status, batch.counted) == (Status.FINISHED, 2)


@pytest.mark.clause("4.5")
def test_spoil_prints_anew_and_the_rest_unchanged():
    prints.stocked(20)
    with prints.on_blanks():
        batch = prints.made(passed=5)
        by, old = prints.officer(batch), serials(batch)
        numbers = [line.certificate.number for line in batch.lines.select_related("certificate")]
        follower = services.spoil(batch, by=by, first=old[1], last=old[2], reason="卡纸", resume_at=old[3])
        prints.work(follower)
    assert (follower.follows, follower.resume_from.serial) == (batch, old[3])
    assert follower.status == Status.MADE
    new = serials(follower)
    assert len(set(new) | set(old)) == 7
    assert [copy.serial for copy in services.sheets_of(follower)] == [*new, *old[3:]]
    assert [copy.serial for copy in services.sheets_of(follower, old[4])] == [old[4]]
    assert services.sheets_of(follower, old[1]) == []
    assert [copy.serial for copy in services.sheets_of(batch)] == [old[0], *old[3:]]
    assert [line.certificate.number for line in follower.lines.select_related("certificate")] == numbers[1:3]
    spoiled = Print.objects.get(serial=old[1])
    assert (spoiled.state, spoiled.spoiled_reason, spoiled.spoiled_by, spoiled.replaced_by.serial) == (
        "spoiled", "卡纸", by.user, new[0],
    )  # fmt: skip
    assert set(Certificate.objects.values_list("status", flat=True)) == {"printed"}
    found = blanks.balance(batch.center)
    assert (found.received, found.printed, found.spoiled, found.left) == (20, 5, 2, 13)
    batch.refresh_from_db()
    services.finish(batch, by=by, counted=3)
    services.finish(follower, by=by, counted=2)


def test_spoil_one_sheet_while_paused_and_not_again(monkeypatch):
    monkeypatch.setattr(chunks, "CHUNK", 1)
    batch = prints.printing(passed=2)
    by = prints.officer(batch)
    chunks.print_next(batch.pk)
    serial = serials(batch)[0]
    with pytest.raises(Refused, match="批次正在生成，生成完毕或暂停后才能登记"):
        services.spoil(batch, by=by, first=serial, reason="污损")
    services.pause(batch, by=by)
    follower = services.spoil(batch, by=by, first=serial, reason="污损")
    assert (follower.total, follower.resume_from) == (1, None)
    with pytest.raises(Refused) as refusal:
        services.spoil(batch, by=by, first=serial, reason=" ", resume_at=serial)
    assert [each.field for each in refusal.value.blockers] == ["reason", "first", "resume_at"]


def test_spoil_names_what_is_wrong_with_the_serials():
    batch = prints.made(passed=2)
    by, (first, last) = prints.officer(batch), serials(batch)
    for given in ({"first": last, "last": first}, {"first": "3701990000001"}):
        with pytest.raises(Refused, match="本批次没有从"):
            services.spoil(batch, by=by, reason="卡纸", **given)
    with pytest.raises(Refused, match="接着打印的流水码要在本批次内"):
        services.spoil(batch, by=by, reason="卡纸", first=first, resume_at="3701990000001")
    Certificate.objects.filter(prints__serial=first).update(status="handed_out")
    with pytest.raises(Refused, match="其中1张的证书已经发放"):
        services.spoil(batch, by=by, reason="卡纸", first=first)


def test_spoil_of_a_revoked_certificate_prints_nothing_anew():
    batch = prints.made(passed=1)
    Certificate.objects.update(status="revoked")
    assert services.spoil(batch, by=prints.officer(batch), first=serials(batch)[0], reason="污损") == batch
    assert PrintBatch.objects.count() == 1


def test_spoil_waits_for_blanks_as_a_draft():
    prints.stocked(1)
    with prints.on_blanks():
        batch = prints.made(passed=1)
        follower = services.spoil(batch, by=prints.officer(batch), first=serials(batch)[0], reason="污损")
    assert follower.status == Status.DRAFT
    assert services.sheets_of(follower) == []


def test_reprint_in_a_batch_spoils_the_former_copy():
    batch = prints.made(passed=2)
    by = prints.officer(batch)
    number = batch.lines.first().certificate.number
    again = services.draft(by=by, first=[], again={number: "套印偏移"}, title="重印")
    services.start(again, by=by)
    prints.work(again)
    first, second = Print.objects.filter(certificate__number=number)
    assert (first.state, first.spoiled_reason, first.replaced_by) == ("spoiled", "套印偏移", second)
    assert (second.reason, second.line.batch) == ("套印偏移", again)
    labels = [entry.label for entry in entries_of(second.certificate)]
    assert labels[-2:] == ["打印证书", "重新打印"]


def test_a_line_printed_by_other_means_is_left_out():
    batch = prints.printing(passed=1)
    Certificate.objects.update(status="printed")
    chunks.print_next(batch.pk)
    assert batch.lines.get().why == "已另行印制，证书现为“待发放”。"
    assert PrintLine.objects.filter(state="made").count() == 0


@pytest.mark.clause("4.5")
def test_printer_is_chosen_where_several_were_calibrated_and_goes_on_to_the_batch_that_follows():
    batch = prints.draft(passed=2)
    by, design = prints.officer(batch), designs.overlay(batch.center)
    assert services.printers(batch) == []
    assert StartForm(record=batch).fields == {}
    for printer, right in (("惠普", 2), ("兄弟", -1)):
        calibrate(design, by=by, printer=printer, right=Decimal(right), down=Decimal(0))
    Design.objects.update(status=Design.Status.IN_USE)
    assert sorted(services.printers(batch)) == ["兄弟", "惠普"]
    assert StartForm({"printer": ""}, record=batch).errors == {"printer": ["请选择打印机。"]}
    prints.stocked(9)
    with prints.worker_away():
        services.start(batch, by=by, printer="惠普")
    prints.work(batch)
    follower = services.spoil(batch, by=by, first=serials(batch)[0], reason="卡纸")
    assert (batch.printer, follower.printer) == ("惠普", "惠普")
    prints.work(follower)
    found = blanks.balance(batch.center)
    assert (found.printed, found.spoiled, found.left) == (2, 1, 6)
    assert compiled_for(batch.center, printer="惠普").dx > 0 > compiled_for(batch.center, printer="兄弟").dx
