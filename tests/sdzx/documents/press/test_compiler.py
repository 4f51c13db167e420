"""What can be compiled, and what is refused."""

import pickle

import pytest

from sdzx.documents.errors import RenderError
from sdzx.documents.press import compile_template, compiler, hybrid
from tests.sdzx.documents.press.sheets import LONG, TEMPLATE, compiled, sheet, texts

PAGE = "<style>@page {{ size: 100mm 50mm; margin: 0 }} p {{ margin: 0 }} {css}</style>{body}"


def test_fields_are_measured_in_points_from_the_lower_left_corner(monkeypatch: pytest.MonkeyPatch) -> None:
    css = "div { position: absolute; left: 10mm; top: 20mm; width: 50mm; height: 10mm; font: 12pt/1 var(--sans); color: red; text-align: right }"
    monkeypatch.setattr(
        compiler, "filled", lambda *_, **__: PAGE.format(css=css, body='<div data-field="name">字</div>')
    )
    made = compile_template("x", {})
    (field,) = made.fields
    millimetre = 72 / 25.4
    assert (field.name, field.kind, field.family, field.bold, field.align, field.colour) == (
        "name", "text", "sans", False, "right", (1.0, 0.0, 0.0),
    )  # fmt: skip
    assert field.x == pytest.approx(10 * millimetre)
    assert field.width == pytest.approx(50 * millimetre)
    assert field.size == pytest.approx(12)
    assert 30 * millimetre - 12 < field.y < 30 * millimetre  # the baseline, within the line below 20 mm
    assert (made.width, made.height) == (pytest.approx(100 * millimetre), pytest.approx(50 * millimetre))


@pytest.mark.parametrize(
    ("css", "body", "message"),
    [
        ("div { letter-spacing: 1pt }", '<div data-field="name">字</div>', "letter-spacing"),
        ("div { text-indent: 1em }", '<div data-field="name">字</div>', "indent"),
        ("div { text-align: justify }", '<div data-field="name">字</div>', "text-align justify"),
        ("", '<div data-field="name"></div>', "empty"),
        ("p { break-before: page }", "<p>一</p><p>二</p>", "2 pages"),
    ],
)
def test_template_that_cannot_be_stamped_is_refused(
    css: str, body: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiler, "filled", lambda *_, **__: PAGE.format(css=css, body=body))
    with pytest.raises(RenderError, match=message):
        compile_template("x", {})


def test_certificate_has_a_field_for_every_fact() -> None:
    facts = set(sheet())
    assert {field.name for field in compiled().fields} == facts


def test_compiled_template_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(compiled())) == compiled()


def test_art_has_no_field() -> None:
    (text,) = texts(compiled().art)
    assert sheet()["number"] not in text
    assert "特发此证" in text


def test_overlay_has_no_art() -> None:
    assert compile_template(TEMPLATE, sheet(reprint="补发"), overlay=True).art == b""


def test_what_is_given_beside_the_sheets_is_kept_with_the_template() -> None:
    given = {"center": "济南市中心"}
    facts = {key: value for key, value in sheet(reprint="补发").items() if key != "center"}
    made = compile_template(TEMPLATE, facts, given=given)
    assert made.given == given
    long = {**facts, "name": LONG}
    assert "济南市中心" in texts(hybrid.texts(made, [{**long, "center": "济南市中心"}]))[0]


def test_moved_template_is_another_one() -> None:
    plain = compiled()
    moved = plain.moved(dx_mm=25.4, dy_mm=-25.4)
    assert (moved.dx, moved.dy, plain.dx) == (72, -72, 0)
