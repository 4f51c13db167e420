"""Five registrations reviewed by keyboard alone, many at once with time to undo, two clerks side by side (3.2)."""

import datetime

import pytest
import time_machine

from exams.registration.models import Registration
from exams.registration.review import tasks
from exams.registration.review.models import ReviewBatch
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.files.services import store
from tests.browser import axe_violations, chromium, overflow, page_at, portal, sign_in  # noqa: F401 fixtures
from tests.factories import papers, people, registration

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
WAIT = 20_000
Status = Registration.Status


def states(records):
    return [Registration.objects.get(pk=each.pk).status for each in records]


def at_desk(page, record):
    page.wait_for_url(f"**/review/{record.uid}/**", timeout=WAIT)
    page.locator("[data-decision]").wait_for(timeout=WAIT)


def test_review(page_at, portal):  # noqa: F811
    item = registration.item()
    names = ("赵一", "钱二", "孙三", "李四", "周五", "吴六", "郑七", "王八")
    records = [registration.submitted(item, name=name, name_key=name) for name in names]
    records[0].evidence.set([store(papers.pdf(), name="证明.pdf", kind="registration.evidence", by=None)])
    clerk, colleague = people.actor(Role.CLERK), people.actor(Role.CLERK)

    page = page_at(1280)
    sign_in(page, portal, clerk.user)
    page.goto(f"{portal}/registrations/review/?item={item.pk}")
    assert (axe_violations(page), overflow(page)) == ([], 0)
    page.get_by_role("button", name="开始审核").focus()
    page.keyboard.press("Enter")
    at_desk(page, records[0])
    assert (axe_violations(page), overflow(page)) == ([], 0)

    other = page_at(1280)
    sign_in(other, portal, colleague.user)
    other.goto(f"{portal}/registrations/review/?item={item.pk}")
    assert f"{clerk.user.name}正在审核" in other.locator("main").inner_text()
    other.get_by_role("button", name="开始审核").click()
    at_desk(other, records[1])  # not the first, which the clerk has
    other.goto(f"{portal}/registrations/review/{records[0].uid}/")
    assert f"{clerk.user.name}正在审核" in other.locator("main").inner_text()
    assert other.locator("[data-decision]").count() == 0
    other.goto(f"{portal}/registrations/review/?item={item.pk}")

    page.keyboard.press("?")
    assert page.locator("[data-help]").get_attribute("open") is not None
    page.keyboard.press("a")
    at_desk(page, records[1])
    page.keyboard.press("r")
    page.keyboard.press("1")
    page.keyboard.press("3")
    page.get_by_label("补充说明").focus()
    page.keyboard.type("rax 另请核对电话")  # while typing no key decides
    page.get_by_label("补充说明").blur()
    page.keyboard.press("r")
    at_desk(page, records[2])
    page.keyboard.press("n")  # left for later
    at_desk(page, records[3])
    page.keyboard.press("p")
    at_desk(page, records[2])
    page.keyboard.press("a")
    at_desk(page, records[3])
    page.keyboard.press("x")
    page.keyboard.press("1")
    page.keyboard.press("x")
    at_desk(page, records[4])
    page.keyboard.press("a")
    at_desk(page, records[5])
    assert states(records[:6]) == ["accepted", "returned", "accepted", "rejected", "accepted", "submitted"]
    returned = Registration.objects.get(pk=records[1].pk)
    assert returned.review_note.splitlines() == [
        "照片不是近期正面免冠证件照，请重新上传。", "请补充符合报名条件的证明材料。", "rax 另请核对电话",
    ]  # fmt: skip

    in_batches(page, portal, item, records)


def in_batches(page, portal, item, records):  # noqa: F811
    for turn in ("undone", "done"):
        page.goto(f"{portal}/registrations/review/?item={item.pk}")
        for record in records[5:]:
            page.get_by_label(f"选择：{record.name}").check()
        page.get_by_label("审核结果").select_option("accept")
        page.get_by_role("button", name="办理所选").click()
        page.get_by_text("生效并通知考生").wait_for(timeout=WAIT)
        page.get_by_text("可以撤销").wait_for(timeout=WAIT)
        assert (axe_violations(page), overflow(page)) == ([], 0)
        if turn == "undone":
            page.get_by_role("button", name="撤销").click()
            page.get_by_text("已撤销，这些报名仍待审核。").wait_for(timeout=WAIT)
            assert states(records[5:]) == ["submitted"] * 3
    with time_machine.travel(clock.now() + datetime.timedelta(seconds=61)):
        assert tasks.carry_out_due() == 1
    page.reload()
    page.get_by_text("已生效").first.wait_for(timeout=WAIT)
    assert states(records[5:]) == ["accepted"] * 3
    assert sorted(ReviewBatch.objects.values_list("status", flat=True)) == ["done", "undone"]
