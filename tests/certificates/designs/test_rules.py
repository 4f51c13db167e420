"""What makes a design unfit, and how a layout is judged."""

import copy
from decimal import Decimal

import pytest

from certificates.designs import layout, rules
from certificates.designs.models import Design
from certificates.designs.rules import Picture

A4 = layout.default(297, 210)


def design(**values):
    return Design(**{"fields": copy.deepcopy(A4), **values})


def sentences(found):
    return [each.sentence for each in found]


def judged(key, *, overlay=False, **changes):
    """What is said of the house's layout with one slot changed."""
    fields = copy.deepcopy(A4)
    fields[key].update(changes)
    words = {"title": "专项职业能力证书", "statement": "特发此证。"}
    return sentences(rules.layout_unfit(fields, width=297, height=210, overlay=overlay, words=words))


@pytest.mark.parametrize(
    "page", [(297, 210), (210, 297), (210, 148), (148, 210), (250, 176), (184, 260), (184, 130), (130, 184)]
)
def test_layout_that_a_page_begins_with_is_fit(page):
    width, height = page
    made = design(width=width, height=height, fields=layout.default(width, height))
    assert sentences(rules.design_unfit(made, None)) == []
    made.kind = Design.Kind.OVERLAY
    assert sentences(rules.design_unfit(made, None)) == []


@pytest.mark.clause("4.5")
@pytest.mark.parametrize("key", ["name", "document_number", "project", "number", "issued_on", "center"])
def test_fact_that_a_certificate_must_say_is_shown(key):
    label = layout.SLOTS[key].label
    assert judged(key, shown=False) == [f"{label}：是证书必须印出的内容，请勾选“印出”。"]


def test_fact_that_may_be_left_out_is():
    assert judged("photo", shown=False) == []


def test_slot_outside_the_page_is_named_with_by_how_much():
    assert judged("serial", x=240) == ["印制流水码：超出纸张右边15.0毫米。"]
    assert judged("lookup", y=206.5) == ["查询网址：超出纸张下边2.5毫米。"]


def test_white_around_a_code_belongs_to_the_page_too():
    (said,) = judged("qr", x=1, y=90, label="")[:1]
    assert said == "二维码：超出纸张左边1.9毫米（含二维码四周2.9毫米留白）。"


def test_overlap_is_reported_with_both_names():
    assert judged("issued_on", y=178) == ["“发证日期”与“印制流水码”的位置重叠。"]


def test_overlap_with_the_white_of_a_code_says_so():
    assert judged("qr", y=118) == ["“照片”与“二维码”的位置重叠（二维码四周须留白2.9毫米，下方文字另占4毫米）。"]


def test_seal_may_stand_over_the_centre_and_the_day():
    assert judged("seal", x=190, y=140) == []


@pytest.mark.clause("4.5")
def test_code_that_telephones_cannot_read_is_refused():
    assert judged("qr", width=14, height=14) == ["二维码：宽和高至少15毫米，否则手机扫不出。"]
    assert judged("qr", width=20, height=24) == ["二维码：宽和高应当相同。"]


def test_photo_keeps_its_ratio():
    assert judged("photo", height=40) == ["照片：照片的宽高比是5比7，宽35毫米时高应为49.0毫米，否则照片会变形。"]


@pytest.mark.parametrize("size", [6, 61])
def test_type_is_legible(size):
    assert judged("result", size=size) == ["考核结果：字号应在8至60磅之间。"]


def test_frame_has_room_for_the_longest_text():
    (said,) = judged("name", height=10, y=89.5)
    assert said.endswith("需要2行、高16.8毫米，现高10毫米，请加宽、加高或减小字号。")


def test_frame_has_room_for_a_character():
    assert judged("result", lead=165) == ["考核结果：宽度减去前置文字所占的宽度后放不下一个字。"]


