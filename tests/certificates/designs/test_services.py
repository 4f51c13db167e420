"""Versions of designs and calibrations."""

import copy
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from certificates.designs import layout, services, uploads
from certificates.designs.models import Calibration, Design
from certificates.designs.services import Look
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.files.models import StoredFile
from sdzx.files.services import content, store
from sdzx.workflow import Refused
from tests.factories import designs, people, pictures

pytestmark = pytest.mark.django_db


@pytest.fixture
def certifier():
    return people.actor(Role.CERTIFIER)


@pytest.fixture
def director():
    return people.actor(Role.DIRECTOR)


def look(design, **changes) -> Look:
    names = ("art", "palette", "title", "statement", "note", "fields", "background", "seal")
    return {**{name: copy.deepcopy(getattr(design, name)) for name in names}, **changes}


def test_create_begins_with_the_houses_layout(certifier):
    made = services.create(by=certifier, kind="full", width=210, height=297)
    assert (made.version, made.status, made.fields) == (1, "draft", layout.default(210, 297))
    assert services.create(by=certifier, kind="full", width=210, height=297).version == 2


def test_create_from_another_takes_its_look_layout_and_calibrations(certifier):
    start = designs.overlay(palette="red", title="结业证书")
    start.fields["name"]["x"] = 93.0
    start.save()
    services.calibrate(start, by=certifier, printer="HP", right=Decimal("1.5"), down=Decimal(-2))
    made = services.create(by=certifier, kind="overlay", width=297, height=210, start=start)
    assert (made.palette, made.title, made.fields["name"]["x"]) == ("red", "结业证书", 93.0)
    assert str(made.calibrations.get()) == "HP：向右1.5毫米，向下-2.0毫米"
    other_page = services.create(by=certifier, kind="full", width=210, height=297, start=start)
    assert (other_page.palette, other_page.fields) == ("red", layout.default(210, 297))
    assert not other_page.calibrations.exists()


def test_create_without_the_grant_or_a_centre_is_refused(director):
    with pytest.raises(Refused):
        services.create(by=director, kind="full", width=297, height=210)
    nowhere = people.Actor(Role.PROVINCE, people.user())
    with pytest.raises(Refused, match="请切换到中心的身份"):
        services.create(by=nowhere, kind="full", width=297, height=210)


def test_edit_keeps_the_look_and_says_in_the_trace_what_moved(certifier):
    made = designs.design()
    fields = copy.deepcopy(made.fields)
    fields["number"]["x"] = 95.0
    services.edit(made, by=certifier, look=look(made, fields=fields, title="能力证书"))
    made.refresh_from_db()
    assert (made.title, made.fields["number"]["x"]) == ("能力证书", 95.0)
    entry = entries_of(made).last()
    assert (entry.before["证书标题"], entry.after["证书标题"]) == ("专项职业能力证书", "能力证书")
    assert entry.after["版面"] == ["证书编号：左92 上54 宽110 高8 12.5磅→左95 上54 宽110 高8 12.5磅"]


def test_edit_takes_pictures_and_keeps_them(certifier):
    made = designs.design()
    draft = store(pictures.portrait(), name="底.jpg", kind="draft", by=certifier)
    stamp = store(pictures.portrait(), name="章.jpg", kind="draft", by=certifier)
    services.edit(made, by=certifier, look=look(made, background=draft, seal=stamp))
    assert (made.background.kind, made.seal.kind, made.seal.media_type) == (uploads.ART, uploads.SEAL, "image/png")
    assert entries_of(made).last().after["上传的底图"].startswith("底.jpg（SHA-256 ")
    kept = (made.background, made.seal)
    services.edit(made, by=certifier, look=look(made))
    assert (made.background, made.seal) == kept
    services.edit(made, by=certifier, look=look(made, background=None, seal=None))
    assert (made.background, made.seal) == (None, None)


@pytest.mark.clause("4.5")
def test_edit_after_use_is_refused_by_the_service_and_the_database(certifier, director):
    made = designs.design()
    services.put_in_use(made, by=director)
    with pytest.raises(Refused, match="启用或停用后不能修改"):
        services.edit(made, by=certifier, look=look(made))
    with pytest.raises(IntegrityError, match="designs do not change"), transaction.atomic():
        Design.objects.filter(pk=made.pk).update(title="别的")
    with pytest.raises(IntegrityError, match="designs do not change"), transaction.atomic():
        made.delete()


def test_only_the_own_centres_designs_are_changed(director):
    house = designs.design(people.center("370000"))
    province = people.actor(Role.PROVINCE)
    city = designs.design()
    for act in (
        lambda: services.edit(city, by=province, look=look(city)), lambda: services.put_in_use(city, by=province),
        lambda: services.discard(city, by=province), lambda: services.put_in_use(house, by=director),
    ):  # fmt: skip
        with pytest.raises(Refused, match="其他中心的证书样式"):
            act()
    services.put_in_use(city, by=director)
    with pytest.raises(Refused, match="其他中心的证书样式"):
        services.retire(city, by=province, ground="理由")


