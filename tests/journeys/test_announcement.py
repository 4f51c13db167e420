"""The year's announcement: from an empty editor to the registrant's inbox (3.1)."""

import datetime
import os
import signal

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from exams.announcements.models import Announcement
from exams.announcements.tasks import publish_scheduled
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.notifications.models import Notice
from tests.browser import ARGUMENTS, EXECUTABLE, axe_violations, chromium, overflow, page_at, portal, sign_in  # noqa: F401 fixtures
from tests.factories import catalogue, people, registration

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
WAIT = 20_000
TEXTS = {
    "文号": "济专考〔2026〕1号", "引言": "根据《山东省专项职业能力考核工作规则》，现将有关事项公告如下。",
    "考核方式": "以实际操作为主，按考核规范评分。", "其他重要事项": "请携带身份证件原件。", "联系人": "周敏",
}  # fmt: skip


def fine(page):
    assert axe_violations(page) == []
    assert overflow(page) == 0


def day(offset):
    return str(clock.today() + datetime.timedelta(days=offset))


def killed(browser):
    processes = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    os.kill(next(each["id"] for each in processes if each["type"] == "browser"), signal.SIGKILL)


def fill_batch(page, project):
    row = page.locator("#batches .form-row-item").first
    row.get_by_label("考核项目").select_option(label=project.name)
    row.get_by_label("报名开始").fill(f"{day(-1)}T09:00")
    row.get_by_label("报名截止").fill(f"{day(20)}T17:00")
    row.get_by_label("考核日期起").fill(day(30))
    row.get_by_label("考核日期止").fill(day(35))
    row.get_by_label("名额").fill("60")


