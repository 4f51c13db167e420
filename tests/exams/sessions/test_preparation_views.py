"""Pages of the preparation notice."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exams.sessions.models import Preparation
from sdzx.files.access import may_read
from tests.factories import sessions

pytestmark = [pytest.mark.django_db, pytest.mark.clause("4.2")]


def url(name: str, made: Preparation, *more: str) -> str:
    return reverse(f"sessions:preparations:{name}", args=[made.uid, *more])


def test_from_notice_to_ready_on_the_pages(client, enter) -> None:
    made = sessions.session("published", candidates=1, prepared="sent").preparation
    staff = sessions.staff_of(made.session)
    enter(staff)
    assert client.get(url("record", made)).status_code == 200
    client.post(url("step", made, "acknowledge"))
    page = client.get(url("record", made))
    assert [blocker.sentence for blocker in page.context["blockers"]] == ["还没有逐项确认：操作室、醒发箱、高筋面粉。"]
    first, *rest = made.items.all()
    data = {f"item{row.pk}-ready": "yes" for row in [first, *rest]}
    data[f"item{first.pk}-photo"] = SimpleUploadedFile("操作室.jpg", picture())
    assert client.get(url("tick", made)).status_code == 200
    client.post(url("tick", made), data)
    first.refresh_from_db()
    assert (first.ready, may_read(staff, first.photo)) == (True, True)
    client.post(url("step", made, "report_ready"))
    assert Preparation.objects.get().status == "ready"
    refused = client.post(url("tick", made), {f"item{first.pk}-ready": "no"})
    assert "签收后、报告准备齐全前" in refused.context["blockers"][0].sentence


def picture() -> bytes:
    import io

    from PIL import Image

    target = io.BytesIO()
    Image.new("RGB", (300, 300), "white").save(target, "JPEG")
    return target.getvalue()


def test_tick_with_a_file_that_is_no_picture_keeps_the_rest(client, enter) -> None:
    made = sessions.session("published", prepared="acknowledged").preparation
    first = made.items.first()
    enter(sessions.staff_of(made.session))
    data = {f"item{first.pk}-ready": "no", f"item{first.pk}-photo": SimpleUploadedFile("a.jpg", b"text")}
    page = client.post(url("tick", made), data)
    assert page.status_code == 422
    assert page.context["forms"][0]["ready"].value() == "no"


def test_another_site_gets_404(client, enter) -> None:
    made = sessions.session("published", prepared="acknowledged").preparation
    enter(sessions.staff_of(sessions.session("published")))
    for address in (url("record", made), url("tick", made), url("document", made), url("step", made, "acknowledge")):
        assert client.get(address).status_code == 404


def test_document_is_a_pdf_and_the_centre_reads_it(client, enter, arranger) -> None:
    made = sessions.session("published").preparation
    enter(arranger)
    assert client.get(url("document", made)).content.startswith(b"%PDF")
    assert client.get(url("tick", made)).status_code == 403
