"""Pages of the designs."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from certificates.designs import services
from certificates.designs.models import Design
from sdzx.accounts.roles import Role
from tests.factories import designs, people, pictures

pytestmark = pytest.mark.django_db
NEW = reverse("designs:new")


@pytest.fixture
def certifier(enter):
    return enter(people.actor(Role.CERTIFIER))


def url(name, design):
    return reverse(f"designs:{name}", args=[design.uid])


def form(design, **changes):
    """What the browser sends for this design."""
    data = {name: getattr(design, name) for name in ("art", "palette", "title", "statement", "note")}
    for key, placed in design.fields.items():
        for name, value in placed.items():
            if value is not False:
                data[f"{key}-{name}"] = "on" if value is True else str(value)
    return {name: value for name, value in {**data, **changes}.items() if value is not None}


@pytest.mark.parametrize("rows", [1, 3])
def test_list_costs_the_same_at_any_number(certifier, django_assert_num_queries, rows):
    for _ in range(rows):
        designs.design()
    with django_assert_num_queries(6):
        page = certifier.get(reverse("designs:list")).content.decode()
    assert page.count("证书样式（济南市第") == rows


def test_director_is_offered_no_new_one(enter):
    page = enter(people.actor(Role.DIRECTOR)).get(reverse("designs:list")).content.decode()
    assert NEW not in page


def test_new_makes_a_draft_and_leads_to_its_editor(certifier):
    response = certifier.post(NEW, {"kind": "overlay", "paper": "A5", "turn": "portrait"})
    made = Design.objects.get()
    assert response.url == url("edit", made)
    assert (made.kind, made.width, made.height) == ("overlay", 148, 210)


def test_new_on_other_paper_asks_for_both_sides(certifier):
    response = certifier.post(NEW, {"kind": "full", "paper": "other", "turn": "portrait", "width": "50"})
    page = response.content.decode()
    assert response.status_code == 422
    assert "请填写纸高。" in page
    assert 'value="50"' in page
    certifier.post(NEW, {"kind": "full", "paper": "other", "turn": "portrait", "width": "200", "height": "150"})
    assert (Design.objects.get().width, Design.objects.get().height) == (200, 150)


def test_new_offers_only_what_is_seen(certifier):
    designs.design(people.center("370200"))
    designs.design()
    page = certifier.get(NEW).content.decode()
    assert "济南市第1版" in page
    assert "青岛市第1版" not in page


def test_record_shows_the_sample_and_what_is_wrong(certifier):
    made = designs.design()
    made.fields["name"]["shown"] = False
    made.save()
    page = certifier.get(url("record", made) + "?sample=long").content.decode()
    assert "姓名：是证书必须印出的内容" in page
    assert f"{url('picture', made)}?sample=long" in page
    assert url("edit", made) in page
    assert url("calibrate", made) not in page


def test_record_of_an_overlay_lists_calibrations_and_their_sheets(certifier):
    made = designs.overlay()
    page = certifier.get(url("record", made)).content.decode()
    assert "还没有校准过打印机" in page
    services.calibrate(made, by=people.actor(Role.CERTIFIER), printer="HP 1", right=1, down=2)
    page = certifier.get(url("record", made)).content.decode()
    assert f"{url('test_sheet', made)}?printer=HP+1" in page
    assert url("calibrate", made) in page


@pytest.mark.parametrize(("name", "kind"), [("picture", b"\x89PNG"), ("sample", b"%PDF"), ("test_sheet", b"%PDF")])
def test_sheets_are_sent(certifier, name, kind):
    made = designs.overlay()
    response = certifier.get(url(name, made) + "?sample=unknown")
    assert response.content.startswith(kind)
    assert response["Cache-Control"] == "private, no-store"


def test_test_sheet_of_a_printer_and_of_nobody(certifier):
    made = designs.overlay()
    services.calibrate(made, by=people.actor(Role.CERTIFIER), printer="HP", right=1, down=2)
    assert certifier.get(url("test_sheet", made) + "?printer=HP").status_code == 200
    assert certifier.get(url("test_sheet", made) + "?printer=XX").status_code == 404
    assert certifier.get(url("test_sheet", designs.design())).status_code == 404


def test_edit_shows_every_slot_and_a_preview(certifier):
    made = designs.design()
    page = certifier.get(url("edit", made)).content.decode()
    for key in made.fields:
        assert f'name="{key}-x"' in page, key
    assert 'src="data:image/png;base64,' in page
    assert "可以启用。" in page
    assert 'name="photo-size"' not in page


def test_edit_of_an_overlay_asks_for_nothing_that_the_blank_has(certifier):
    page = certifier.get(url("edit", designs.overlay())).content.decode()
    assert 'name="title-x"' not in page
    assert 'name="art"' not in page
    assert 'name="name-x"' in page


def test_edit_saves(certifier):
    made = designs.design()
    response = certifier.post(
        url("edit", made), form(made, **{"number-x": "93.5", "title": "能力证书", "qr-label": "扫一扫"})
    )
    assert response.url == url("record", made)
    made.refresh_from_db()
    assert (made.fields["number"]["x"], made.title, made.fields["qr"]["label"]) == (93.5, "能力证书", "扫一扫")
    assert made.fields["title"]["lead"] == 0


def test_edit_of_an_overlay_keeps_what_its_page_does_not_ask(certifier):
    made = designs.overlay(title="原标题")
    certifier.post(url("edit", made), form(made, **{"number-x": "93.5"}))
    made.refresh_from_db()
    assert (made.fields["number"]["x"], made.title, made.fields["title"]["x"]) == (93.5, "原标题", 50)


def test_wrong_values_come_back_beside_their_fields(certifier):
    made = designs.design()
    response = certifier.post(
        url("edit", made), form(made, **{"number-x": "abc", "name-size": "3", "title": "标" * 31})
    )
    page = response.content.decode()
    assert response.status_code == 422
    for part in ("有3处需要更正", 'value="abc"', 'value="3"', "证书编号：左", "姓名：字号"):
        assert part in page, part
    made.refresh_from_db()
    assert made.fields["number"]["x"] == 92


def test_preview_follows_what_is_typed_and_saves_nothing(certifier):
    made = designs.design()
    data = form(made, **{"name-shown": None, "do": "preview", "sample": "rare", "without_seal": "on"})
    page = certifier.post(url("edit", made), data, headers={"HX-Request": "true"}).content.decode()
    assert 'id="preview"' in page
    assert "<html" not in page
    assert 'href="#slot_name"' in page
    whole = certifier.post(url("edit", made), data).content.decode()
    assert '<option value="rare" selected>' in whole
    made.refresh_from_db()
    assert made.fields["name"]["shown"] is True


def test_preview_of_what_cannot_be_read_or_printed_says_so(certifier):
    made = designs.design()
    preview = {"do": "preview", "sample": "nobody"}
    said = [
        certifier.post(
            url("edit", made), form(made, **changes, **preview), headers={"HX-Request": "true"}
        ).content.decode()
        for changes in ({"name-x": ""}, {"title": "证书\ue123"})
    ]
    assert "有的数值还不能读取" in said[0]
    assert "现在打不出样张" in said[1]


def test_edit_of_what_was_in_use_leads_to_its_page(certifier):
    made = designs.design()
    services.put_in_use(made, by=people.actor(Role.DIRECTOR))
    assert certifier.get(url("edit", made)).url == url("record", made)


def test_house_design_is_read_by_a_city(certifier):
    house = designs.design(people.center("370000"))
    assert certifier.get(url("record", house)).status_code == 404
    services.put_in_use(house, by=people.actor(Role.PROVINCE))
    page = certifier.get(url("record", house)).content.decode()
    assert url("edit", house) not in page


def test_pictures_are_kept_over_a_refused_form_and_shown_to_whoever_sees_the_design(certifier, enter):
    made = designs.design()
    seal = SimpleUploadedFile("章.png", pictures.portrait(300, 300))
    response = certifier.post(url("edit", made), {**form(made, **{"name-x": "?"}), "seal": seal})
    page = response.content.decode()
    assert response.status_code == 422
    token = page.partition('name="seal-kept" value="')[2].partition('"')[0]
    assert token
    certifier.post(url("edit", made), form(made, **{"seal-kept": token}))
    made.refresh_from_db()
    assert made.seal.kind == "design.seal"
    file = reverse("files:download", args=[made.seal.uid])
    assert b"".join(certifier.get(file).streaming_content).startswith(b"\x89PNG")
    assert enter(people.actor(Role.CLERK)).get(file).status_code == 404


def test_background_that_cannot_be_one_is_refused_in_words(certifier):
    made = designs.design()
    svg = SimpleUploadedFile(
        "底图.svg", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'
    )
    response = certifier.post(url("edit", made), {**form(made, art="uploaded"), "background": svg})
    assert response.status_code == 422
    assert "SVG含有脚本，不能使用" in response.content.decode()


def test_background_is_printed(certifier):
    made = designs.design()
    out = io.BytesIO()
    Image.new("RGB", (2970, 2100), "#ffee88").save(out, "PNG")
    certifier.post(
        url("edit", made), {**form(made, art="uploaded"), "background": SimpleUploadedFile("底.png", out.getvalue())}
    )
    made.refresh_from_db()
    assert services.obstacles(made) == []
    with Image.open(io.BytesIO(certifier.get(url("picture", made)).content)) as page:
        assert page.convert("RGB").getpixel((5, 5)) == (255, 238, 136)


def test_put_in_use_and_retire_through_their_pages(enter):
    made = designs.design()
    director = enter(people.actor(Role.DIRECTOR))
    director.post(reverse("designs:step", args=[made.uid, "put_in_use"]))
    made.refresh_from_db()
    assert made.status == "in_use"
    director.post(reverse("designs:step", args=[made.uid, "retire"]), {"ground": "换回通用样式"})
    made.refresh_from_db()
    assert made.status == "retired"


def test_calibration_page_begins_with_the_printers_values_and_keeps_what_was_typed(certifier):
    made = designs.overlay()
    services.calibrate(made, by=people.actor(Role.CERTIFIER), printer="HP", right=1, down=2)
    page = certifier.get(url("calibrate", made) + "?printer=HP").content.decode()
    assert 'value="HP"' in page
    response = certifier.post(url("calibrate", made), {"printer": "", "right": "30", "down": "x"})
    said = response.content.decode()
    assert response.status_code == 422
    for part in ("请填写打印机。", 'value="30"', 'value="x"'):
        assert part in said, part
    assert certifier.post(url("calibrate", made), {"printer": "HP", "right": "-0.5", "down": "0"}).url == url(
        "record", made
    )
    assert str(made.calibrations.get()) == "HP：向右-0.5毫米，向下0.0毫米"
