"""Somebody checks a certificate on a phone: by two facts, by its QR code, and a file dropped on the page (4.5)."""

import pytest

from certificates.issuing.models import Certificate
from tests.browser import axe_violations, chromium, overflow, page_at, portal  # noqa: F401 fixtures
from tests.factories import certificates

pytestmark = [pytest.mark.django_db, pytest.mark.journey]
WAIT = 30_000
DROP = """() => {
  const transfer = new DataTransfer();
  transfer.items.add(new File(["%PDF-1.7 nothing"], "证书.pdf", { type: "application/pdf" }));
  document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: transfer }));
}"""


def fine(page):
    assert axe_violations(page) == []
    assert overflow(page) == 0


@pytest.mark.clause("4.5")
def test_a_certificate_is_looked_up_scanned_and_dropped(page_at, portal):  # noqa: F811
    certificate = certificates.printed()
    page = page_at(390)
    page.goto(portal)
    page.get_by_role("link", name="证书查询").first.click()
    page.get_by_label("证书编号").fill(certificate.number.lower())
    page.get_by_label("姓名").fill("别人")
    fine(page)
    page.get_by_role("button", name="查询").click()
    page.get_by_role("heading", name="查无此证").wait_for(timeout=WAIT)
    fine(page)
    assert page.get_by_label("姓名").input_value() == "别人"

    page.get_by_label("姓名").fill(f" {certificate.name} ")
    page.get_by_role("button", name="查询").click()
    page.get_by_role("heading", name="查询结果").wait_for(timeout=WAIT)
    fine(page)
    shown = page.locator("main").inner_text()
    assert certificate.number in shown
    assert certificate.document_number not in shown
    assert page.context.cookies() == []

    Certificate.objects.filter(pk=certificate.pk).update(status="corrected")
    page.goto(f"{portal}/lookup/v/{certificate.code}/")
    fine(page)
    assert "已更正，见新证" in page.locator("main").inner_text()

    page.goto(f"{portal}/lookup/file/")
    page.evaluate(DROP)
    assert page.get_by_label("电子证书文件").evaluate("input => input.files[0].name") == "证书.pdf"
    page.get_by_role("button", name="核验").click()
    page.get_by_role("heading", name="核验结果").wait_for(timeout=WAIT)
    fine(page)
    assert "没有电子签名" in page.locator("main").inner_text()
