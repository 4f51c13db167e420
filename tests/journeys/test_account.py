"""An account on a phone: from the form through a wrong and an expired code to the worklist, then one's own data; a colleague joins."""

import datetime
import re

import pytest
import time_machine

from sdzx import clock
from sdzx.accounts.models import Membership, User
from sdzx.accounts.roles import Role
from tests.browser import axe_violations, chromium, overflow, page_at, portal, sign_in  # noqa: F401 fixtures
from tests.factories import people

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
WAIT = 20_000
PASSWORD = "Kaohe-2026-demo"


def fine(page):
    assert axe_violations(page) == []
    assert overflow(page) == 0


def last_code(page_at, portal):  # noqa: F811
    """As the demo shows it: the outbox in another window."""
    phone = page_at(390)
    phone.goto(f"{portal}/inbox/outbox/")
    fine(phone)
    (found, *_) = re.findall(r"验证码(\d{6})", phone.locator("main").inner_text())
    return found


def ready(page):
    """The browser has done its work, or the check was passed before."""
    page.locator("#div_id_human").get_by_text(re.compile("已自动确认")).first.wait_for(timeout=WAIT)


def test_sign_up_on_a_phone(page_at, portal, tmp_path):  # noqa: F811
    page = page_at(390)
    page.goto(portal)
    page.goto(f"{portal}/accounts/sign-up/")
    page.get_by_role("link", name="个人注册").click()
    fine(page)
    page.get_by_role("textbox", name="姓名").fill("买买提·艾力")
    page.get_by_role("textbox", name="证件号码").fill(people.resident_id(771).lower())
    page.locator("[name=phone]").fill("138 0000 7710")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password_again]").fill(PASSWORD)
    page.get_by_label("本人已阅读并同意").check()
    page.get_by_label("本人单独同意").check()
    ready(page)
    page.screenshot(path=tmp_path / "form.png", full_page=True)
    page.get_by_role("button", name="下一步：验证").click()
    page.get_by_role("heading", name="填写验证码").wait_for(timeout=WAIT)
    fine(page)
    first = last_code(page_at, portal)
    page.locator("[name=code]").fill("000000" if first != "000000" else "111111")
    page.get_by_role("button", name="完成注册").click()
    page.locator(".field-error").get_by_text("还可以再试4次").wait_for(timeout=WAIT)
    fine(page)
    page.screenshot(path=tmp_path / "wrong.png", full_page=True)

    page.get_by_role("link", name="返回").click()
    assert page.get_by_role("textbox", name="姓名").input_value() == "买买提·艾力"
    page.goto(f"{portal}/accounts/sign-up/person/code/")
    with time_machine.travel(clock.now() + datetime.timedelta(minutes=11), tick=True):
        page.locator("[name=code]").fill(first)
        page.get_by_role("button", name="完成注册").click()
        page.locator(".field-error").get_by_text("已超过10分钟").wait_for(timeout=WAIT)
        page.get_by_role("button", name="重新获取验证码").click()
        page.get_by_text("新的验证码已发出").wait_for(timeout=WAIT)
        page.locator("[name=code]").fill(last_code(page_at, portal))
        page.get_by_role("button", name="完成注册").click()
        page.get_by_role("heading", name="我的待办").wait_for(timeout=WAIT)
    user = User.objects.get(name="买买提·艾力")
    assert (user.phone, user.consents.count()) == ("13800007710", 2)

    page.goto(f"{portal}/accounts/me/data/")
    assert user.document_number in page.locator("main").inner_text()
    fine(page)
    page.screenshot(path=tmp_path / "data.png", full_page=True)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")
    download.value.save_as(tmp_path / "data.pdf")
    page.get_by_role("link", name="注销账号").click()
    fine(page)
    page.get_by_label("登录密码").fill(PASSWORD)
    page.screenshot(path=tmp_path / "erase.png", full_page=True)
    page.get_by_role("button", name="确认注销账号").click()
    page.get_by_text("账号已注销").wait_for(timeout=WAIT)
    user.refresh_from_db()
    assert (user.is_active, user.document_number) == (False, "")


def test_a_colleague_asks_to_join_and_is_admitted(page_at, portal, tmp_path):  # noqa: F811
    colleague = people.actor(Role.REGISTRAR)
    asked = Membership.objects.create(
        user=people.user("赵敏"),
        role=Role.REGISTRAR,
        organization=colleague.organization,
        is_active=False,
        is_asked=True,
    )
    page = page_at(390)
    sign_in(page, portal, colleague.user)
    page.goto(f"{portal}/worklist/")
    page.get_by_role("link", name=re.compile("确认加入单位|赵敏")).first.click()
    fine(page)
    page.screenshot(path=tmp_path / "unit.png", full_page=True)
    page.get_by_role("link", name="赵敏").click()
    fine(page)
    page.get_by_label("同意加入", exact=True).check()
    page.screenshot(path=tmp_path / "join.png", full_page=True)
    page.get_by_role("button", name="提交决定").click()
    page.get_by_text("已同意赵敏加入").wait_for(timeout=WAIT)
    asked.refresh_from_db()
    assert (asked.is_active, asked.is_asked) == (True, False)


def test_new_text_at_the_door(page_at, portal, tmp_path):  # noqa: F811
    person = people.actor(Role.APPLICANT).user
    page = page_at(390)
    page.goto(f"{portal}/accounts/sign-in/")
    page.locator("[name=username]").fill(person.document_number)
    page.locator("[name=password]").fill(people.PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("heading", name="请先阅读并同意").wait_for(timeout=WAIT)
    fine(page)
    page.screenshot(path=tmp_path / "consent.png", full_page=True)
    page.get_by_label("本人已阅读并同意").check()
    page.get_by_label("本人单独同意").check()
    page.get_by_role("button", name="同意并继续").click()
    page.get_by_role("heading", name="我的待办").wait_for(timeout=WAIT)
    page.goto(f"{portal}/accounts/privacy/")
    fine(page)
    page.screenshot(path=tmp_path / "privacy.png", full_page=True)
