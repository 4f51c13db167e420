"""A centre gives its certificates a look of its own: a full design, then one for pre-printed blanks, calibrated and printed."""

import re

import pytest

from certificates.designs.models import Design
from certificates.issuing.models import Print
from sdzx.accounts.roles import Role
from tests.browser import chromium, page_at, portal  # noqa: F401 fixtures
from tests.factories import certificates, people, pictures, prints
from tests.journeys.walker import Walker
from tests.sdzx.documents.press.sheets import texts

pytestmark = [pytest.mark.django_db, pytest.mark.journey]


@pytest.fixture
def walk(page_at, portal, tmp_path):  # noqa: F811
    walker = Walker(page_at, portal, tmp_path, 2026, 3, 2, 10)
    yield walker
    walker.close()


def preview(walk) -> str:
    return walk.page.locator("#preview").inner_text()


def picture(walk) -> str:
    return walk.page.locator("#preview img").get_attribute("src") or ""


@pytest.mark.clause("4.5")
def test_design_is_made_refused_mended_and_put_in_use(walk):
    certifier, director = people.actor(Role.CERTIFIER), people.actor(Role.DIRECTOR)
    walk.act(certifier).open("/certificates/designs/").press("新建样式")
    walk.fill(kind="full", paper="A4", turn="landscape").press("下一步").sees("修改证书样式", "可以启用")
    before = picture(walk)

    walk.fill(art="lines", title="济南市专项职业能力证书", issued_on__y="178")
    walk.page.locator("#preview", has_text="“发证日期”与“印制流水码”的位置重叠").wait_for(timeout=30_000)
    assert picture(walk) != before
    walk.fill(number__x="左边", seal=walk.file("印章.png", pictures.portrait(300, 300)))
    walk.refused("保存草稿", "有1处需要更正", "证书编号：左").holds(number__x="左边", issued_on__y="178")
    walk.fill(number__x="92").press("保存草稿").sees("草稿已保存", "位置重叠")

    design = Design.objects.get()
    assert design.seal is not None
    walk.act(director).barred(f"/certificates/designs/{design.uid}/put_in_use/", "“发证日期”与“印制流水码”的位置重叠")
    walk.act(certifier, width=390).open(f"/certificates/designs/{design.uid}/edit/")
    walk.fill(issued_on__y="168", sample="long").press("保存草稿")
    walk.act(director).open(f"/certificates/designs/{design.uid}/").step("启用").sees("使用中")


@pytest.mark.clause("4.5")
def test_overlay_is_calibrated_and_a_certificate_printed_by_it(walk):
    certifier, director = people.actor(Role.CERTIFIER), people.actor(Role.DIRECTOR)
    certificate = certificates.numbered()[0]
    prints.stocked(center=certificate.center)
    walk.act(certifier).open("/certificates/designs/").press("新建样式")
    walk.fill(kind="overlay", paper="A4", turn="landscape").press("下一步").press("保存草稿").sees("还没有校准过打印机")
    design = Design.objects.get()
    page = f"/certificates/designs/{design.uid}/"
    assert "没有移动" in texts(walk.download(f"{page}test-sheet.pdf"))[0]
    walk.act(director).open(page).step("启用")

    walk.act(certifier).open(page).press("校准").fill(printer="证书室打印机", right="30", down="-1")
    walk.refused("保存", "20").holds(printer="证书室打印机", down="-1")
    walk.fill(right="1.5").press("保存").sees("校准已保存", "证书室打印机")
    sheet = walk.page.get_by_role("link", name=re.compile("证书室打印机的测试页")).get_attribute("href")
    assert "已按校准移动：向右1.5毫米，向下-1.0毫米" in texts(walk.download(sheet))[0]

    walk.open(f"/certificates/{certificate.uid}/")
    walk.press("打印证书").press("生成证书")
    made = Print.objects.get(certificate=certificate)
    (text,) = texts(walk.download(f"/files/{made.file.uid}/"))
    assert certificate.number in text
    assert "特发此证" not in text
