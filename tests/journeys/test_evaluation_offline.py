"""An expert fills the evaluation in on a phone: without a network, on two devices, with answers that get lost (2.3)."""

import pytest

from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from tests.browser import chromium, page_at, portal, sign_in  # noqa: F401 fixtures
from tests.factories import people, sites
from tests.factories.pictures import portrait

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
WAIT = 10_000
# The device answers late: what it kept is read long after the page can be typed in.
LATE = """
const open = indexedDB.open.bind(indexedDB);
IDBFactory.prototype.open = function (...given) {
  const late = {};
  setTimeout(() => {
    const real = open(...given);
    real.onupgradeneeded = () => { late.result = real.result; late.onupgradeneeded(); };
    real.onsuccess = () => { late.result = real.result; late.onsuccess(); };
  }, 2000);
  return late;
};
"""


def status(page, text):
    page.locator("[data-status]", has_text=text).wait_for(timeout=WAIT)


def ready(page):
    """The script has read what the device keeps."""
    page.locator("[data-draft]:not([hidden])").wait_for(timeout=WAIT)


@pytest.fixture
def evaluation():
    return sites.visited().panel.members.first().evaluation


@pytest.fixture
def phone(page_at, portal, evaluation):  # noqa: F811
    """`phone()`: the expert's page on one more device."""

    def opened(**options):
        page = page_at(390, **options)
        sign_in(page, portal, people.actor(Role.EXPERT, person=evaluation.member.person.user).user)
        page.goto(address(portal, evaluation))
        ready(page)
        return page

    return opened


def address(portal, evaluation):  # noqa: F811
    return f"{portal}/sites/evaluations/{evaluation.uid}/edit/"


def kept(evaluation):
    return entries_of(evaluation).filter(label="填写评估").count()


@pytest.mark.clause("2.3")
def test_fill_without_a_network_then_send_once(phone, portal, evaluation, tmp_path):  # noqa: F811
    page = phone()
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
    page.goto(address(portal, evaluation))
    ready(page)
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


def test_typed_before_the_device_has_answered_is_not_overwritten(phone, portal, evaluation):  # noqa: F811
    page = phone()
    page.locator("[data-offline]:not([hidden])").wait_for(timeout=WAIT)
    context = page.context
    context.set_offline(True)
    page.fill('[name="mark_A1"]', "9")
    page.fill('[name="comment"]', "先写的评语。")
    status(page, "已保存在本机")
    page.close()

    page = context.new_page()
    page.add_init_script(LATE)
    page.goto(address(portal, evaluation))
    assert page.locator("[data-draft]").get_attribute("hidden") is not None  # not read yet
    page.fill('[name="mark_A1"]', "4")
    ready(page)
    shown = page.input_value('[name="mark_A1"]'), page.input_value('[name="comment"]')
    assert shown == ("4", "先写的评语。")
    context.set_offline(False)
    status(page, "已发送")
    evaluation.refresh_from_db()
    assert (evaluation.marks, evaluation.comment) == ({"A1": 4}, "先写的评语。")


@pytest.mark.clause("2.3")
def test_two_devices_the_later_one_chooses_and_nothing_is_lost(phone, evaluation):
    first, second = phone(), phone()
    first.context.set_offline(True)
    first.fill('[name="mark_A1"]', "9")
    first.fill('[name="mark_A2"]', "7")
    first.fill('[name="comment"]', "第一部手机的评语。")
    status(first, "已保存在本机")
    second.fill('[name="mark_A1"]', "5")
    second.fill('[name="mark_B1"]', "6")
    second.fill('[name="comment"]', "第二部手机的评语。")
    second.get_by_role("button", name="保存", exact=True).click()
    second.wait_for_url(f"**/{evaluation.uid}/", timeout=WAIT)

    first.context.set_offline(False)
    conflict = first.locator("[data-conflict]:not([hidden])")
    conflict.wait_for(timeout=WAIT)
    assert "另一台设备上也保存过" in conflict.inner_text()
    choices = conflict.locator("fieldset").all_inner_texts()
    assert len(choices) == 4
    assert "本机：9" in choices[0]
    assert "另一台设备：5" in choices[0]
    evaluation.refresh_from_db()
    assert evaluation.comment == "第二部手机的评语。"  # nothing was written over meanwhile
    first.locator('[name="choice_comment"]').last.check()
    first.locator('[name="choice_mark_B1"]').last.check()
    first.locator("[data-conflict-settle]").click()
    status(first, "已发送")
    evaluation.refresh_from_db()
    assert (evaluation.marks, evaluation.comment) == ({"A1": 9, "A2": 7, "B1": 6}, "第二部手机的评语。")
    assert kept(evaluation) == 2


@pytest.mark.clause("2.3")
def test_kept_but_the_answer_was_lost_is_sent_again_and_kept_once(phone, evaluation):
    page = phone(service_workers="block")
    answers = []

    def lose_the_first(route):
        if route.request.method != "POST":
            return route.continue_()
        answers.append(route.fetch())  # the server has it
        return route.abort() if len(answers) == 1 else route.fulfill(response=answers[-1])

    page.route("**/draft/", lose_the_first)
    page.fill('[name="mark_A1"]', "9")
    with page.expect_event("requestfailed", timeout=WAIT):
        page.get_by_role("button", name="保存", exact=True).click()
    status(page, "已保存在本机")
    assert (len(answers), kept(evaluation)) == (1, 1)
    page.fill('[name="mark_A2"]', "8")  # typed while the phone does not know
    page.evaluate("window.dispatchEvent(new Event('online'))")
    status(page, "已发送")
    evaluation.refresh_from_db()
    assert [each.status for each in answers] == [200, 200, 200]
    assert [each.json()["revision"] for each in answers] == [1, 1, 2]
    assert (evaluation.marks, evaluation.revision, kept(evaluation)) == ({"A1": 9, "A2": 8}, 2, 2)
