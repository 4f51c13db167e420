import math
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sdzx.documents import guilloche

DRAWING = Path(__file__).resolve().parents[3] / "static" / "pdf" / "certificate.svg"


def test_certificate_is_the_drawing_in_the_tree() -> None:
    assert guilloche.certificate() == DRAWING.read_text(encoding="ascii")


def test_certificate_is_an_a4_page_in_millimetres() -> None:
    root = ElementTree.fromstring(guilloche.certificate())
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("297mm", "210mm", "0 0 297 210")


def test_bezier_follows_the_curve() -> None:
    path = guilloche.bezier(lambda at: (math.cos(at), math.sin(at)), 0, math.pi, 2)
    assert path == "M1.00 0.00C1.00 0.52 0.52 1.00 0.00 1.00C-0.52 1.00 -1.00 0.52 -1.00 0.00"


def test_main_writes_the_drawing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(guilloche, "__file__", str(tmp_path / "sdzx" / "documents" / "guilloche.py"))
    guilloche.main()
    assert (tmp_path / "static" / "pdf" / "certificate.svg").read_text(encoding="ascii") == guilloche.certificate()


@pytest.mark.parametrize("page", [(210, 297), (210, 148), (184, 130)])
def test_other_pages_are_drawn_to_their_size(page):
    root = ElementTree.fromstring(guilloche.certificate(guilloche.Drawing(*page)))
    assert (root.get("width"), root.get("height")) == (f"{page[0]}mm", f"{page[1]}mm")
    _, _, width, height = map(float, root.get("viewBox").split())
    assert min(width, height) == 210
    assert width / height == pytest.approx(page[0] / page[1])


def test_plain_lines_have_neither_strands_nor_rosettes():
    plain = guilloche.certificate(guilloche.Drawing(interlaced=False, watermark=False))
    assert "<path" not in plain
    assert plain.count("<rect") == 5


def test_colours_are_the_drawings_own():
    assert "#1f5f66" not in guilloche.certificate(guilloche.Drawing(main="#9c2b2e", second="#b08d3e"))
