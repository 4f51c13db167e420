"""What stands on a certificate, and where: the slots, the papers and the layouts that a new design begins with.

A layout maps the key of each slot to a `Placed`. Lengths are millimetres, from the page's upper left corner to the upper left
corner of the slot's frame; sizes of type are points. A text stands on the lower edge of its frame, and a long one grows upwards.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NotRequired, TypedDict

Align = Literal["left", "center", "right"]
LINE: Final = 1.15  # height of a line, in sizes of its type
POINT: Final = 25.4 / 72  # millimetres
ABOVE_LINE: Final = 1.4  # millimetres from the line below a text to the text
CODE_MODULES: Final = (
    33  # of the QR code of the shortest verification address (version 4): a longer one needs less white
)
SMALLEST_CODE: Final = 15.0  # millimetres of a side: less, and telephones do not read it
QUIET_MODULES: Final = 4  # white on each side of a QR code (ISO/IEC 18004)
CAPTION: Final = 4.0  # millimetres that the words below a QR code take, under its white


class Placed(TypedDict):
    """One slot of a layout. `lead`: how far right of the frame's edge the value begins, after its `label`."""

    shown: bool
    x: float
    y: float
    width: float
    height: float
    size: NotRequired[float]
    align: NotRequired[Align]
    label: NotRequired[str]
    lead: NotRequired[float]
    line: NotRequired[bool]


Layout = dict[str, Placed]


@dataclass(frozen=True, slots=True)
class Slot:
    """What may stand on a certificate. `fixed`: the same on every copy, so part of the art; `required` ones are always shown."""

    key: str
    label: str
    kind: Literal["text", "picture", "code", "seal"] = "text"
    fixed: bool = False
    required: bool = False
    sans: bool = False
    bold: bool = False
    longest: str = ""
    help: str = ""


SLOTS: Final = {
    slot.key: slot
    for slot in (
        Slot("title", "证书标题", fixed=True),
        Slot("statement", "颁证用语", fixed=True),
        Slot("number", "证书编号", required=True, sans=True, bold=True, longest="ZX370100202600000100"),
        Slot("reprint", "补发标记", longest="补发　2026年12月31日", help="只在补发的证书上印出。"),
        Slot("name", "姓名", required=True, longest="阿卜杜热合曼江麦麦提吐尔逊艾合买提江阿卜杜拉"),
        Slot("document_type", "证件类型", longest="港澳居民来往内地通行证"),
        Slot("document_number", "证件号码", required=True, sans=True, longest="370102200001010000"),
        Slot("project", "专项能力", required=True, longest="鲁式糕点与地方传统面食花样制作及冷链包装能力"),
        Slot("result", "考核结果", longest="合格（100.00分）"),
        Slot("photo", "照片", kind="picture"),
        Slot("qr", "二维码", kind="code", help="宽和高相同；周围的留白自动保留。"),
        Slot("center", "发证中心", required=True, longest="山东省职业技能鉴定指导中心济南分中心"),
        Slot("issued_on", "发证日期", required=True, longest="2026年12月31日"),
        Slot("lookup", "查询网址", sans=True, longest="www.sdosta.org.cn"),
        Slot("serial", "印制流水码", sans=True, longest="3701260000001"),
        Slot("seal", "印章", kind="seal", fixed=True, help="没有印章图片时印“（盖章）”，打印后盖章。"),
    )
}
TEXTS: Final = tuple(key for key, slot in SLOTS.items() if slot.kind == "text")
PAPERS: Final = {"A4": (210, 297), "A5": (148, 210), "B5": (176, 250), "16开": (184, 260), "32开": (130, 184)}
SHORTEST, LONGEST = 100, 420  # sides of a page


def _text(
    x: float, y: float, width: float, height: float, size: float, align: Align = "left", label: str = "", lead: float = 0,
    line: bool = False, shown: bool = True,
) -> Placed:  # fmt: skip
    return Placed(
        shown=shown, x=x, y=y, width=width, height=height, size=size, align=align, label=label, lead=lead, line=line
    )


def _box(x: float, y: float, width: float, height: float, label: str = "") -> Placed:
    return Placed(shown=True, x=x, y=y, width=width, height=height, label=label)


