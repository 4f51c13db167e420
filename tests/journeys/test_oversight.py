"""From a complaint to a mended site, and from a violation to a site that has lost its qualification (5.1, 5.4)."""

import datetime
from typing import Any

import pypdfium2
import pytest

from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.notifications.models import Notice
from sites.oversight.measures.models import Measure
from sites.oversight.models import ExitCase
from sites.oversight.violations.models import Violation
from tests.browser import chromium, page_at, portal  # noqa: F401 fixtures
from tests.factories import certificates, complaints, oversight, people, sessions, sites
from tests.factories.papers import pdf
from tests.factories.pictures import portrait
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
DAY = datetime.timedelta(days=1)
NUMBER = "济人社公告〔2026〕18号"


@pytest.fixture
def walk(page_at, portal, tmp_path):  # noqa: F811
    walker = Walker(page_at, portal, tmp_path, 2026, 11, 24, 10)
    yield walker
    walker.close()


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return "".join(page.get_textpage().get_text_range() for page in document)


def told(kind: str) -> set[str]:
    return set(Notice.objects.filter(kind=kind).values_list("recipient__name", flat=True))


@pytest.mark.clause("5.1")
@pytest.mark.clause("5.4")
def test_complaint_violation_warning_rectification(walk: Walker) -> None:
    complaint = complaints.named("concluded")
    complaint.materials.add(sites.stored("complaint.material", "赵大勇谈话笔录.pdf", pdf()))
    site = complaint.site
    clerk, director, host = people.actor(Role.CLERK), people.actor(Role.DIRECTOR), sites.staff(site.organization)

    walk.act(clerk).open(f"/sites/complaints/{complaint.uid}/").press("据此登记违规")
    walk.sees("考点看不到").holds(facts=complaints.FINDINGS)
    walk.fill(happened_on="2026-12-01").refused("登记并告知考点", "发生日期不能晚于今天", "依据《工作规则》五（一）")
    walk.holds(facts=complaints.FINDINGS).fill(happened_on="2026-11-20").press("登记并告知考点")
    violation = Violation.objects.get()
    address = f"/sites/violations/{violation.uid}/"

    walk.act(director).open(f"{address}confirm/").sees("考点尚未说明", "依据《工作规则》五（四）")
    walk.act(host, 390).open("/worklist/").press("对违规登记作出说明").sees(complaints.FINDINGS, "证据1.pdf")
    assert all(word not in walk.said() for word in (complaint.number, "赵大勇", "来源"))
    walk.step(
        "提交说明", response="当日监考人员未核验证件，已调离岗位。", response_files=walk.file("排班表.pdf", pdf())
    )
    walk.act(director).open("/worklist/").press("认定违规")
    walk.step("认定违规", finding="录像和笔录可证，考点说明属实，不能免除责任。")

    walk.press("下达监管措施").fill(kind="warning", reasons="首次发现，给予警告。").press("下达")
    walk.sees("警告书.pdf")
    walk.act(host, 390).open("/worklist/").press("签收警告").step("签收").sees("已办结")

    walk.act(director).open(address).press("下达监管措施").fill(kind="rectification", reasons="制度不健全。")
    walk.refused("下达", "请写明整改要求", "请填写整改期限").holds(reasons="制度不健全。")
    walk.fill(requirements="修订入场核验制度\n培训监考人员", due="2026-12-04").press("下达")
    measure = Measure.objects.get(kind="rectification")
    letter = text_of(walk.download(f"/files/{measure.document.uid}/"))
    assert all(word in letter for word in ("限期整改通知书", measure.number, "修订入场核验制度", "2026年12月4日"))
    assert "赵大勇" not in letter
    walk.act(host, 390).open("/worklist/").press("报送整改报告")
    walk.step(
        "报送整改报告", report="制度已修订，培训12人。", report_files=walk.file("培训照片.jpg", portrait(900, 700))
    )
    walk.act(director).open("/worklist/").press("审核整改报告")
    walk.step("退回继续整改", ground="照片看不清。", due="2026-12-10").sees("退回继续整改")
    walk.act(host, 390).open(f"/sites/measures/{measure.uid}/")
    walk.step("报送整改报告", report="补拍照片。", report_files=walk.file("培训照片二.jpg", portrait(800, 900)))
    walk.act(director).open(f"/sites/measures/{measure.uid}/").step("整改通过", ground="现场复查合格。").sees("已办结")

    walk.act(None).open(f"/sites/{site.code}/").sees("监管措施", "限期整改", measure.number, "已办结", "违反考风考纪")
    assert complaints.FINDINGS not in walk.said()


