"""Files as pages list them."""

import pytest

from sdzx.files import services
from sdzx.files.lines import file_line
from sdzx.ui.parts import FileLine
from tests.sdzx.files import samples

pytestmark = pytest.mark.django_db


def test_file_line_with_and_without_preview():
    photo, text = services.store(samples.jpeg(), name="a.jpg", kind="x"), services.store(b"abc", name="a.txt", kind="x")
    url = f"/files/{photo.uid}/"
    assert file_line(photo, "照片") == FileLine("a.jpg", url, "照片", photo.size, "", f"{url}?inline=1")
    assert file_line(text, "说明", "第1版") == FileLine("a.txt", f"/files/{text.uid}/", "说明", 3, "第1版", "")


def test_file_line_of_a_pdf_opens_in_the_browser_without_a_picture():
    stored = services.store(samples.pdf(), name="函.pdf", kind="x")
    assert file_line(stored, "函") == FileLine("函.pdf", f"/files/{stored.uid}/?inline=1", "函", stored.size)


def test_file_line_of_an_erased_file():
    stored = services.store(b"abc", name="a.txt", kind="x")
    services.erase(stored)
    assert file_line(stored, "视频") == FileLine("a.txt", "", "视频", 3, "内容已按规定销毁")