@pytest.mark.clause("3.1")
def test_from_the_editor_to_the_registrants_inbox(chromium, page_at, portal, tmp_path):  # noqa: F811
    project = catalogue.project()
    arranger, director = people.actor(Role.ARRANGER), people.actor(Role.DIRECTOR)

    doomed = chromium.browser_type.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
    desk = doomed.new_page()
    sign_in(desk, portal, arranger.user)
    desk.goto(f"{portal}{reverse('announcements:new')}")
    missing = desk.locator("#contents")
    assert "公告缺少“考核规范”" in missing.inner_text()
    for label, text in TEXTS.items():
        desk.get_by_label(label, exact=False).first.fill(text)
    desk.locator("[name=phone]").fill("0531-86601234")
    fill_batch(desk, project)
    desk.locator("[name=items-0-places]").fill("-60")
    desk.locator("#contents", has_text="公告缺少“报名条件”").wait_for(timeout=WAIT)
    desk.locator("[data-entry-status]", has_text="有1处填写不正确，已保留").wait_for(timeout=WAIT)
    killed(doomed)
    assert not Announcement.objects.exists()

    desk = page_at(1280)
    sign_in(desk, portal, arranger.user)
    desk.goto(f"{portal}{reverse('announcements:new')}")
    desk.get_by_text("还没有保存为草稿的内容").wait_for(timeout=WAIT)
    assert desk.locator("[name=number]").input_value() == TEXTS["文号"]
    assert desk.locator("[name=items-0-places]").input_value() == "-60"
    assert desk.locator(".field-error").all_inner_texts() == ["不能小于1。"]
    fine(desk)
    desk.screenshot(path=tmp_path / "kept.png", full_page=True)
    second = desk.context.new_page()
    second.goto(f"{portal}{reverse('announcements:new')}")
    desk.locator("[name=items-0-places]").fill("60")
    desk.locator("[data-entry-status]", has_text="已自动保存").wait_for(timeout=WAIT)
    second.locator("[name=items-0-places]").fill("70")
    second.locator("[data-entry-status]", has_text="您在另一个窗口填写过").wait_for(timeout=WAIT)
    second.get_by_role("button", name="比较并选择").click()
    second.get_by_text("有以下不同").wait_for(timeout=WAIT)
    fine(second)
    second.set_viewport_size({"width": 390, "height": 900})
    fine(second)
    second.screenshot(path=tmp_path / "compared.png")
    second.close()
    desk.locator("#contents").get_by_role("link", name="公告缺少“报名条件”。").click()
    desk.locator("[name=eligibility]").fill("年满16周岁的劳动者。")
    expect(desk.locator("#contents")).not_to_contain_text("未完成", timeout=WAIT)
    desk.get_by_role("button", name="保存草稿").click()
    desk.get_by_role("link", name="预览公开页面").click()
    desk.get_by_text("公众还看不到").wait_for(timeout=WAIT)
    fine(desk)
    made = Announcement.objects.get()
    desk.goto(f"{portal}{reverse('announcements:new')}")
    assert desk.get_by_text("还没有保存为草稿的内容").count() == 0
    desk.goto(f"{portal}{reverse('announcements:step', args=[made.uid, 'submit'])}")
    desk.get_by_role("button", name="确认报中心主任批准").click()
    desk.get_by_text("已报中心主任批准。").wait_for(timeout=WAIT)

    chief = page_at(390)
    sign_in(chief, portal, director.user)
    chief.goto(f"{portal}{reverse('announcements:step', args=[made.uid, 'schedule'])}")
    fine(chief)
    chief.get_by_label("定时发布时间").fill(f"{day(1)}T08:00")
    chief.get_by_role("button", name="确认批准并定时发布").click()
    chief.get_by_text("已批准，到时由系统发布。").wait_for(timeout=WAIT)
    fine(chief)

    public = page_at(390)
    address = f"{portal}{reverse('announcements:page', args=[made.uid])}"
    assert public.goto(address).status == 404
    with clock.at(clock.now() + datetime.timedelta(days=2)):  # the morning after, whatever the hour now
        assert publish_scheduled() == 1
    public.goto(f"{portal}{reverse('announcements:public')}")
    fine(public)
    public.get_by_role("link", name=made.heading).first.click()
    assert "正在报名" in public.locator("main").inner_text()
    fine(public)
    feed = public.request.get(f"{portal}{reverse('announcements:feed')}")
    assert f"urn:uuid:{made.uid}" in feed.text()
    assert public.request.get(f"{portal}{reverse('announcements:pdf', args=[made.uid])}").body()[:5] == b"%PDF-"
    candidate = registration.submitted(made.items.get())

    desk.goto(f"{portal}{reverse('announcements:revise', args=[made.uid])}")
    desk.get_by_label("修订说明").fill("应报名人员要求推迟考核")
    desk.get_by_role("button", name="建立修订稿").click()
    desk.get_by_label("考核日期止").first.fill(day(40))
    desk.get_by_role("button", name="保存草稿").click()
    desk.get_by_role("heading", name="修订内容").wait_for(timeout=WAIT)
    fine(desk)
    revised = Announcement.objects.get(revises=made)
    desk.goto(f"{portal}{reverse('announcements:step', args=[revised.uid, 'submit'])}")
    desk.get_by_role("button", name="确认报中心主任批准").click()
    desk.get_by_text("已报中心主任批准。").wait_for(timeout=WAIT)
    chief.goto(f"{portal}{reverse('announcements:step', args=[revised.uid, 'publish'])}")
    assert "考核时间" in chief.locator(".changes").inner_text()
    fine(chief)
    chief.get_by_role("button", name="确认批准并发布").click()
    chief.get_by_text("公告已发布，公众现在可以看到。").wait_for(timeout=WAIT)

    public.goto(address)
    public.get_by_text("本公告已被修订").wait_for(timeout=WAIT)
    fine(public)
    public.get_by_role("link", name="第1次修订").click()
    assert "增加" in public.locator(".changes").inner_text()
    fine(public)
    (notice,) = Notice.objects.filter(recipient=candidate.user, kind="announcement_revised")
    assert "考核时间”由" in notice.body
