"""After the confirmation: an appeal upheld and corrected by a second person to a pass with a certificate; and the way back, in which the
holder is heard before the certificate is revoked."""

import pytest
from django.urls import reverse

from certificates.changes.models import CertificateChange
from certificates.issuing.models import Certificate
from exams.registration.models import Registration
from exams.scores.appeals.models import Appeal
from exams.scores.corrections.models import Correction
from sdzx.accounts.roles import Role
from sdzx.files.services import store
from tests.browser import chromium, page_at, portal  # noqa: F401 fixtures
from tests.factories import people, scores
from tests.factories.pictures import portrait
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.django_db, pytest.mark.journey]


@pytest.fixture
def walk(page_at, portal, tmp_path):  # noqa: F811
    walker = Walker(page_at, portal, tmp_path, 2026, 11, 24, 10)
    yield walker
    walker.close()


@pytest.mark.clause("4.5")
def test_appeal_correction_certificate_and_revocation(walk):
    sheet = scores.confirmed("55.0")
    photo = store(portrait(), name="照片.jpg", kind="registration.photo")
    Registration.objects.filter(seat__session=sheet.session).update(photo=photo)
    registration = Registration.objects.get(seat__session=sheet.session)
    candidate = people.actor(Role.APPLICANT, person=registration.user)
    confirmer, director = people.actor(Role.CONFIRMER), people.actor(Role.DIRECTOR)
    evidence = walk.file("评分记录.jpg", portrait())

    walk.act(candidate, width=390).open("/scores/mine/").press("申请成绩复核")
    walk.fill(statement="第二项任务没有计入").check("kind", "added")
    walk.press("提交复核申请").sees("待答复", "计入总分")
    appeal = Appeal.objects.get()

    walk.act(confirmer).open(f"/scores/appeals/{appeal.uid}/").press("复核成立")
    walk.fill(mark_1="55", mark_2="55", answer="第二项漏计", evidence=evidence)
    walk.refused("确认复核成立", "更正后的得分与现在的相同").holds(answer="第二项漏计")
    walk.fill(mark_2="90").press("确认复核成立").sees("复核成立")
    correction = Correction.objects.get()
    path = f"/scores/corrections/{correction.uid}/"
    walk.open(f"{path}approve/").sees("申请更正的人不能批准更正")

    walk.act(director).open(path).sees("55.00（不合格）→69.00（合格）").step("批准更正", ground="已核对评分记录")
    certificate = Certificate.objects.get(registration=registration)
    walk.act(candidate, width=390).open("/scores/mine/").sees("55.00分更正为69.00分", "复核成立")

    walk.act(confirmer).open(f"/scores/{sheet.uid}/").press("申请更正")
    walk.fill(mark_2="60", reason="第二项登分时看错一行", evidence=evidence).check("kind", "copied")
    walk.press("申请更正").sees("待批准")
    again = Correction.objects.get(status="requested")
    walk.act(director).open(f"/scores/corrections/{again.uid}/").step("批准更正", ground="属实")
    walk.sees("待审核，持证人尚未申辩", "决定前证书维持有效")
    walk.act(None).open(reverse("lookup:verify", args=[certificate.code])).sees("有效")

    change = CertificateChange.objects.get(score_correction=again)
    path = reverse("changes:record", args=[change.uid])
    officer = people.actor(Role.CERTIFIER)
    walk.act(candidate, width=390).open(path).sees("成绩更正后不合格", "69.00（合格）").press("陈述申辩")
    walk.fill(statement="评分记录上第二项是90分").press("提交").sees("评分记录上第二项是90分")
    walk.act(officer).open(path).step("审核通过")
    walk.act(director).open(path).step("批准")
    walk.act(officer).open(path).step("办结")
    walk.act(director).open(f"/scores/corrections/{again.uid}/").sees("证书已撤销")
    walk.act(None).open(reverse("lookup:verify", args=[certificate.code])).sees("已撤销")
