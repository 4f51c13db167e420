"""What makes a design of certificates unfit for use (4.5). Pure."""

import math
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from certificates.designs.layout import (
    ABOVE_LINE,
    CAPTION,
    LINE,
    LONGEST,
    POINT,
    SHORTEST,
    SLOTS,
    SMALLEST_CODE,
    Layout,
    Placed,
    Slot,
    frames,
    quiet,
)
from certificates.designs.models import FURTHEST, Design
from sdzx.clauses import enforces
from sdzx.workflow import Blocker

SMALLEST_TYPE, LARGEST_TYPE = 8.0, 60.0  # points
PHOTO_RATIO = 7 / 5
PHOTO_SLACK = 0.03
PAGE_SLACK = 0.02  # by which a background's ratio may differ from the page's
LEAST_DPI = 150
NARROW = 0.57  # width of a Latin letter or digit, in sizes of its type
SPACED = 1.2  # width of a character of the title, whose characters stand apart


@dataclass(frozen=True, slots=True)
class Picture:
    """A background as it was uploaded: pixels, or None for a drawing that is sharp at any size."""

    width: int | None
    height: int | None


@enforces("4.5")
def design_unfit(design: Design, picture: Picture | None) -> list[Blocker]:
    """Why certificates cannot be printed by this design: all of it. A blocker's field is the key of the slot that it is about."""
    return [
        *_page_wrong(design),
        *_words_missing(design),
        *_background_wrong(design, picture),
        *layout_unfit(design.fields, width=design.width, height=design.height, overlay=design.is_overlay,
                      words={"title": design.title, "statement": design.statement}),
    ]  # fmt: skip


@enforces("4.5")
def layout_unfit(
    layout: Layout, *, width: float, height: float, overlay: bool, words: Mapping[str, str]
) -> list[Blocker]:
    """What is wrong with the slots: one that has to be shown and is not, out of the page, too small, too narrow, overlapping."""
    found = []
    for key, slot in SLOTS.items():
        placed = layout[key]
        if slot.required and not placed["shown"]:
            found.append(_of(slot, "是证书必须印出的内容，请勾选“印出”。"))
        if placed["shown"] and not (overlay and slot.fixed):
            found += [_of(slot, sentence) for sentence in _slot_wrong(slot, placed, words.get(key, slot.longest))]
    return [*found, *_off_page(layout, width, height, overlay), *_overlaps(layout, overlay)]


def _of(slot: Slot, sentence: str) -> Blocker:
    return Blocker(f"{slot.label}：{sentence}", "4.5", field=slot.key)


def _page_wrong(design: Design) -> list[Blocker]:
    if all(SHORTEST <= side <= LONGEST for side in (design.width, design.height)):
        return []
    return [Blocker(f"纸张的宽和高应在{SHORTEST}至{LONGEST}毫米之间。", "4.5")]


def _words_missing(design: Design) -> list[Blocker]:
    """On a blank the words are printed already."""
    if design.is_overlay:
        return []
    said = {"title": design.title, "statement": design.statement}
    return [
        _of(SLOTS[key], "没有填写文字，请填写或取消“印出”。")
        for key, text in said.items()
        if design.fields[key]["shown"] and not text.strip()
    ]


def _background_wrong(design: Design, picture: Picture | None) -> list[Blocker]:
    if design.is_overlay or design.art != Design.Art.UPLOADED:
        return []
    if picture is None:
        return [Blocker("选择了“上传的底图”，请上传底图。", "4.5")]
    if not picture.width or not picture.height:
        return []
    found = []
    ratio = (picture.width / picture.height) / (design.width / design.height)
    if abs(ratio - 1) > PAGE_SLACK:
        found.append(
            Blocker(f"底图的宽高比（{picture.width}×{picture.height}像素）与纸张（{design.width}×{design.height}毫米）不符，印出会变形。", "4.5")
        )  # fmt: skip
    dpi = picture.width / (design.width / 25.4)
    if dpi < LEAST_DPI:
        found.append(Blocker(f"底图不够清晰：每英寸{dpi:.0f}点，至少需要{LEAST_DPI}点。", "4.5"))
    return found


def _slot_wrong(slot: Slot, placed: Placed, longest: str) -> Iterator[str]:
    """One slot on its own."""
    if slot.kind == "text":
        yield from _text_wrong(slot, placed, longest)
    elif slot.kind == "code":
        if min(placed["width"], placed["height"]) < SMALLEST_CODE:
            yield f"宽和高至少{SMALLEST_CODE:g}毫米，否则手机扫不出。"
        if placed["width"] != placed["height"]:
            yield "宽和高应当相同。"
    elif slot.kind == "picture":
        ratio = placed["height"] / placed["width"] / PHOTO_RATIO
        if abs(ratio - 1) > PHOTO_SLACK:
            high = placed["width"] * PHOTO_RATIO
            yield f"照片的宽高比是5比7，宽{placed['width']:g}毫米时高应为{high:.1f}毫米，否则照片会变形。"


