"""A candidate with a telephone: from the public announcement to the ticket, the line of what happened read at each stage (3.2)."""

import io
import re

import pytest
from django.urls import reverse
from PIL import Image, ImageDraw

from exams.registration import services
from exams.registration.models import Registration
from sdzx import clock
from sdzx.accounts.roles import Role
from tests.browser import axe_violations, chromium, overflow, page_at, portal  # noqa: F401 fixtures
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
    by = people.actor(Role.APPLICANT, person=people.user("张伟"))
    clerk = people.actor(Role.CLERK)
    phone = page_at(390, has_touch=True, is_mobile=True)
    phone.set_default_timeout(WAIT)
    taken = tmp_path / "IMG_0001.JPG"
    taken.write_bytes(snapshot())

    phone.goto(portal + reverse("announcements:page", args=[item.announcement.uid]))
    phone.get_by_role("link", name=f"报名{item}").tap()
    phone.locator('[name="username"]').fill(by.user.username)
    phone.locator('[name="password"]').fill(people.PASSWORD)
    phone.locator("main").get_by_role("button", name="登录").tap()
    phone.wait_for_url("**/accounts/consent/**")
    for box in phone.locator("main input[type=checkbox]").all():
        box.check()
    phone.get_by_role("button", name="同意并继续").tap()
    phone.wait_for_url(re.compile("worklist|registrations/new"))
    phone.goto(f"{portal}/registrations/open/")
    phone.locator("main").get_by_role("link", name=str(item)).tap()
    phone.wait_for_url("**/registrations/new/**")

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

    services.accept(record, by=clerk)
    phone.reload()
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
