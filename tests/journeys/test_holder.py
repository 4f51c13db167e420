"""What becomes of a certificate once it is printed: an agent, a loss, a correction of a rare name, a revocation (4.5)."""

import pypdfium2
import pytest

from certificates.changes.models import CertificateChange
from certificates.issuing.models import Certificate
from exams.registration.models import Registration
from sdzx.accounts.roles import Role
from tests.browser import chromium, page_at, portal  # noqa: F401 fixtures
from tests.factories import certificates, holders, people
from tests.factories.papers import pdf
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
RARE = "王䶮"


@pytest.fixture
def walk(page_at, portal, tmp_path):  # noqa: F811
    walker = Walker(page_at, portal, tmp_path, 2026, 11, 24, 10)
    yield walker
    walker.close()


def newest(kind: str) -> CertificateChange:
    return CertificateChange.objects.filter(kind=kind).latest("pk")


@pytest.mark.clause("4.5")
def test_certificate_from_the_agent_to_its_end(walk: Walker) -> None:
    certificate = certificates.printed()
    unit, number = people.organization(name="济南好面包食品有限公司"), people.resident_id()
    Registration.objects.filter(pk=certificate.registration_id).update(unit=unit)
    officer, director = certificates.officer(certificate), people.actor(Role.DIRECTOR, certificate.center)
    holder, page = holders.holder(certificate), f"/certificates/{certificate.uid}/"

    # the unit's agent collects, signs, the sheet is kept
    walk.act(officer).open(f"/certificates/hand-outs/new/?unit={unit.name}").fill(
        how="unit", handed_to="李明", unit=unit.pk, document_number=number
    )
    walk.press("登记发放").sees("单位统一领取", unit.name, certificate.number)
    assert number not in walk.page.content()
    walk.press("上传签收单扫描件").fill(sheet=walk.file("签收单.pdf", pdf())).press("上传").sees("签收单.pdf")

    # lost: another copy, the same number, marked
    walk.act(holder, 390).open(page).press("申请补发").fill(cause="lost", ground="搬家时遗失。").press("提交申请")
    change = f"/certificates/changes/{newest('replacement').uid}/"
    walk.act(officer).open("/worklist/").press("审核：证书补发").step("审核通过").sees("待批准")
    walk.act(director).open(change).step("批准").sees("待办理")
    walk.act(officer).open(change).step("办结").sees("已办结")
    copy = certificate.prints.last()
    document = pypdfium2.PdfDocument(walk.download(f"/files/{copy.file.uid}/"))
    assert "补发" in document[0].get_textpage().get_text_range()
    document.close()
    walk.open(page).sees("待发放", copy.serial, "补发")

    # a rare name was wrong: a new certificate, the old one leads to it
    walk.act(holder, 390).open(page).press("申请更正").fill(new_name=RARE, ground="登记时选错了字。")
    walk.refused("提交申请", "请上传证明材料").holds(new_name=RARE)
    walk.fill(evidence=walk.file("身份证.pdf", pdf())).press("提交申请").sees(RARE)
    change = f"/certificates/changes/{newest('correction').uid}/"
    walk.act(officer).open(change).step("审核通过")
    walk.act(director).open(change).step("批准")
    walk.act(officer).open(change).step("办结", old_copy="收回并销毁").sees("已办结")
    new = Certificate.objects.get(replaces=certificate)
    walk.open(page).sees("已更正", new.number)
    walk.act(None).open(f"/lookup/v/{certificate.code}/").sees("已更正", "见新证")
    walk.open(f"/lookup/v/{new.code}/").sees("有效", RARE)

    # revoked after the holder was heard
    walk.act(officer).open(f"/certificates/{new.uid}/").press("提出撤销").fill(
        ground="经查实系替考取得。", evidence=walk.file("笔录.pdf", pdf())
    )
    walk.press("提交申请")
    change = f"/certificates/changes/{newest('revocation').uid}/"
    walk.open(change).step("审核通过")
    walk.act(director).open(f"{change}approve/").sees("尚未申辩", "四（五）")
    walk.act(holder, 390).open("/worklist/").press("陈述申辩：证书撤销").press("陈述申辩").fill(
        statement="系他人冒用。"
    )
    walk.press("提交").sees("系他人冒用。")
    walk.act(director).open(change).step("批准")
    walk.act(officer).open(change).step("办结").sees("已办结")
    walk.act(None).open(f"/lookup/v/{new.code}/").sees("已撤销")
    walk.open(f"/lookup/v/{certificate.code}/").sees("已更正")
