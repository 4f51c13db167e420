"""Annex 2 typed, killed, found again, pasted, mended, uploaded: until the checklist lacks nothing (2.2, A2)."""

import os
import signal

import pytest

from sites.applications.models import Application
from tests.browser import ARGUMENTS, EXECUTABLE, axe_violations, chromium, page_at, portal, sign_in  # noqa: F401 fixtures
from tests.factories import catalogue, sites
from tests.factories.papers import pdf
from tests.factories.pictures import portrait

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
WAIT = 10_000
UNIT = {"responsible": "李明", "phone": "0531-87210000", "address": "济南市大学路1号", "staff_total": "30", "staff_managers": "5",
        "staff_teachers": "12"}  # fmt: skip


def filled(page, **values):
    for name, value in values.items():
        field = page.locator(f'#section-form [name="{name}"]')
        if field.evaluate("each => each.type") == "select-one":
            field.select_option(value)
        else:
            field.fill(value)


def saved(page, text="已自动保存"):
    page.locator("[data-entry-status]", has_text=text).wait_for(timeout=WAIT)


def lacking(page):
    return page.locator("#checklist .tone-warning").count()


@pytest.mark.clause("A2")
@pytest.mark.clause("2.2")
def test_entry(chromium, page_at, portal, tmp_path):  # noqa: F811
    project = catalogue.project()
    app = sites.draft()
    by = sites.staff(app.organization)
    base = f"{portal}/sites/applications/{app.uid}/edit"
    doomed = chromium.browser_type.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
    page = doomed.new_page()
    sign_in(page, portal, by.user)

    page.goto(f"{base}/unit/")
    filled(page, kind="school", **{**UNIT, "staff_teachers": "-12"})
    saved(page, "有1处填写不正确")
    processes = doomed.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    os.kill(next(each["id"] for each in processes if each["type"] == "browser"), signal.SIGKILL)

    page = page_at(1280)
    sign_in(page, portal, by.user)
    page.goto(f"{base}/unit/")
    assert page.input_value('[name="responsible"]') == "李明"
    assert page.input_value('[name="staff_teachers"]') == "-12"
    assert "不能小于0。" in page.locator(".field-error").all_inner_texts()
    filled(page, staff_teachers="12")
    page.locator("#checklist li.current .tone-good").wait_for(timeout=WAIT)  # the checklist follows by itself
    app.refresh_from_db()
    assert (app.staff_teachers, app.section_drafts.count()) == (12, 0)

    page.goto(f"{base}/premises/")
    filled(page, owned_classrooms="4", owned_classroom_area="320", owned_workshops="2", owned_workshop_area="260")
    page.locator("#checklist li.current .tone-good").wait_for(timeout=WAIT)
    page.goto(f"{base}/projects/")
    filled(page, **{"rows-0-project": str(project.pk), "rows-0-workstations": "20", "rows-0-rooms": "2"})
    page.locator("#checklist li.current .tone-good").wait_for(timeout=WAIT)
    page.goto(f"{base}/equipment/")
    filled(page, **{"rows-0-name": "双层电烤箱", "rows-0-quantity": "6台"})
    page.locator("#checklist li.current .tone-good").wait_for(timeout=WAIT)
    page.goto(f"{base}/managers/")
    filled(page, **{"rows-0-name": "王秀兰", "rows-0-sex": "女", "rows-0-birth_date": "1980年5月6日", "rows-0-education": "本科",
                    "rows-0-title": "教务处主任"})  # fmt: skip
    page.locator("#checklist li.current .tone-good").wait_for(timeout=WAIT)

    page.goto(f"{base}/examiners/")
    page.locator("summary", has_text="从Excel粘贴").click()
    lines = [f"考评员{n}\t男\t1985/1/{n}\t大专\t讲师\t高级\t面包烘焙\t鲁KP000{n}\t{project.name}" for n in "123"]
    lines[1] = lines[1].replace("1985/1/2", "八五年").replace("男", "男性")
    page.fill("#id_pasted", "\n".join(lines))
    with page.expect_navigation():
        page.get_by_role("button", name="加入表格").click()
    assert "有2处需要修改" in page.locator("main").inner_text()
    assert page.locator("td.wrong").count() == 2
    assert axe_violations(page) == []
    assert app.examiners.count() == 2
    filled(page, **{"rows-1-sex": "男", "rows-1-birth_date": "1985-01-02"})
    page.locator("#checklist li.current .tone-good").wait_for(timeout=WAIT)
    assert app.examiners.count() == 3

    page.goto(f"{base}/attachments/")
    contents = {"教室.jpg": portrait(900, 700), "假图.jpg": pdf(), "操作室.jpg": portrait(901, 700)}
    for name, content in {**contents, "制度.pdf": pdf(), "盖章页.pdf": pdf()}.items():
        (tmp_path / name).write_bytes(content)
    page.set_input_files("#id_images", [tmp_path / name for name in contents])
    page.locator(".refused", has_text="假图.jpg：这里只能上传图片").wait_for(timeout=WAIT)
    page.locator(".entry-files a", has_text="操作室.jpg").wait_for(timeout=WAIT)
    assert [each.file.name for each in app.attachments.all()] == ["教室.jpg", "操作室.jpg"]
    page.locator("button", has_text="上移“操作室.jpg”").click()
    page.locator("button", has_text="下移“操作室.jpg”").wait_for(timeout=WAIT)
    assert [each.file.name for each in app.attachments.all()] == ["操作室.jpg", "教室.jpg"]
    page.set_input_files("#id_rules", tmp_path / "制度.pdf")
    page.locator(".entry-files a", has_text="制度.pdf").wait_for(timeout=WAIT)
    page.set_input_files("#id_stamped", tmp_path / "盖章页.pdf")
    page.locator("#checklist li.current .tone-good").wait_for(timeout=WAIT)
    assert lacking(page) == 1

    page.goto(f"{base}/opinion/")
    filled(page, opinion="所填内容属实，申请设立专项职业能力考点。")
    page.locator("#checklist li.current .tone-good").wait_for(timeout=WAIT)
    assert lacking(page) == 0
    page.goto(f"{portal}/sites/applications/{app.uid}/submit/")
    page.get_by_role("button", name="确认提交申请").click()
    page.locator(".badge-tone", has_text="待受理").first.wait_for(timeout=WAIT)
    assert Application.objects.get().status == "submitted"
