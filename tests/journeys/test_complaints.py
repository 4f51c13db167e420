"""A complaint on a phone: filed without an account, followed by number and code, handled by the centre (5.1, 5.4)."""

import re

import pytest

from sdzx.accounts.roles import Role
from sites.oversight.complaints.models import Complaint
from tests.browser import axe_violations, chromium, overflow, page_at, portal, sign_in  # noqa: F401 fixtures
from tests.factories import complaints, people, sites
from tests.factories.pictures import portrait

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
WAIT = 20_000


def fine(page):
    assert axe_violations(page) == []
    assert overflow(page) == 0


def follow(page, portal, number, code):  # noqa: F811
    page.goto(f"{portal}/sites/complaints/follow/")
    page.get_by_label("受理编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询").click()
    page.get_by_role("heading", name="办理情况").wait_for(timeout=WAIT)
    return page.locator("main").inner_text()


@pytest.mark.clause("5.1")
@pytest.mark.clause("5.4")
def test_from_the_public_to_the_answer(page_at, portal, tmp_path):  # noqa: F811
    site = sites.site()
    clerk, director, host = people.actor(Role.CLERK), people.actor(Role.DIRECTOR), sites.staff(site.organization)
    image = tmp_path / "现场.jpg"
    image.write_bytes(portrait(900, 700))

    public = page_at(390)
    public.goto(portal)
    public.get_by_role("link", name="投诉举报").first.click()
    public.get_by_label("反映的考点").select_option(site.code)
    public.get_by_label("作弊、替考").check()
    public.get_by_label("反映的事实").fill("短")
    public.set_input_files('[name="attachments"]', image)
    public.get_by_label("留下联系方式").check()
    public.get_by_label("姓名").fill("赵大勇")
    public.get_by_label("电话", exact=True).fill("13905310001")
    fine(public)
    public.get_by_role("button", name="提交").click()
    public.locator(".field-error").first.wait_for(timeout=WAIT)
    assert public.get_by_label("姓名").input_value() == "赵大勇"
    assert "现场.jpg" in public.locator("main").inner_text()
    fine(public)
    public.get_by_label("反映的事实").fill(complaints.FACTS)
    assert "已确认，不必再做" in public.locator("#div_id_human").inner_text()
    public.get_by_role("button", name="提交").click()
    public.get_by_role("heading", name="回执").wait_for(timeout=WAIT)
    fine(public)
    number, code = (public.locator(f"[data-receipt-{each}]").inner_text() for each in ("number", "code"))
    with public.expect_download() as download:
        public.get_by_role("button", name="下载回执").click()
    assert download.value.suggested_filename == f"{number}.pdf"
    assert "待受理" in follow(public, portal, number, code)
    fine(public)

    held = Complaint.objects.get(number=number)
    inside = f"{portal}/sites/complaints/{held.uid}"
    office = page_at(1280)
    sign_in(office, portal, clerk.user)
    office.goto(f"{portal}/worklist/")
    office.get_by_role("link", name=re.compile(number)).click()
    assert "赵大勇" not in office.locator("main").inner_text()
    fine(office)
    office.get_by_role("link", name="受理", exact=True).click()
    office.get_by_role("button", name="确认受理").click()
    office.get_by_role("link", name="登记调查结果").click()
    office.get_by_label("调查结果").fill(complaints.FINDINGS)
    office.get_by_role("button", name="确认登记调查结果").click()

    chief = page_at(390)
    sign_in(chief, portal, director.user)
    chief.goto(f"{inside}/conclude/")
    chief.get_by_label("属实", exact=True).check()
    chief.get_by_label("答复").fill(complaints.ANSWER)
    fine(chief)
    chief.get_by_role("button", name="确认作出结论").click()
    chief.get_by_text("已作出结论").first.wait_for(timeout=WAIT)
    fine(chief)

    told = follow(public, portal, number, code)
    assert complaints.ANSWER in told
    assert "属实" in told
    assert complaints.FINDINGS not in told
    fine(public)

    theirs = page_at(390)
    sign_in(theirs, portal, host.user)
    assert theirs.goto(f"{inside}/").status == 403
    theirs.goto(f"{portal}/sites/{site.uid}/")
    assert number not in theirs.content()


def test_without_javascript_a_question_is_answered(page_at, portal):  # noqa: F811
    page = page_at(390, java_script_enabled=False)
    page.goto(f"{portal}/sites/complaints/file/")
    page.get_by_label("考点或机构名称").fill("某培训学校")
    page.get_by_label("所在城市").select_option("370100")
    page.get_by_label("收费").check()
    page.get_by_label("反映的事实").fill(complaints.FACTS)
    page.get_by_role("button", name="提交").click()
    assert "回答文字问题" in page.locator("#div_id_human .field-error").inner_text()
    text = page.locator(".human details label").inner_text()
    token = page.locator('[name="human-token"]').input_value()
    answer = complaints.answered(complaints.human.Question(text, token))["human-answer"]
    page.get_by_label(text).fill(answer)
    page.get_by_role("button", name="提交").click()
    page.get_by_role("heading", name="回执").wait_for(timeout=WAIT)
    assert Complaint.objects.get().place == "某培训学校"


def test_sent_too_early_waits_for_the_work(page_at, portal):  # noqa: F811
    page = page_at(390)
    held = []
    page.route("**/human-worker.js", lambda route: held.append(route))
    page.goto(f"{portal}/sites/complaints/file/")
    page.get_by_role("button", name="提交").click()
    page.locator("[data-human-status]", has_text="完成后马上提交").wait_for(timeout=WAIT)
    assert page.locator(".field-error").count() == 0
    held[0].continue_()
    page.locator(".field-error").first.wait_for(timeout=WAIT)
    assert "已确认，不必再做" in page.locator("#div_id_human").inner_text()


def test_a_device_that_cannot_work_is_asked(page_at, portal):  # noqa: F811
    page = page_at(390)
    page.route("**/human-worker.js", lambda route: route.abort())
    page.goto(f"{portal}/sites/complaints/file/")
    page.locator("[data-human-status]", has_text="请回答下面的问题").wait_for(timeout=WAIT)
    assert page.get_by_label(page.locator(".human details label").inner_text()).is_visible()
    fine(page)
