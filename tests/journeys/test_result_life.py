"""The life of a result: a workbook with errors, mended, late; confirmed, printed, handed out, looked up; then the certificate is
corrected, and at last revoked because the score was wrong. The public sees each of it (4.4, 4.5)."""

import datetime

import pytest

from certificates.changes.models import CertificateChange
from certificates.handing.models import HandOut
from certificates.issuing.models import Certificate
from exams.registration.models import Registration
from exams.scores.corrections.models import Correction
from exams.scores.models import Score
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.fields import document_index
from sdzx.files.services import store
from tests.browser import chromium, page_at, portal  # noqa: F401 fixtures
from tests.factories import people, scores, sessions
from tests.factories.papers import pdf
from tests.factories.pictures import portrait
from tests.journeys.test_score_entry import book_of, filled
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
ENDS_IN_X = next(each for each in map(people.resident_id, range(1, 99)) if each.endswith("X"))


@pytest.fixture
def walk(page_at, portal, tmp_path):  # noqa: F811
    walker = Walker(page_at, portal, tmp_path, 2026, 11, 24, 10)
    yield walker
    walker.close()


@pytest.fixture
def sheet():
    """Of a session two weeks ago: one who will pass (the document ends in X), one who will fail, one who was absent."""
    made = sessions.session("ended", candidates=3, starts_at=clock.now() - datetime.timedelta(days=14))
    first, _, absent = made.seats.order_by("ticket_number")
    made.seats.filter(pk=absent.pk).update(attendance="absent")
    Registration.objects.filter(pk=absent.registration_id).update(status="absent")
    person = first.registration
    person.document_number, person.document_index = ENDS_IN_X, document_index(person.document_type, ENDS_IN_X)
    person.photo = store(portrait(), name="照片.jpg", kind="registration.photo")
    person.save()
    return scores.sheet(of=made)


def full_width(text):
    """As a Chinese keyboard types it."""
    return "".join(chr(ord(each) + 0xFEE0) if each.isascii() and each != " " else each for each in text)


def entered_late(walk, sheet):
    site, path = sessions.staff_of(sheet.session), f"/scores/{sheet.uid}/"
    walk.act(site).open(path).sees("已逾期")
    bad = book_of(walk, f"{path}template/", ("八十", "90.55"), ("120", None), ("50", None), name="成绩.xlsx")
    walk.open(f"{path}workbook/").fill(file=bad).refused(
        "上传并检查", "应填数字，现为“八十”", "最多一位小数，现为90.55", "应在0至100之间，现为120", "没有得分", "该考生缺考，不能有成绩"
    )  # fmt: skip
    assert not Score.objects.exists()
    with walk.page.expect_download() as given:
        walk.page.get_by_role("button", name="下载标出问题的工作簿").click()
    mended = filled(walk, given.value.path().read_bytes(), (80, 90.5), (40, 50), (None, None), name="更正后.xlsx")
    walk.open(f"{path}workbook/").fill(file=mended).press("上传并检查").sees("84.20", "44.00")
    walk.open(f"{path}papers/").fill(papers_count=2, papers_handed_by="赵校长", papers_handed_at="2026-11-24T09:30")
    walk.press("保存").open(path).step("报送成绩及试卷").sees("逾期")


def looked_up(walk, certificate, *sentences):
    """By number and document, typed as people type them; the document stays masked."""
    number = f"  {full_width(certificate.number).lower()} "
    document = f"{full_width(ENDS_IN_X[:6])} {ENDS_IN_X[6:14]} {ENDS_IN_X[14:].lower()}"
    walk.act(None, width=390).open("/lookup/").fill(number=number, document_number=document).press("查询")
    walk.sees(certificate.number, *sentences)
    assert ENDS_IN_X not in walk.page.content()
    photo = walk.page.locator("img.portrait").first
    assert photo.evaluate("image => image.complete && image.naturalWidth > 0")


@pytest.mark.clause("4.4")
@pytest.mark.clause("4.5")
def test_result_from_the_workbook_to_the_revocation(walk, sheet):
    entered_late(walk, sheet)
    confirmer, director, officer = map(people.actor, (Role.CONFIRMER, Role.DIRECTOR, Role.CERTIFIER))
    walk.act(confirmer).open(f"/scores/{sheet.uid}/").step("确认成绩").sees("已确认")
    certificate = Certificate.objects.get()
    holder = people.actor(Role.APPLICANT, person=certificate.registration.user)

    page = f"/certificates/{certificate.uid}/"
    walk.act(officer).open(page).press("打印证书").press("生成证书").sees("待发放")
    walk.press("发放").fill(handed_to=certificate.name, how="holder").press("登记发放").sees("本人领取")
    assert walk.download(f"/certificates/hand-outs/{HandOut.objects.get().uid}/sheet.pdf").startswith(b"%PDF")
    looked_up(walk, certificate, "有效", certificate.name)

    walk.act(holder, width=390).open(page).press("申请更正").fill(new_name="王䶮", ground="登记时选错了字。")
    walk.fill(evidence=walk.file("身份证.pdf", pdf())).press("提交申请")
    carried_out(walk, CertificateChange.objects.get(), officer, director, old_copy="收回并销毁")
    new = Certificate.objects.get(replaces=certificate)
    looked_up(walk, certificate, "已更正，见新证", new.number)
    looked_up(walk, new, "有效", "王䶮")

    walk.act(confirmer).open(f"/scores/{sheet.uid}/").press("申请更正")
    walk.fill(mark_1="20", reason="第一项登分时看错一行", evidence=walk.file("评分记录.pdf", pdf())).check(
        "kind", "copied"
    )
    walk.press("申请更正")
    correction = Correction.objects.get()
    walk.act(director).open(f"/scores/corrections/{correction.uid}/").step("批准更正", ground="属实")
    walk.sees("决定前证书维持有效")
    looked_up(walk, new, "有效")
    change = CertificateChange.objects.get(score_correction=correction)
    walk.act(holder, width=390).open(f"/certificates/changes/{change.uid}/").press("陈述申辩")
    walk.fill(statement="请核对评分记录。").press("提交")
    carried_out(walk, change, officer, director)
    walk.act(director).open(f"/scores/corrections/{correction.uid}/").sees("证书已撤销")
    looked_up(walk, new, "已撤销", "不再有效")


def carried_out(walk, change, officer, director, **values):
    """Reviewed, approved by another person, done."""
    path = f"/certificates/changes/{change.uid}/"
    walk.act(officer).open(path).step("审核通过")
    walk.act(director).open(path).step("批准")
    walk.act(officer).open(path).step("办结", **values).sees("已办结")