@pytest.mark.clause("5.4")
def test_exit_moves_coming_sessions_and_leaves_certificates_valid(walk: Walker) -> None:
    certificate = certificates.numbered()[0]
    site = certificate.session.site
    session = sessions.session("published", candidates=2, of=certificate.session.item, at=site)
    other = sessions.site(session.project)
    violation = oversight.confirmed(site, ground="dishonesty", facts="申请材料中3名考评员证书系伪造。")
    director, arranger, host = people.actor(Role.DIRECTOR), people.actor(Role.ARRANGER), sites.staff(site.organization)
    candidate = session.seats.first().registration

    walk.act(director).open(f"/sites/violations/{violation.uid}/").press("启动退出程序").holds(facts=violation.facts)
    walk.fill(statement_due="2026-11-24").refused("送达告知", "须晚于今天").fill(statement_due="2026-12-04").press(
        "送达告知"
    )
    case = ExitCase.objects.get()
    walk.act(None).open(f"/sites/{site.code}/")
    assert "取消" not in walk.page.locator("main").inner_text()  # nothing before the decision
    walk.act(host, 390).open("/worklist/").press("陈述申辩").step(
        "提交陈述申辩", statement="系员工个人所为，恳请从轻。"
    )
    walk.act(arranger).open("/worklist/")
    assert "改换考点" not in walk.said()
    walk.act(director).open("/worklist/").press("决定是否取消资格")
    walk.step("决定取消资格", decision="伪造材料属违规失信，陈述不能成立。").sees("暂停")

    walk.act(arranger).open("/worklist/").press("考点不能使用，请改换考点")
    walk.sees(site.name, "暂停", "请另选考点", "依据《工作规则》五（四）")
    assert str(site.pk) not in walk.page.locator('[name="site"] option').evaluate_all("each => each.map(o => o.value)")
    walk.fill(site=other.pk).press("保存").sees("已保存新的安排", other.name)
    assert {candidate.user.name, host.name} <= told("session_moved")
    moved = next(entry for entry in entries_of(session) if entry.verb == "session.move")
    assert (moved.before["site"], moved.after["site"]) == (site.name, other.name)
    walk.open("/worklist/")
    assert "改换考点" not in walk.said()
    applicant = people.actor(Role.APPLICANT, person=candidate.user)
    ticket = text_of(walk.act(applicant).download(f"/sessions/tickets/{candidate.uid}/"))
    assert (other.name in ticket, other.address in ticket, site.name in ticket) == (True, True, False)

    walk.act(people.actor(Role.BUREAU)).open("/worklist/").press("公布取消资格").step("公布取消资格", number=NUMBER)
    walk.act(None).open("/sites/?status=revoked").sees(site.name, "已取消资格")
    walk.open(f"/sites/{site.code}/").sees("已取消资格", NUMBER, "证书仍然有效")
    assert NUMBER in text_of(walk.download(f"/sites/exits/{case.uid}/pdf/"))
    lookup(walk, certificate)


def lookup(walk: Walker, certificate: Any) -> None:
    """Anyone finds the certificate: valid, with a word on its site."""
    walk.open("/lookup/").fill(number=certificate.number, name=certificate.registration.name).press("查询")
    walk.sees("有效", "其后已被取消资格，不影响本证书效力")
