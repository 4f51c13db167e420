import base64
import io
from urllib.parse import unquote

from PIL import Image

from sdzx.documents import qr

ADDRESS = "https://zx.example.cn/v/3701-2026-000123-7"


def test_svg_has_no_quiet_zone() -> None:
    drawing = unquote(qr.svg(ADDRESS))
    assert drawing.startswith("data:image/svg+xml")
    assert "width='116' height='116'" in drawing  # 29 modules of 4


def test_png_has_its_quiet_zone() -> None:
    header, _, body = qr.png(ADDRESS).partition(",")
    with Image.open(io.BytesIO(base64.b64decode(body))) as picture:
        assert (header, picture.size) == ("data:image/png;base64", (222, 222))  # 29 + 2 × 4 modules of 6
