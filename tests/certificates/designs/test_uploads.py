"""Backgrounds and seals on their way in."""

import io

import pikepdf
import pytest
from PIL import Image

from certificates.designs import uploads
from sdzx.accounts.roles import Role
from sdzx.files.services import content, store
from sdzx.workflow import Refused
from tests.factories import people

pytestmark = pytest.mark.django_db


def page_pdf(*sizes):
    """Blank pages of these sizes in points."""
    made, out = pikepdf.new(), io.BytesIO()
    for size in sizes:
        made.add_blank_page(page_size=size)
    made.save(out)
    return out.getvalue()


def draft(body, by, media_type=""):
    return store(body, name="底图", kind="draft", by=by, media_type=media_type)


@pytest.fixture
def by():
    return people.actor(Role.CERTIFIER)


def test_pdf_becomes_a_sharp_picture(by):
    made = uploads.background(draft(page_pdf((842, 595)), by), by=by)
    assert (made.kind, made.media_type, made.width) == ("design.art", "image/png", 3509)
    assert uploads.background(made, by=by) == made


@pytest.mark.parametrize(
    ("sizes", "said"),
    [([(842, 595)] * 2, "应当只有一页，现有2页"), ([(2000, 595)], "页面过大，边长不能超过450毫米")],
)
def test_pdf_that_is_no_page_is_refused(by, sizes, said):
    with pytest.raises(Refused, match=said):
        uploads.background(draft(page_pdf(*sizes), by), by=by)


def test_svg_is_written_anew(by):
    body = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="urn:i"><metadata>x</metadata><path d="M0 0"/></svg>'
    made = uploads.background(draft(body, by, "image/svg+xml"), by=by)
    assert b"metadata" not in content(made)
    assert made.width is None


def test_white_of_a_seal_becomes_transparent(by):
    out = io.BytesIO()
    image = Image.new("RGB", (2, 1), "white")
    image.putpixel((0, 0), (200, 0, 0))
    image.save(out, "PNG")
    with Image.open(io.BytesIO(uploads.transparent(out.getvalue()))) as made:
        assert [made.getpixel((0, 0)), made.getpixel((1, 0))] == [(200, 0, 0, 255), (255, 255, 255, 0)]
