"""A batch looks and reads like certificates rendered one by one."""

import io

import pikepdf
import pytest

from sdzx.documents.errors import MissingFact, UnprintableText
from sdzx.documents.press import compile_template, print_sheets, unprintable
from sdzx.documents.render import render
from tests.sdzx.documents.press.sheets import (
    LONG,
    MINORITY,
    ORDINARY,
    RARE,
    SAME,
    TEMPLATE,
    TWO_FONTS,
    alike,
    compiled,
    pictures,
    printed,
    sheet,
    texts,
)  # fmt: skip

NAMES = {
    "ordinary": ORDINARY,
    "long": LONG,
    "minority": MINORITY,
    "rare": RARE,
    "two fonts": TWO_FONTS,
    "latin": "Jean-Luc AVATAR",
}


@pytest.mark.clause("4.5")
@pytest.mark.parametrize("name", NAMES.values(), ids=list(NAMES))
def test_stamped_certificate_looks_like_one_rendered_alone(name: str) -> None:
    alone = pictures(render(TEMPLATE, sheet(name), title="证书"))[0]
    stamped = pictures(printed([sheet(name)]))[0]
    assert alike(alone, stamped) >= SAME
    assert alike(alone, pictures(printed([sheet("另一个人")]))[0]) < SAME  # the measure sees a name


def test_reprint_and_pictures_without_loss_look_alike_too() -> None:
    row = sheet(reprint="补发　2026年3月14日", photo=png())
    assert alike(pictures(render(TEMPLATE, row, title=""))[0], pictures(printed([row]))[0]) >= SAME


@pytest.mark.clause("4.5")
@pytest.mark.parametrize("name", NAMES.values(), ids=list(NAMES))
def test_text_taken_out_equals_the_record(name: str) -> None:
    row = sheet(name)
    text = texts(printed([row]))[0]
    wanted = (
        "name",
        "document_type",
        "document_number",
        "project",
        "result",
        "number",
        "serial",
        "issued_on",
        "center",
    )
    assert [key for key in wanted if "".join(row[key].split()) not in text] == []


def test_pages_keep_their_order_when_some_are_set_by_layout() -> None:
    names = [ORDINARY, LONG, RARE, LONG, *[ORDINARY] * 70, TWO_FONTS]
    rows = [sheet(name, serial=f"P26-{number:07d}") for number, name in enumerate(names)]
    out = io.BytesIO()
    report = print_sheets(compiled(), rows, out, title="证书")
    assert (report.pages, report.set_by_layout) == (75, 3)
    found = texts(out.getvalue())
    assert [(row["serial"] in text, row["name"] in text) for row, text in zip(rows, found, strict=True)] == [
        (True, True)
    ] * 75


def test_art_is_in_the_file_once_whoever_sets_the_text() -> None:
    assert len(printed([sheet(LONG)] * 3)) - len(printed([sheet(LONG)] * 2)) < len(compiled().art) / 10


def test_more_than_one_group_is_laid_out() -> None:
    out = io.BytesIO()
    assert print_sheets(compiled(), [sheet(LONG)] * 27, out, title="证书").set_by_layout == 27


def test_file_is_sound() -> None:
    with pikepdf.open(io.BytesIO(printed([sheet(), sheet(LONG)]))) as document:
        assert document.check_pdf_syntax() == []
        assert str(document.docinfo["/Title"]) == "证书"


def test_each_font_is_embedded_once_and_as_a_subset() -> None:
    with pikepdf.open(io.BytesIO(printed([sheet(serial=f"P26-{number:07d}") for number in range(30)]))) as document:
        fonts = {str(font.BaseFont) for page in document.pages for font in page.Resources.Font.values()}
    assert len(fonts) == 3  # serif, sans, sans bold
    assert len(printed([sheet()] * 30)) < 2 * len(printed([sheet()]))


def test_characters_that_share_a_glyph_are_told_apart_when_taken_out() -> None:
    found = texts(printed([sheet("一一"), sheet("⼀⼀")]))
    assert ["一一" in text for text in found] == [True, False]
    assert ["⼀⼀" in text for text in found] == [False, True]


def test_overlay_prints_fields_alone_and_moved() -> None:
    plain = compile_template(TEMPLATE, sheet(reprint="补发"), overlay=True)
    moved = compile_template(TEMPLATE, sheet(reprint="补发"), overlay=True, dx_mm=10, dy_mm=-5)
    for name in (ORDINARY, LONG):
        content, shifted = printed([sheet(name)], plain), printed([sheet(name)], moved)
        assert "特发此证" not in texts(content)[0]
        box, other = ink(content), ink(shifted)
        pixels = 100 / 25.4
        assert [round((b - a) / pixels) for a, b in zip(box, other, strict=True)] == [10, 5, 10, 5]


def test_sheets_with_characters_that_no_font_draws_are_named_before() -> None:
    rows = [sheet(), sheet("张\ue123\ue124"), sheet(project="\ue200制作")]
    assert unprintable(compiled(), rows) == [(1, "name", "\ue123\ue124"), (2, "project", "\ue200")]


def test_sheet_with_a_character_that_no_font_draws_is_refused() -> None:
    with pytest.raises(UnprintableText):
        printed([sheet("张\ue123")])


def test_sheet_that_lacks_a_field_is_refused() -> None:
    row = sheet()
    del row["serial"]
    with pytest.raises(MissingFact, match="serial"):
        printed([row])


def test_sheet_without_a_photo_keeps_the_frame() -> None:
    row = sheet(photo=None)
    assert alike(pictures(render(TEMPLATE, row, title=""))[0], pictures(printed([row]))[0]) >= SAME


def png() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.radial_gradient("L").resize((60, 84)).convert("RGBA").save(out, "PNG")
    return out.getvalue()


def ink(content: bytes) -> tuple[int, int, int, int]:
    """The box around everything that is printed."""
    from PIL import ImageOps

    found = ImageOps.invert(pictures(content)[0].convert("L")).point(lambda level: 255 if level > 60 else 0).getbbox()
    assert found is not None
    return found
