"""A certifier prints a session on pre-printed blanks: one name that no font has, a pause, a jam, and books that balance."""

import io

import pikepdf
import pytest

from certificates.issuing.models import Certificate, Print
from certificates.printing import chunks, invariants, services, tasks
from certificates.printing.blanks import services as blanks
from certificates.printing.models import PrintBatch
from sdzx.accounts.roles import Role
from tests.browser import chromium, page_at, portal  # noqa: F401 fixtures
from tests.factories import certificates, people, prints
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.django_db, pytest.mark.journey]


@pytest.fixture
def walk(page_at, portal, tmp_path):  # noqa: F811
    walker = Walker(page_at, portal, tmp_path, 2026, 11, 24, 10)
    yield walker
    walker.close()


@pytest.fixture
def ordered(monkeypatch):
    """The worker works when the test lets it: the batches whose next chunk was ordered."""
    found = []
    monkeypatch.setattr(chunks, "CHUNK", 2)
    monkeypatch.setattr(tasks.print_chunk, "delay", found.append)
    return found


def at(batch, end=""):
    return f"/certificates/prints/{batch.uid}/{end}"


def sheets(walk, path):
    with pikepdf.open(io.BytesIO(walk.download(path))) as document:
        return len(document.pages)


@pytest.mark.clause("4.5")
def test_from_preflight_to_the_balance(walk, ordered):
    made = certificates.numbered(passed=7)
    Certificate.objects.filter(pk=made[2].pk).update(name="王\U0010fffd")
    by = people.actor(Role.CERTIFIER, made[0].center)
    with prints.on_blanks():
        stocked(walk, by)
        batch = checked(walk, by, made)
        paused_and_resumed(walk, batch, ordered)
        follower = jammed(walk, batch, ordered)
        accounted(walk, batch, follower)
    balanced(walk, by)


def stocked(walk, by):
    walk.act(by).open("/certificates/blanks/").press("登记入库")
    walk.fill(first_number="LZ001", last_number="LZ005", count=4, signed_by=by.name).refused(
        "登记入库", "起止号码共5份，与填写的4份不一致"
    )
    walk.holds(first_number="LZ001", count=4).fill(count="").press("登记入库").sees("结存5份")


def checked(walk, by, made):
    walk.open(f"/certificates/sessions/{made[0].session.uid}/").sees("7本待打印", "其中1本现在不能打印").press(
        "建立印制批次并检查"
    )
    batch = PrintBatch.objects.get()
    walk.sees("6本可以印制", "1本不能印制", "U+10FFFD", "SDZX_EXTRA_FONTS", "需要6份，结存5份，还差1份")
    walk.barred(at(batch, "start/"), "需要6份，结存5份，还差1份")
    walk.open("/certificates/blanks/receive/").fill(count=20, signed_by=by.name).press("登记入库").sees("结存25份")
    walk.open(at(batch)).step("开始印制").sees("正在分组生成PDF")
    return batch


def paused_and_resumed(walk, batch, ordered):
    assert ordered == [batch.pk]
    tasks.print_chunk(ordered.pop())
    walk.open(at(batch)).sees("已完成3项，共7项").step("暂停").sees("已生成2张，还有4张")
    tasks.print_chunk(ordered.pop())  # the message that was under way finds the batch paused
    assert (Print.objects.count(), ordered) == (2, [])
    walk.open("/worklist/").sees("继续印制")
    walk.open(at(batch)).step("继续印制")
    while ordered:
        tasks.print_chunk(ordered.pop())
    walk.open(at(batch)).sees("待核对", "第3部分", "未印制的证书", "U+10FFFD")
    assert sheets(walk, at(batch, "sheets.pdf")) == 6


def jammed(walk, batch, ordered):
    """The third sheet is creased; the fourth and the rest have not come out."""
    serials = [copy.serial for copy in services.copies_of(batch)]
    walk.open(at(batch)).press("登记卡纸、打坏").fill(first=serials[2], reason="卡纸", resume_at=serials[1])
    walk.refused("登记作废并补印", "并排在作废的之后").holds(first=serials[2], reason="卡纸")
    walk.fill(resume_at=serials[3]).press("登记作废并补印")
    follower = PrintBatch.objects.get(follows=batch)
    while ordered:
        tasks.print_chunk(ordered.pop())
    walk.open(at(follower)).sees("待核对", serials[3])
    assert sheets(walk, at(follower, "sheets.pdf")) == 1 + 3
    assert sheets(walk, at(batch, f"sheets.pdf?from={serials[3]}")) == 3
    copy = services.copies_of(follower).select_related("certificate").get()
    assert copy.certificate.number == Print.objects.get(serial=serials[2]).certificate.number
    walk.open(f"/certificates/prints/ledger/?batch={batch.number}").sees("作废", "卡纸", copy.serial)
    return follower


def accounted(walk, batch, follower):
    for each, good in ((batch, 5), (follower, 1)):
        walk.open(at(each)).press("核对完成").fill(counted=good + 1).refused("确认核对完成", "多1张")
        walk.fill(counted=good).press("确认核对完成").sees("批次已核对完成")


def balanced(walk, by):
    walk.open("/certificates/blanks/").sees("入库25份＝已印6份＋作废1份（已销毁0份）＋结存18份。")
    found = blanks.balance(by.center)
    assert found.expected == found.left == 18
    checks = (invariants.print_serials, invariants.print_copies, invariants.print_batches, invariants.blank_stock)
    assert [sentence for check in checks for sentence in check()] == []
