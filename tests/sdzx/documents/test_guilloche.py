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
