"""From the scores to the public lookup, the archive and the way back."""

import io

import openpyxl
import pypdfium2

from certificates.issuing.models import Certificate
from exams.dispatch.items import ITEMS
from exams.dispatch.models import Assignment, SupervisionReport
from exams.scores.models import ScoreSheet
from exams.sessions.models import Session
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Membership
from sdzx.accounts.roles import Role
from sdzx.archive.models import Case
from tests.factories import people
from tests.factories.papers import pdf
from tests.journeys.stage_exam import NAME, NUMBER
from tests.journeys.walker import Walker


def scores(walk: Walker, found: Session) -> ScoreSheet:
    """The prefilled workbook filled in, the papers handed over, both submitted within three working days (4.4)."""
    walk.travel(2026, 3, 23, 10)
    staff = Actor.of(Membership.objects.get(role=Role.SITE))
    sheet = ScoreSheet.objects.get(session=found)
    page = f"/scores/{sheet.uid}/"
    walk.act(staff).open(page).sees("还剩2个工作日")
    book = openpyxl.load_workbook(io.BytesIO(walk.download(f"{page}template/")))
    rows = book.active
    (line,) = [row for row in rows.iter_rows() if any(cell.value == NAME for cell in row)]
    for cell, mark in zip(line[-4:-2], ("88", "76.5"), strict=True):
        cell.value = mark
    out = io.BytesIO()
    book.save(out)
    book.close()
    walk.open(f"{page}workbook/").fill(file=walk.file("成绩.xlsx", out.getvalue())).press("上传并检查")
    walk.open(f"{page}papers/").fill(
        papers_count=1, papers_handed_by="李明", papers_handed_at="2026-03-23T09:30"
    ).press("保存")
    walk.open(f"{page}scans/").fill(scans=walk.file("试卷扫描.pdf", pdf())).press("保存").sees("试卷扫描.pdf")
    walk.open(page).step("报送成绩及试卷").sees("待确认", "83.4")
    return sheet


def report(walk: Walker, sent: list[Assignment]) -> None:
    """The supervisor's report (4.3)."""
    (duty,) = [each for each in sent if each.duty == "supervisor"]
    found = SupervisionReport.objects.get(assignment=duty)
    who = Actor.of(Membership.objects.get(user=duty.person.user, role=Role.SUPERVISOR))
    walk.act(who, width=390).open(f"/dispatch/reports/{found.uid}/edit/")
    walk.fill(**{item.code: "yes" for item in ITEMS}, summary="组织规范，秩序良好。", left_at="11:10")
    walk.page.locator('[name="rating"]').select_option(index=1)
    walk.press("保存").open(f"/dispatch/reports/{found.uid}/").step("提交督导报告")


def confirmation(walk: Walker, sheet: ScoreSheet) -> Certificate:
    """Confirmed by somebody who entered nothing; the certificate is numbered with it (4.5)."""
    confirmer = people.actor(Role.CONFIRMER, person=people.user("确认员"))
    walk.act(confirmer).open(f"/scores/{sheet.uid}/").sees(NAME).step("确认成绩").sees("已确认")
    found = Certificate.objects.get()
    walk.act(people.actor(Role.APPLICANT, person=found.registration.user)).open("/scores/mine/").sees("83.4", "已发证")
    return found


def certificate(walk: Walker, found: Certificate) -> None:
    """Printed with photo and QR code, handed out, signed for (4.5)."""
    officer = people.actor(Role.CERTIFIER, person=people.user("证书员"))
    page = f"/certificates/{found.uid}/"
    walk.act(officer).open("/worklist/").sees("打印证书").open(page).press("打印证书").press("生成证书").sees("待发放")
    printed = pypdfium2.PdfDocument(walk.download(f"/files/{found.prints.get().file.uid}/"))
    text = printed[0].get_textpage().get_text_range()
    printed.close()
    for fact in (NAME, NUMBER, found.number, "面包烘焙制作"):
        assert fact in text, fact
    walk.press("发放").fill(handed_to=NAME, how="holder").press("登记发放").sees("本人领取", found.number)
    walk.open(page).sees("已发放")


def lookup(walk: Walker, found: Certificate) -> None:
    """Anybody, free, two of three facts or the QR code; the document masked (4.5)."""
    walk.act(None, width=390).open("/lookup/").fill(number=found.number, name=NAME).press("查询").sees(
        "有效", "面包烘焙制作"
    )
    assert NUMBER not in walk.page.content()
    walk.open(f"/lookup/v/{found.code}/").sees(found.number, NAME)
    assert NUMBER not in walk.page.content()


def archive(walk: Walker, found: Session) -> None:
    """The case lists what the session left (5.2)."""
    case = Case.objects.get(kind=Case.Kind.SESSION, subject_id=found.pk)
    walk.act(people.actor(Role.ARCHIVIST, person=people.user("档案员"))).open(f"/archive/{case.uid}/")
    walk.sees("成绩汇总表", "督导报告", "准备通知单", "派遣函", "试卷扫描", "证书发放登记表")


def way_back(walk: Walker, found: Certificate) -> None:
    """From the certificate back to the catalogue entry on one page (5.2)."""
    walk.act(people.actor(Role.DIRECTOR, person=people.user("主任丙"))).open(f"/trace/{found.uid}/")
    walk.sees(
        found.number,
        "83.4",
        "题卷",
        "考点",
        "鲁鉴题备〔2026〕8号",
        "济人社公告〔2026〕3号",
        "报名",
        "公告",
        "鲁专备〔2026〕3号",
    )
