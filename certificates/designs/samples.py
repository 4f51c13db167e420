"""Facts that a design is tried out with: an ordinary name, a long one, one of a minority, one with a rare character."""

import io
from functools import lru_cache
from typing import Any, Final

from PIL import Image, ImageDraw

from certificates.designs.layout import SLOTS, TEXTS

NAMES: Final = {
    "ordinary": ("普通姓名", "张伟"),
    "minority": ("少数民族姓名", "买买提吐尔逊·阿卜杜热合曼江"),
    "long": ("很长的姓名和项目", SLOTS["name"].longest),
    "rare": ("生僻字姓名", "王𰻞䶮"),
}
ADDRESS: Final = "https://example.com/lookup/verify/AAAAAAAAAAAAAAAAAAAAAA/"


def facts(which: str = "ordinary", *, center: str = "济南市职业技能鉴定指导中心") -> dict[str, Any]:
    """A made-up certificate with every fact, 补发 among them. KeyError for an unknown sample."""
    made: dict[str, Any] = {
        "name": NAMES[which][1],
        "document_type": "居民身份证",
        "document_number": "370102200001010000",
        "project": "鲁式面点制作",
        "result": "合格",
        "number": SLOTS["number"].longest,
        "serial": SLOTS["serial"].longest,
        "issued_on": "2026年3月14日",
        "center": center,
        "lookup": SLOTS["lookup"].longest,
        "qr": ADDRESS,
        "reprint": "补发　2026年3月14日",
        "photo": portrait(),
    }
    if which == "long":
        made |= {key: SLOTS[key].longest for key in ("project", "document_type", "result")}
    return made


def one_line() -> dict[str, Any]:
    """Facts that stand on one line in any frame: what the press measures baselines by."""
    return {**dict.fromkeys((key for key in TEXTS if not SLOTS[key].fixed), "字"), "qr": ADDRESS, "photo": portrait()}


@lru_cache(maxsize=1)
def portrait() -> bytes:
    """A drawn figure, nobody's photograph, as JPEG of 5 by 7."""
    image = Image.new("RGB", (250, 350), "#e8edf0")
    draw = ImageDraw.Draw(image)
    draw.ellipse((75, 70, 175, 195), fill="#9aa7ae")
    draw.ellipse((25, 215, 225, 460), fill="#9aa7ae")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return out.getvalue()
