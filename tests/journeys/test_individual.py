"""A candidate with a telephone: from the public announcement to the ticket, the line of what happened read at each stage (3.2)."""

import io
import re

import pytest
from PIL import Image, ImageDraw

from exams.registration.models import Registration
from sdzx import clock
from sdzx.accounts.roles import Role
from tests.browser import axe_violations, chromium, overflow, page_at, portal, sign_in  # noqa: F401 fixtures
from tests.factories import people, registration, sessions

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
WAIT = 15_000
CONDITIONS = "（1）年满16周岁\n（2）从事相关工作1年以上"


def snapshot() -> bytes:
    """Twelve million pixels, lying on their side with a note to turn them, and the place where they were taken."""
    upright = Image.new("RGB", (3000, 4000), "#f2f4f6")
    draw = ImageDraw.Draw(upright)
    draw.ellipse((1100, 1000, 1900, 2050), fill="#d9b28f")
    draw.pieslice((1050, 900, 1950, 1900), 180, 360, fill="#2b2320")
    draw.ellipse((1330, 1420, 1420, 1490), fill="#20242a")
    draw.ellipse((1580, 1420, 1670, 1490), fill="#20242a")
    draw.ellipse((600, 2150, 2400, 5200), fill="#33506b")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Phone of Zhang"
    exif.get_ifd(0x8825)[1] = "N"
    target = io.BytesIO()
    upright.transpose(Image.Transpose.ROTATE_90).save(target, "JPEG", quality=88, exif=exif)
    return target.getvalue()


def points(page):
    """What the line says, and which point is now."""
    done = page.locator(".timeline li.done strong, .timeline li.stopped strong").all_inner_texts()
    return done, page.locator(".timeline li.current strong").all_inner_texts()


def fits(page):
    assert (axe_violations(page), overflow(page)) == ([], False)


@pytest.mark.clause("3.2")
def test_phone(page_at, portal, tmp_path):  # noqa: F811
    item = registration.item(places=5)
    item.announcement.eligibility = CONDITIONS
    item.announcement.save()
    clerk = people.actor(Role.CLERK)
    phone = page_at(390, has_touch=True, is_mobile=True)
    phone.set_default_timeout(WAIT)
    taken = tmp_path / "IMG_0001.JPG"
    taken.write_bytes(snapshot())

    phone.goto(portal)
    fits(phone)
    phone.get_by_role("link", name=item.announcement.heading).first.tap()
    phone.get_by_role("link", name=f"报名{item}").tap()
    sign_up(phone, page_at, portal, tmp_path)
    phone.wait_for_url(f"**/registrations/new/?item={item.pk}")
    phone.screenshot(path=tmp_path / "new.png", full_page=True)

    tiny = tmp_path / "旧照片.jpg"
    tiny.write_bytes(registration.jpeg(120, 160))
    phone.locator('input[type=file][name="photo"]').set_input_files(str(tiny))
    phone.locator("[data-photo-notes]", has_text="太小").wait_for(timeout=WAIT)
    phone.screenshot(path=tmp_path / "tiny.png", full_page=True)
    fits(phone)

    phone.locator('input[type=file][name="photo"]').set_input_files(str(taken))
    phone.locator("[data-photo-status]", has_text="照片已收到。").wait_for(timeout=WAIT)
    before = phone.locator('[name="frame"]').input_value()
    crop(phone)
    frame = [float(each) for each in phone.locator('[name="frame"]').input_value().split(",")]
    assert before != phone.locator('[name="frame"]').input_value()
    assert "够用" in phone.locator("[data-photo-size]").inner_text()
    phone.get_by_label("符合：年满16周岁").check()
    proof = tmp_path / "工作证明.jpg"
    proof.write_bytes(registration.jpeg())
    phone.get_by_label("符合：从事相关工作1年以上").check()
    phone.locator('input[type=file][name="proof_1"]').set_input_files(str(proof))
    phone.get_by_label("大字试卷").check()
    phone.get_by_label(re.compile("告知书")).check()
    fits(phone)
    body = phone.evaluate(
        "() => [...new FormData(document.querySelector('main form[method=post]'))].filter(([, v]) => typeof v === 'string')"
    )
    phone.get_by_role("button", name="保存并提交").dblclick()
    phone.wait_for_url(re.compile(r"/registrations/[0-9a-f-]{36}/$"))

    record = Registration.objects.get()
    assert (record.status, record.eligibility) == ("submitted", "年满16周岁。\n从事相关工作1年以上。")
    assert [list(each.files.all()) for each in record.claims.all()] == [[], list(record.evidence.all())]
    assert (record.needs, record.photo.width, record.photo.height) == ("大字试卷", 295, 413)
    cut_as_seen(record, frame)
    assert points(phone) == (["开始填写报名", "提交报名"], ["市中心审核"])
    fits(phone)
    again(phone, portal, item, body, record)

    phone.go_back()
    phone.wait_for_load_state()
    phone.screenshot(path=tmp_path / "back.png", full_page=True)
    phone.goto(f"{portal}/registrations/{record.uid}/")
    accepted_at_the_desk(page_at(1280), portal, clerk, record, tmp_path)
    phone.reload()
    phone.screenshot(path=tmp_path / "accepted.png", full_page=True)
    assert points(phone) == (["开始填写报名", "提交报名", "审核通过"], ["安排考场，可以打印准考证"])

    arranged(record)
    phone.reload()
    done, now = points(phone)
    assert (done[-1], now) == ("审核通过", ["参加考核"])
    ticket = phone.get_by_role("link", name="准考证").get_attribute("href")
    answer = phone.request.get(portal + ticket)
    assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")

    phone.goto(f"{portal}/registrations/")
    assert str(item) in phone.locator(".own-list").inner_text()
    fits(phone)


