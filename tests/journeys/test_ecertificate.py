"""A holder takes a copy for an application; the employer checks it on the public page, also after its term, and a forged one."""

import datetime

import pytest

from certificates.electronic.models import PurposeCopy
from sdzx import clock
from tests.browser import chromium, page_at, portal  # noqa: F401 fixtures
from tests.factories import certificates, electronic
from tests.journeys.walker import Walker

pytestmark = [pytest.mark.django_db, pytest.mark.journey]


@pytest.fixture
def walk(page_at, portal, tmp_path):  # noqa: F811
    walker = Walker(page_at, portal, tmp_path, 2026, 3, 2, 10)
    yield walker
    walker.close()


def test_copy_for_a_purpose_checked_by_an_employer(walk):
    certificate = certificates.numbered()[0]
    certificate_page = f"/certificates/{certificate.uid}/"
    walk.act(electronic.holder(certificate), width=390).open(certificate_page)
    walk.press("电子证书").press("签发电子证书").sees("电子证书已签发", "使用中")
    walk.press("下载专用副本").fill(valid_until="2099-01-01", purpose="应聘面点师")
    walk.refused("生成副本", "有效期须在").holds(purpose="应聘面点师")
    until = clock.today() + datetime.timedelta(days=7)
    walk.fill(valid_until=until.isoformat()).press("生成副本").sees("已生成", "应聘面点师", "使用期内")
    copy = PurposeCopy.objects.get()
    content = walk.download(f"/files/{copy.file.uid}/")

    checked = walk.file("副本.pdf", content)
    walk.act(None).open("/lookup/file/").fill(file=checked)
    walk.press("核验").sees("可以使用", "电子签名有效", "应聘面点师", certificate.number, copy.number)

    forged = bytearray(content)
    forged[len(forged) // 3] ^= 1
    walk.open("/lookup/file/").fill(file=walk.file("改动.pdf", bytes(forged)))
    walk.press("核验").sees("不能作为有效证书使用", "文件在签发后被改动过")

    later = until + datetime.timedelta(days=1)
    walk.travel(later.year, later.month, later.day, 9)
    walk.open("/lookup/file/").fill(file=checked).press("核验").sees("不能作为有效证书使用", "已过有效期")
