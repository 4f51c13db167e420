"""An expert fills the evaluation in without a network, the browser dies, the network comes back: kept once."""

import pytest

from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from tests.browser import chromium, page_at, portal, sign_in  # noqa: F401 fixtures
from tests.factories import people, sites
from tests.factories.pictures import portrait

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
WAIT = 10_000


def status(page, text):
    page.locator("[data-status]", has_text=text).wait_for(timeout=WAIT)


@pytest.mark.clause("2.3")
def test_fill_without_a_network_then_send_once(page_at, portal, tmp_path):  # noqa: F811
    evaluation = sites.visited().panel.members.first().evaluation
    expert = people.actor(Role.EXPERT, person=evaluation.member.person.user)
    page = page_at(390)
    sign_in(page, portal, expert.user)
    page.goto(f"{portal}/sites/evaluations/{evaluation.uid}/edit/")
    page.locator("[data-offline]:not([hidden])").wait_for(timeout=WAIT)
    context = page.context
    context.set_offline(True)
    page.fill('[name="mark_A1"]', "9")
    page.fill('[name="comment"]', "消防通道畅通。")
    status(page, "已保存在本机")
    image = tmp_path / "现场.jpg"
    image.write_bytes(portrait(900, 700))
    page.set_input_files("[data-camera]", image)
    page.locator("[data-photo-list] li", has_text="已保存在本机").wait_for(timeout=WAIT)
    page.close()

    page = context.new_page()
    page.goto(f"{portal}/sites/evaluations/{evaluation.uid}/edit/")
    page.locator("[data-evaluation]:not([hidden])").wait_for(timeout=WAIT)  # what the device kept is in the form now
    assert page.input_value('[name="mark_A1"]') == "9"
    assert page.input_value('[name="comment"]') == "消防通道畅通。"
    assert entries_of(evaluation).count() == 0
    context.set_offline(False)
    status(page, "已发送")
    page.locator("[data-photo-list] li", has_text="已发送").wait_for(timeout=WAIT)
    page.reload()
    evaluation.refresh_from_db()
    assert (evaluation.marks, evaluation.comment, evaluation.photos.count()) == ({"A1": 9}, "消防通道畅通。", 1)
    assert [entry.label for entry in entries_of(evaluation)] == ["填写评估", "添加现场照片"]