def _text_wrong(slot: Slot, placed: Placed, longest: str) -> Iterator[str]:
    size = placed.get("size", 0.0)
    if not SMALLEST_TYPE <= size <= LARGEST_TYPE:
        yield f"字号应在{SMALLEST_TYPE:g}至{LARGEST_TYPE:g}磅之间。"
        return
    room = placed["width"] - placed.get("lead", 0.0)
    if room < size * POINT:
        yield "宽度减去前置文字所占的宽度后放不下一个字。"
        return
    spaced = SPACED if slot.key == "title" else 1.0
    lines = lines_of(longest, room / (size * POINT * spaced))
    needed = lines * LINE * size * POINT + (ABOVE_LINE if placed.get("line") else 0.0)
    if needed > placed["height"] + 0.05:
        yield f"最长的内容（如“{longest}”）需要{lines}行、高{needed:.1f}毫米，现高{placed['height']:g}毫米，请加宽、加高或减小字号。"


def lines_of(text: str, ems: float) -> int:
    """How many lines a text takes where a line has room for so many Chinese characters: an estimate, on the safe side."""
    wide = sum(1.0 if unicodedata.east_asian_width(each) in "WF" else NARROW for each in text)
    return max(1, math.ceil(wide / max(1.0, math.floor(ems * 2) / 2)))


def _off_page(layout: Layout, width: float, height: float, overlay: bool) -> list[Blocker]:
    found = []
    for frame in frames(layout, overlay=overlay):
        over = {
            "左边": -frame.left, "上边": -frame.top, "右边": frame.right - width, "下边": frame.bottom - height,
        }  # fmt: skip
        said = "、".join(f"{side}{much:.1f}毫米" for side, much in over.items() if much > 0.05)
        if said:
            white = f"（含二维码四周{quiet(layout[frame.key]['width']):.1f}毫米留白）" if frame.key == "qr" else ""
            found.append(_of(SLOTS[frame.key], f"超出纸张{said}{white}。"))
    return found


def _overlaps(layout: Layout, overlay: bool) -> list[Blocker]:
    """A seal stands over the centre's name and the day by custom; nothing else covers anything."""
    standing = [frame for frame in frames(layout, overlay=overlay) if frame.key != "seal"]
    found = []
    for one, other in combinations(standing, 2):
        if one.meets(other):
            names = f"“{SLOTS[one.key].label}”与“{SLOTS[other.key].label}”"
            code = f"（二维码四周须留白{quiet(layout['qr']['width']):.1f}毫米，下方文字另占{CAPTION:g}毫米）" if "qr" in (one.key, other.key) else ""  # fmt: skip
            found.append(Blocker(f"{names}的位置重叠{code}。", "4.5", field=other.key))
    return found


@enforces("4.5")
def house_blockers(design: Design, *, house: bool) -> list[Blocker]:
    """The province's design is that of every centre without one, and of electronic certificates: it has to be whole."""
    if house and design.is_overlay:
        return [Blocker("省中心的通用样式应为整版：各市没有自己的样式时用它打印，电子证书也用它。", "4.5")]
    return []


def own_blockers(design: Design, center_id: int | None) -> list[Blocker]:
    """Designs are a centre's own business; the house design is read by all."""
    return [] if design.center_id == center_id else [Blocker("这是其他中心的证书样式，只能查看。")]


@enforces("4.5")
def calibration_blockers(design: Design, *, printer: str, right: Decimal, down: Decimal) -> list[Blocker]:
    """A printer is calibrated for an overlay that is or may come into use, by no more than a blank could be off."""
    found = []
    if not design.is_overlay:
        found.append(Blocker("整版样式印在白纸上，不需要校准。", "4.5"))
    if design.status == Design.Status.RETIRED:
        found.append(Blocker("样式已停用，不需要校准。", "4.5"))
    if not printer.strip():
        found.append(Blocker("请填写打印机名称。", "4.5", field="printer"))
    for field, label, value in (("right", "向右", right), ("down", "向下", down)):
        if abs(value) > FURTHEST:
            sentence = f"{label}的偏移最多{FURTHEST}毫米；偏得更多时请修改版面。"
            found.append(Blocker(sentence, "4.5", field=field))
    return found


def differences(before: Layout, after: Layout) -> list[str]:
    """What an edit changed in a layout, slot by slot, in words."""
    return [
        f"{slot.label}：{in_words(before[key])}→{in_words(after[key])}"
        for key, slot in SLOTS.items()
        if before.get(key) != after[key]
    ]


def in_words(placed: Placed) -> str:
    """Where a slot stands: «左92 上54 宽110 高8 12.5磅»."""
    if not placed["shown"]:
        return "不印"
    words: Sequence[str] = [
        f"左{placed['x']:g}", f"上{placed['y']:g}", f"宽{placed['width']:g}", f"高{placed['height']:g}",
        *([f"{placed['size']:g}磅"] if "size" in placed else []),
    ]  # fmt: skip
    return " ".join(words)
