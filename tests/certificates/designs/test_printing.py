"""What is printed by a design: one by one, by the press, as an electronic certificate, and the test sheet."""

import copy
import io
from decimal import Decimal

import pikepdf
import pytest
from PIL import Image, ImageOps

from certificates.designs import compiled, documents, layout, printing, samples, services, sheets
from certificates.designs.models import Calibration, Design
from sdzx.accounts.models import Center
from sdzx.accounts.roles import Role
from sdzx.documents.press import print_sheets
from tests.factories import designs, people
from tests.sdzx.documents.press.sheets import SAME, alike, pictures, texts

CITY = Center(city="青岛市", name="青岛市职业技能鉴定（指导）中心")
PIXELS = 100 / 25.4  # of `pictures`, a millimetre


def full(**values) -> Design:
    return Design(**{"center": CITY, "version": 1, "fields": layout.default(297, 210), "art": "lines", **values})


def overlay(**values) -> Design:
    return full(kind="overlay", **values)


def pressed(design, *sheets_, right=0.0, down=0.0) -> bytes:
    out = io.BytesIO()
    print_sheets(compiled.compiled_by(design).moved(dx_mm=right, dy_mm=-down), sheets_, out, title="证书")
    return out.getvalue()


@pytest.mark.clause("4.5")
@pytest.mark.parametrize("which", samples.NAMES)
@pytest.mark.parametrize("make", [full, overlay], ids=["full", "overlay"])
def test_press_and_a_single_print_agree(make, which):
    design, facts = make(), samples.facts(which)
    alone = documents.certificate_pdf(
        design, facts, title="证书", right=Decimal("1.5"), down=Decimal(-2) if make is overlay else Decimal()
    )
    stamped = pressed(design, facts, right=1.5, down=-2) if make is overlay else pressed(design, facts)
    if make is full:
        alone = documents.certificate_pdf(design, facts, title="证书")
    assert alike(pictures(alone)[0], pictures(stamped)[0]) >= SAME
    other = pressed(design, samples.facts("rare" if which == "ordinary" else "ordinary"), right=1.5, down=-2)
    assert alike(pictures(alone)[0], pictures(other)[0]) < SAME  # the measure sees a name
    for content in (alone, stamped):
        assert [
            key for key in ("name", "number", "project", "document_number") if facts[key] not in texts(content)[0]
        ] == []


def test_portrait_page_with_a_seal_agrees_too():
    design = full(width=210, height=297, fields=layout.default(210, 297), palette="red")
    alone = documents.certificate_pdf(design, samples.facts(), title="证书")
    assert alike(pictures(alone)[0], pictures(pressed(design, samples.facts()))[0]) >= SAME


def test_every_slot_of_a_layout_is_drawn_or_left_out():
    fields = layout.default(297, 210)
    names = {field.name for field in compiled.compiled_by(overlay()).fields}
    assert names == {key for key, slot in layout.SLOTS.items() if not slot.fixed}
    for key in ("photo", "qr", "reprint", "lookup"):
        fields[key]["shown"] = False
    assert names - {field.name for field in compiled.compiled_by(overlay(fields=fields)).fields} == {
        "photo",
        "qr",
        "reprint",
        "lookup",
    }


def test_overlay_prints_the_facts_alone():
    (text,) = texts(documents.certificate_pdf(overlay(), samples.facts(), title="证书"))
    assert "专项职业能力证书" not in text
    assert "证书编号" not in text
    assert "张伟" in text


@pytest.mark.parametrize("art", [Design.Art.CLASSIC, Design.Art.FRAME, Design.Art.NONE])
def test_art_is_behind_the_preview_and_kept_apart_from_it(art):
    design = full(art=art, width=210, height=148, fields=layout.default(210, 148))
    shown = pictures(sheets.sample_pdf(design))[0]
    assert (
        alike(shown, pictures(documents.certificate_pdf(design, samples.facts(center=CITY.name), title="证书"))[0])
        >= SAME
    )
    assert (shown.getpixel((30, 30)) == (255, 255, 255)) == (art == Design.Art.NONE)