@pytest.mark.clause("4.5")
def test_put_in_use_takes_the_place_of_the_former(director):
    first, second = designs.design(), designs.design()
    services.put_in_use(first, by=director)
    services.put_in_use(second, by=director)
    first.refresh_from_db()
    assert (first.status, second.status) == ("retired", "in_use")
    with pytest.raises(IntegrityError), transaction.atomic():
        Design.objects.create(center=second.center, version=9, status="in_use", fields=second.fields)


@pytest.mark.clause("4.5")
def test_put_in_use_names_all_that_is_wrong(director):
    made = designs.design(title="证书\ue123", art="uploaded")
    made.fields["name"]["shown"] = False
    made.save()
    with pytest.raises(Refused) as refusal:
        services.put_in_use(made, by=director)
    assert [each.sentence for each in refusal.value.blockers] == [
        "选择了“上传的底图”，请上传底图。", "姓名：是证书必须印出的内容，请勾选“印出”。",
        "字体中没有这些字：\ue123。请改用其他字。",
    ]  # fmt: skip


def test_background_is_judged_by_its_pixels(certifier, director):
    made = designs.design(art="uploaded")
    draft = store(pictures.portrait(), name="底.jpg", kind="draft", by=certifier)
    StoredFile.objects.filter(pk=draft.pk).update(width=297, height=210)
    draft.refresh_from_db()
    services.edit(made, by=certifier, look=look(made, background=draft))
    assert [each.sentence for each in services.obstacles(made)] == ["底图不够清晰：每英寸25点，至少需要150点。"]


def test_house_design_counts_where_a_centre_has_none(director):
    province, city = people.actor(Role.PROVINCE), people.center()
    assert services.design_in_use(city) is None
    house = designs.design(people.center("370000"))
    services.put_in_use(house, by=province)
    assert services.design_in_use(city) == house
    own = designs.design()
    services.put_in_use(own, by=director)
    assert services.design_in_use(city) == own
    services.retire(own, by=director, ground="换回通用样式")
    assert services.design_in_use(city) == house


def test_house_design_cannot_be_an_overlay():
    house = designs.overlay(people.center("370000"))
    with pytest.raises(Refused, match="通用样式应为整版"):
        services.put_in_use(house, by=people.actor(Role.PROVINCE))


@pytest.mark.clause("4.5")
def test_electronic_certificate_is_whole_where_paper_is_overprinted(director):
    city = people.center()
    assert services.design_for_electronic(city) is None
    services.put_in_use(designs.overlay(), by=director)
    assert services.design_for_electronic(city) is None
    house = designs.design(people.center("370000"))
    services.put_in_use(house, by=people.actor(Role.PROVINCE))
    assert services.design_for_electronic(city) == house
    full = designs.design()
    services.put_in_use(full, by=director)
    assert services.design_for_electronic(city) == full


def test_draft_is_given_up(certifier):
    made = designs.design()
    services.discard(made, by=certifier)
    assert made.status == "retired"


@pytest.mark.clause("4.5")
def test_calibration_is_kept_a_printer_with_who_and_when(certifier):
    made = designs.overlay()
    services.calibrate(made, by=certifier, printer=" HP ", right=Decimal("1.5"), down=Decimal("-0.5"))
    services.calibrate(made, by=certifier, printer="兄弟", right=Decimal(0), down=Decimal(1))
    services.calibrate(made, by=certifier, printer="HP", right=Decimal(2), down=Decimal(0))
    assert list(map(str, Calibration.objects.filter(design=made).order_by("printer"))) == [
        "HP：向右2.0毫米，向下0.0毫米", "兄弟：向右0.0毫米，向下1.0毫米",
    ]  # fmt: skip
    entry = entries_of(made).last()
    assert (entry.label, entry.before, entry.after) == (
        "校准打印机", {"校准": "HP：向右1.5毫米，向下-0.5毫米"}, {"校准": "HP：向右2毫米，向下0毫米"},
    )  # fmt: skip
    assert services.calibration_of(made, "兄弟").down == 1
    assert services.calibration_of(made).printer == "HP"
    assert services.calibration_of(made, "没有") is None
    assert services.calibration_of(designs.design()) is None


def test_calibration_of_a_full_design_is_refused(certifier):
    with pytest.raises(Refused, match="不需要校准"):
        services.calibrate(designs.design(), by=certifier, printer="HP", right=Decimal(1), down=Decimal(1))


def test_seal_lets_the_paper_through(certifier):
    draft = store(pictures.portrait(), name="章.jpg", kind="draft", by=certifier)
    made = uploads.seal(draft, by=certifier)
    assert content(made).startswith(b"\x89PNG")
