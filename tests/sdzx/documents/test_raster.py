"""Pages as pictures."""

import io

import pikepdf
import pytest
from PIL import Image

from sdzx.documents import raster


@pytest.fixture
def two_pages():
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page(page_size=(720, 360))
    made.add_blank_page(page_size=(72, 72))
    made.save(out)
    return out.getvalue()


def test_first_page_as_a_picture(two_pages):
    with Image.open(io.BytesIO(raster.png(two_pages, dpi=36))) as page:
        assert (page.size, page.getpixel((0, 0))) == ((360, 180), (255, 255, 255))


def test_measures(two_pages):
    assert raster.pages(two_pages) == 2
    assert raster.size_mm(two_pages) == (pytest.approx(254), pytest.approx(127))
