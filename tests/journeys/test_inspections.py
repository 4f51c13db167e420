"""An unannounced inspection on a phone: arranged, filled in without a network, signed by the site, closed (5.1, 5.4)."""

import pytest

from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.archive.models import Case
from sites.oversight.inspections.models import Inspection
from tests.browser import axe_violations, chromium, overflow, page_at, portal, sign_in  # noqa: F401 fixtures
from tests.factories import inspections, people, sites
from tests.factories.pictures import portrait

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
WAIT = 20_000


def fine(page):
    assert axe_violations(page) == []
    assert overflow(page) == 0


def press(page, name):
    """The button or link of the page itself, not of the menu."""
    page.locator("main").get_by_role("link", name=name, exact=True).or_(
        page.locator("main").get_by_role("button", name=name, exact=True)
    ).first.click()


@pytest.mark.clause("5.1")
@pytest.mark.clause("5.4")
def test_from_the_plan_to_the_result(page_at, portal, tmp_path):  # noqa: F811
    site = sites.site()
    team = inspections.team()
    arranger, director, staff = people.actor(Role.ARRANGER), people.actor(Role.DIRECTOR), sites.staff(site.organization)
    shots = []
    for code in "ABC":
        shots.append(tmp_path / f"现场{code}.jpg")
        shots[-1].write_bytes(portrait(600 + 10 * len(shots), 700))

    office = page_at(390)
    sign_in(office, portal, arranger.user)
    office.goto(f"{portal}/sites/records/{site.uid}/")
    press(office, "安排检查")
    assert office.locator("[name=site]").input_value() == str(site.uid)
    office.get_by_label("不预先通知").check()
    office.get_by_label("检查事由").fill("群众反映另收费用")
    office.get_by_label(team[0].user.name).check()
    press(office, "安排检查")
    office.locator(".field-error", has_text="不得少于2人").wait_for(timeout=WAIT)
    fine(office)
    assert office.get_by_label("检查事由").input_value() == "群众反映另收费用"
    office.get_by_label(team[1].user.name).check()
    press(office, "安排检查")
    office.get_by_text("已安排。").wait_for(timeout=WAIT)
    fine(office)
    made = Inspection.objects.get()

    host = page_at(390)
    sign_in(host, portal, staff.user)
    host.goto(f"{portal}/sites/inspections/")
    assert site.name not in host.locator("main").inner_text()
    assert host.goto(f"{portal}/sites/inspections/{made.uid}/").status == 404

    phone = page_at(390)
    sign_in(phone, portal, team[1].user)
    phone.goto(f"{portal}/worklist/")
    phone.get_by_role("link", name=f"开展检查：{site.name}").click()
    press(phone, "填写检查表")
    fine(phone)
    phone.locator("[data-offline]:not([hidden])").wait_for(timeout=WAIT)
    phone.context.set_offline(True)
    for item in made.checklist.items:
        box = phone.locator(f"#item-{item['code']}")
        fault = item["code"] == "B2"
        box.get_by_label("不符合" if fault else ("好" if item["kind"] == "grade" else "符合"), exact=True).check()
    phone.locator("#item-B2").get_by_label("情况说明").fill("另收材料费50元。")
    wanted = [item["code"] for item in made.checklist.items if item["photo"]]
    phone.set_input_files(f'[name="photos_{wanted[0]}"]', shots[:2])
    for code in wanted[1:]:
        phone.set_input_files(f'[name="photos_{code}"]', shots[2])
        kept = phone.locator(f'[data-photo-list="photos_{code}"] li', has_text="已保存在本机")
        kept.wait_for(timeout=WAIT)
    phone.locator("[data-status]", has_text="已保存在本机").wait_for(timeout=WAIT)
    fine(phone)
    context = phone.context
    phone.close()

    phone = context.new_page()  # the phone was restarted, still without a network
    phone.goto(f"{portal}/sites/inspections/{made.uid}/edit/")
    phone.locator("[data-draft]:not([hidden])").wait_for(timeout=WAIT)
    assert phone.locator("#item-B2").get_by_label("不符合", exact=True).is_checked()
    assert phone.locator("#item-B2").get_by_label("情况说明").input_value() == "另收材料费50元。"
    made.refresh_from_db()
    assert (made.answers, made.photos.count()) == ({}, 0)
    context.set_offline(False)
    phone.locator("[data-status]", has_text="已发送").wait_for(timeout=WAIT)
    made.refresh_from_db()
    assert made.answers["B2"] == {"value": "no", "remark": "另收材料费50元。"}
    assert (made.revision, made.photos.count()) == (1, len(wanted) + 1)
    press(phone, "保存")
    phone.wait_for_url(f"**/{made.uid}/", timeout=WAIT)
    fine(phone)
    press(phone, "提交检查结果")
    assert phone.get_by_label("实际检查日期").input_value() == clock.today().isoformat()
    fine(phone)
    press(phone, "确认提交检查结果")
    phone.get_by_text("等待考点签字").wait_for(timeout=WAIT)
    assert made.photos.count() == len(wanted) + 1

    host.goto(f"{portal}/worklist/")
    host.get_by_role("link", name=f"签署检查意见：{site.name}").click()
    assert "另收材料费50元。" in host.locator("main").inner_text()
    fine(host)
    press(host, "签署意见")
    press(host, "确认签署意见")
    host.locator(".field-error").first.wait_for(timeout=WAIT)
    host.get_by_label("考点签字人姓名").fill("李明")
    host.get_by_label("考点意见").fill("情况属实，已退费。")
    press(host, "确认签署意见")
    host.get_by_text("检查记录已生成").wait_for(timeout=WAIT)

    boss = page_at(390)
    sign_in(boss, portal, director.user)
    boss.goto(f"{portal}/worklist/")
    boss.get_by_role("link", name=f"办结检查：{site.name}").click()
    press(boss, "办结检查")
    boss.get_by_label("合格", exact=True).check()
    press(boss, "确认办结检查")
    boss.locator(".field-error", has_text="重点项B2不符合").wait_for(timeout=WAIT)
    boss.get_by_label("违规", exact=True).check()
    boss.get_by_label("处理意见").fill("退还费用，登记违规。")
    press(boss, "确认办结检查")
    boss.get_by_text("检查已办结").wait_for(timeout=WAIT)
    fine(boss)
    press(boss, "据此登记违规")
    boss.locator("main", has_text="另收材料费50元。").wait_for(timeout=WAIT)
    assert Case.objects.get(kind="inspection").items.filter(kind="inspection_record").count() == 1