def sign_up(phone, page_at, portal, tmp_path):  # noqa: F811
    """From the sign-in page: an account with a wrong number first, the code from the outbox, and back to the batch."""
    phone.locator("main").get_by_role("link", name="个人注册").tap()
    phone.get_by_role("textbox", name="姓名").fill("张伟")
    number = people.resident_id(772)
    phone.get_by_role("textbox", name="证件号码").fill(f"{number[:-1]}{'1' if number[-1] != '1' else '2'}")
    phone.locator("[name=phone]").fill("13800007720")
    for name in ("password", "password_again"):
        phone.locator(f"[name={name}]").fill(people.PASSWORD)
    for box in phone.locator("main input[type=checkbox][name^=consented]").all():
        box.check()
    phone.locator("#div_id_human").get_by_text("已自动确认").first.wait_for(timeout=WAIT)
    phone.get_by_role("button", name="下一步：验证").tap()
    phone.locator("#div_id_document_number .field-error").wait_for(timeout=WAIT)
    fits(phone)
    phone.screenshot(path=tmp_path / "wrong-id.png", full_page=True)
    phone.get_by_role("textbox", name="证件号码").fill(number)
    for name in ("password", "password_again"):
        phone.locator(f"[name={name}]").fill(people.PASSWORD)
    phone.locator("#div_id_human").get_by_text(re.compile("已自动确认|已通过")).first.wait_for(timeout=WAIT)
    phone.get_by_role("button", name="下一步：验证").tap()
    phone.get_by_role("heading", name="填写验证码").wait_for(timeout=WAIT)
    outbox = page_at(390)
    outbox.goto(f"{portal}/inbox/outbox/")
    code = re.findall(r"验证码(\d{6})", outbox.locator("main").inner_text())[0]
    phone.locator("[name=code]").fill("000000" if code != "000000" else "111111")
    phone.get_by_role("button", name="完成注册").tap()
    phone.locator(".field-error").get_by_text("还可以再试4次").wait_for(timeout=WAIT)
    phone.locator("[name=code]").fill(code)
    phone.get_by_role("button", name="完成注册").tap()


def accepted_at_the_desk(desk, portal, clerk, record, tmp_path):  # noqa: F811
    """The clerk takes it from the queue and accepts it."""
    sign_in(desk, portal, clerk.user)
    desk.goto(f"{portal}/registrations/review/?item={record.item_id}")
    desk.screenshot(path=tmp_path / "queue.png", full_page=True)
    desk.get_by_role("button", name="开始审核").click()
    desk.locator("[data-decision]").wait_for(timeout=WAIT)
    fits(desk)
    desk.screenshot(path=tmp_path / "desk.png", full_page=True)
    desk.keyboard.press("a")
    desk.get_by_text("没有待审核的报名").or_(desk.locator(".empty, [data-empty], .empty-state")).first.wait_for(
        timeout=WAIT
    )
    record.refresh_from_db()
    assert record.status == "accepted"


def crop(page):
    """A finger moves the picture; then the keyboard and a button do."""
    canvas = page.locator("[data-photo-canvas]")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    page.locator("[data-photo-do=in]").tap()
    page.locator("[data-photo-do=in]").tap()
    page.mouse.move(box["x"] + 150, box["y"] + 150)
    page.mouse.down()
    page.mouse.move(box["x"] + 150, box["y"] + 130, steps=4)
    page.mouse.up()
    canvas.focus()
    for key in ("+", "ArrowDown", "ArrowDown", "ArrowLeft", "-"):
        page.keyboard.press(key)


def cut_as_seen(record, frame):
    """The face is where the frame put it, upright, and nothing of the telephone is left."""
    with record.photo.path.open("rb") as file:
        content = file.read()
    picture = Image.open(io.BytesIO(content))
    across, down = (1500 / 3000 - frame[0]) / frame[2], (1800 / 4000 - frame[1]) / frame[3]
    red, green, blue = picture.convert("RGB").getpixel((round(across * 295), round(down * 413)))
    assert red > green > blue > 90
    assert (dict(picture.getexif()), b"Phone of Zhang" in content) == ({}, False)


def again(page, portal, item, body, record):  # noqa: F811
    """The answer was lost: the same form, sent once more, leads to the same page."""
    where = f"{portal}/registrations/new/?item={item.pk}"
    answer = page.request.post(where, form=dict(body) | {"then": "submit"}, headers={"Referer": where}, max_redirects=0)
    assert (answer.status, answer.headers["location"]) == (302, f"/registrations/{record.uid}/")
    assert Registration.objects.count() == 1


def arranged(record):
    """A seat in a published session, as the later offices leave it."""
    session = sessions.session("published", candidates=0)
    record.status, record.status_at = Registration.Status.ARRANGED, clock.now()
    record.save()
    sessions.seat(session, record)