def test_title_stands_apart_and_needs_more():
    assert judged("title", width=120) == [
        "证书标题：最长的内容（如“专项职业能力证书”）需要2行、高32.5毫米，现高18毫米，请加宽、加高或减小字号。"
    ]


def test_blank_needs_no_words_and_what_is_fixed_is_not_judged():
    assert judged("title", width=1, overlay=True) == []


def test_all_that_is_wrong_is_said_at_once():
    assert len(judged("number", size=5, x=290, shown=True)) == 2


def test_line_of_latin_letters_is_shorter():
    assert [rules.lines_of("字" * 11, 10.6), rules.lines_of("A" * 18, 10.6), rules.lines_of("", 0.5)] == [2, 1, 1]


def test_page_has_sides_that_a_printer_takes():
    made = design(width=90, fields=copy.deepcopy(A4))
    assert sentences(rules.design_unfit(made, None))[0] == "纸张的宽和高应在100至420毫米之间。"


def test_words_that_are_shown_are_written():
    assert sentences(rules.design_unfit(design(title=" ", statement=""), None)) == [
        "证书标题：没有填写文字，请填写或取消“印出”。", "颁证用语：没有填写文字，请填写或取消“印出”。",
    ]  # fmt: skip
    fields = copy.deepcopy(A4)
    fields["statement"]["shown"] = False
    assert rules.design_unfit(design(statement="", fields=fields), None) == []


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        (None, ["选择了“上传的底图”，请上传底图。"]),
        (Picture(None, None), []),
        (Picture(2970, 2100), []),
        (Picture(2000, 2000), ["底图的宽高比（2000×2000像素）与纸张（297×210毫米）不符，印出会变形。"]),
        (Picture(990, 700), ["底图不够清晰：每英寸85点，至少需要150点。"]),
    ],
)
def test_background_fills_the_page_and_is_sharp(picture, said):
    assert sentences(rules.design_unfit(design(art=Design.Art.UPLOADED), picture)) == said


def test_background_of_an_overlay_is_not_printed_and_not_judged():
    assert rules.design_unfit(design(art=Design.Art.UPLOADED, kind=Design.Kind.OVERLAY), None) == []


def test_house_design_is_whole():
    overlay = design(kind=Design.Kind.OVERLAY)
    assert len(rules.house_blockers(overlay, house=True)) == 1
    assert rules.house_blockers(overlay, house=False) == rules.house_blockers(design(), house=True) == []


def test_designs_are_a_centres_own():
    assert sentences(rules.own_blockers(design(center_id=1), 2)) == ["这是其他中心的证书样式，只能查看。"]
    assert rules.own_blockers(design(center_id=1), 1) == []


@pytest.mark.clause("4.5")
def test_calibration_is_for_an_overlay_and_says_all_that_is_wrong():
    full = design(status=Design.Status.RETIRED)
    found = rules.calibration_blockers(full, printer=" ", right=Decimal(30), down=Decimal(-21))
    assert sentences(found) == [
        "整版样式印在白纸上，不需要校准。", "样式已停用，不需要校准。", "请填写打印机名称。",
        "向右的偏移最多20毫米；偏得更多时请修改版面。", "向下的偏移最多20毫米；偏得更多时请修改版面。",
    ]  # fmt: skip
    overlay = design(kind=Design.Kind.OVERLAY)
    assert rules.calibration_blockers(overlay, printer="HP", right=Decimal(20), down=Decimal(-20)) == []


def test_difference_of_two_layouts_in_words():
    after = copy.deepcopy(A4)
    after["number"]["x"] = 95
    after["photo"]["shown"] = False
    assert rules.differences(A4, after) == [
        "证书编号：左92 上54 宽110 高8 12.5磅→左95 上54 宽110 高8 12.5磅", "照片：左40.5 上68 宽35 高49→不印",
    ]  # fmt: skip


def test_paper_is_known_however_it_is_turned():
    assert [layout.paper_of(297, 210), layout.paper_of(210, 297), layout.paper_of(200, 200)] == ["A4", "A4", ""]