def test_code_has_white_around_it():
    page = pictures(documents.certificate_pdf(full(art="classic"), samples.facts(), title="证书"))[0]
    placed = layout.default(297, 210)["qr"]
    white = layout.quiet(placed["width"])
    left = round((placed["x"] - white / 2) * PIXELS)
    column = {page.getpixel((left, round((placed["y"] + each) * PIXELS))) for each in range(int(placed["height"]))}
    assert column == {(255, 255, 255)}


def test_test_sheet_is_moved_by_the_calibration():
    plain = ink(sheets.calibration_sheet(overlay()))
    moved = ink(sheets.calibration_sheet(overlay(), Calibration(printer="HP", right=Decimal(3), down=Decimal(-2))))
    assert [round((b - a) / PIXELS) for a, b in zip(plain, moved, strict=True)] == [3, -2, 3, -2]


def test_test_sheet_says_whose_it_is():
    (text,) = texts(
        sheets.calibration_sheet(overlay(), Calibration(printer="HP", right=Decimal("1.5"), down=Decimal(-2)))
    )
    assert "测试页，不是证书" in text
    assert "打印机“HP”，已按校准移动：向右1.5毫米，向下-2毫米" in text
    assert "证书编号左115上54" in text


def ink(content):
    """The box around everything that is printed."""
    page: Image.Image = pictures(content)[0].convert("L")
    found = ImageOps.invert(page).point(lambda level: 255 if level > 60 else 0).getbbox()
    assert found is not None
    return found


@pytest.mark.django_db
@pytest.mark.clause("4.5")
def test_centre_prints_by_its_design_in_use():
    city, director = people.center(), people.actor(Role.DIRECTOR)
    facts = samples.facts()
    assert "特发此证" in texts(printing.printed(city, facts, title="证书"))[0]  # the built-in one
    services.put_in_use(designs.design(title="济南市能力证书"), by=director)
    for content in (
        printing.printed(city, facts, title="证书"), printing.electronic(city, facts, title="证书", variant="pdf/a-2b"),
        stamped(compiled.compiled_for(city), facts),
    ):  # fmt: skip
        assert "济南市能力证书" in texts(content)[0]


@pytest.mark.django_db
@pytest.mark.clause("4.5")
def test_overlay_is_moved_as_the_printer_needs_and_never_electronic():
    city, certifier = people.center(), people.actor(Role.CERTIFIER)
    design = designs.overlay()
    services.put_in_use(design, by=people.actor(Role.DIRECTOR))
    facts = samples.facts()
    at = ink(printing.printed(city, facts, title="证书"))
    services.calibrate(design, by=certifier, printer="HP", right=Decimal(5), down=Decimal(4))
    services.calibrate(design, by=certifier, printer="兄弟", right=Decimal(0), down=Decimal(0))
    for content in (
        printing.printed(city, facts, title="", printer="HP"),
        stamped(compiled.compiled_for(city, printer="HP"), facts),
    ):
        assert [round((b - a) / PIXELS) for a, b in zip(at, ink(content), strict=True)] == [5, 4, 5, 4]
    assert ink(printing.printed(city, facts, title="证书")) == at  # the newest calibration
    assert "特发此证" in texts(printing.electronic(city, facts, title="证书", variant="pdf/a-2b"))[0]


@pytest.mark.django_db
def test_compiled_design_is_kept_by_version():
    city = people.center()
    assert compiled.compiled_for(city) is compiled.compiled_for(city)
    services.put_in_use(designs.design(), by=people.actor(Role.DIRECTOR))
    assert compiled.compiled_for(city) is compiled.compiled_for(city)
    assert not compiled.compiled_for(city).overlay


def stamped(press, facts) -> bytes:
    out = io.BytesIO()
    print_sheets(press, [facts], out, title="证书")
    return out.getvalue()


def test_sheet_is_sound():
    with pikepdf.open(io.BytesIO(sheets.sample_pdf(full()))) as document:
        assert document.check_pdf_syntax() == []


def test_layout_of_a_page_is_not_shared():
    one = layout.default(297, 210)
    one["name"]["x"] = 0.0
    assert copy.deepcopy(layout.default(297, 210))["name"]["x"] == 92