LANDSCAPE: Final[Layout] = {
    "title": _text(50, 32, 197, 18, 40, "center"),
    "statement": _text(92, 67, 167, 8, 15.5),
    "number": _text(92, 54, 110, 8, 12.5, label="证书编号", lead=23),
    "reprint": _text(205, 54, 54, 8, 12, "right"),
    "name": _text(92, 77, 167, 22.5, 19, label="姓　　名", lead=36, line=True),
    "document_type": _text(92, 99.5, 167, 11.5, 14, label="证件类型", lead=36, line=True),
    "document_number": _text(92, 111, 167, 11.5, 14, label="证件号码", lead=36, line=True),
    "project": _text(92, 122.5, 167, 11.5, 14, label="专项能力", lead=36, line=True),
    "result": _text(92, 134, 167, 11.5, 14, label="考核结果", lead=36, line=True),
    "photo": _box(40.5, 68, 35, 49),
    "qr": _box(46, 124, 24, 24, "扫码核验证书"),
    "center": _text(159, 150, 100, 12, 14, "center"),
    "issued_on": _text(159, 168, 100, 8, 14, "center"),
    "lookup": _text(40.5, 178, 110, 6, 9.5, label="证书查询", lead=17),
    "serial": _text(187, 178, 72, 6, 9.5, label="印制流水码", lead=21),
    "seal": _box(190, 139.5, 38, 38),
}
PORTRAIT: Final[Layout] = {
    "title": _text(25, 36, 160, 18, 34, "center"),
    "statement": _text(35, 128, 140, 8, 13.5),
    "number": _text(35, 60, 88, 8, 12, label="证书编号", lead=22),
    "reprint": _text(124, 60, 51, 8, 11, "right"),
    "name": _text(35, 138, 140, 20, 18, label="姓　　名", lead=32, line=True),
    "document_type": _text(35, 158, 140, 11, 13, label="证件类型", lead=32, line=True),
    "document_number": _text(35, 169, 140, 11, 13, label="证件号码", lead=32, line=True),
    "project": _text(35, 180, 140, 14, 13, label="专项能力", lead=32, line=True),
    "result": _text(35, 194, 140, 11, 13, label="考核结果", lead=32, line=True),
    "photo": _box(87.5, 73, 35, 49),
    "qr": _box(40, 217, 26, 26, "扫码核验证书"),
    "center": _text(85, 222, 90, 12, 13, "center"),
    "issued_on": _text(85, 240, 90, 8, 13, "center"),
    "lookup": _text(35, 263, 75, 6, 9.5, label="证书查询", lead=17),
    "serial": _text(112, 263, 63, 6, 9.5, label="印制流水码", lead=21),
    "seal": _box(111, 211.5, 38, 38),
}


def default(width: float, height: float) -> Layout:
    """The layout that a page of these sides begins with: the house's, shrunk or widened with the page."""
    base, (wide, high) = (LANDSCAPE, (297, 210)) if width > height else (PORTRAIT, (210, 297))
    across, down = width / wide, height / high
    return {key: _scaled(placed, across, down, square=key in ("qr", "seal")) for key, placed in base.items()}


def _scaled(placed: Placed, across: float, down: float, *, square: bool) -> Placed:
    least = min(across, down)
    left, top = round(placed["x"] * across, 1), round(placed["y"] * down, 1)
    side = max(SMALLEST_CODE, round(placed["width"] * least, 1))
    right, bottom = (placed["x"] + placed["width"]) * across, (placed["y"] + placed["height"]) * down
    wide, high = (side, side) if square else (round(round(right, 1) - left, 1), round(round(bottom, 1) - top, 1))
    made = Placed(**{**placed, "x": left, "y": top, "width": wide, "height": high})
    if "size" in placed:
        made["size"] = max(8.0, round(placed["size"] * least * 2) / 2)
        made["lead"] = round(placed["lead"] * across, 1)
    return made


@dataclass(frozen=True, slots=True)
class Frame:
    """The rectangle that a slot takes up on the page, white space and caption included."""

    key: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Frame") -> bool:
        """Whether both cover some of the same paper; touching is allowed."""
        apart = 0.05  # rounding of tenths
        return (
            self.left < other.right - apart
            and other.left < self.right - apart
            and self.top < other.bottom - apart
            and other.top < self.bottom - apart
        )


def quiet(width: float) -> float:
    """The white that a QR code of this width needs on each side, in millimetres."""
    return width * QUIET_MODULES / CODE_MODULES


def frames(layout: Mapping[str, Placed], *, overlay: bool = False) -> Iterator[Frame]:
    """Of everything that a layout shows. On a pre-printed blank only what changes is printed."""
    for key, slot in SLOTS.items():
        placed = layout[key]
        if not placed["shown"] or (overlay and slot.fixed):
            continue
        white = quiet(placed["width"]) if slot.kind == "code" else 0.0
        caption = CAPTION if slot.kind == "code" and placed.get("label") and not overlay else 0.0
        yield Frame(
            key,
            placed["x"] - white,
            placed["y"] - white,
            placed["x"] + placed["width"] + white,
            placed["y"] + placed["height"] + white + caption,
        )


def paper_of(width: int, height: int) -> str:
    """The name of the paper with these sides, however it is turned; empty for another one."""
    sides = (min(width, height), max(width, height))
    return next((name for name, known in PAPERS.items() if known == sides), "")
