"""A sample context for every printed form: the contract that a slice's documents.py has to keep."""

import datetime
import io
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, ImageDraw

from sdzx.documents import images, qr

DAY = datetime.date(2026, 3, 14)
CENTER = "济南市职业技能鉴定（指导）中心"


@dataclass(frozen=True)
class Sample:
    """What a template gets, what its text must then contain, and on how many pages."""

    title: str
    context: dict[str, Any]
    facts: tuple[str, ...]
    pages: int = 1
    variants: dict[str, tuple[dict[str, Any], int]] = field(default_factory=dict)


def portrait() -> str:
    picture = Image.new("RGB", (295, 413), "#ffffff")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((85, 70, 210, 225), fill="#c9b8a8")
    draw.ellipse((20, 265, 275, 560), fill="#4a5a6a")
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=85)
    return images.data_uri(file.getvalue())


PHOTO = portrait()
LOOKUP = "https://www.sdosta.org.cn"

EQUIPMENT = {"name": "双层电烤箱", "model": "YXD-40C 380V", "quantity": "6台", "note": "面包烘焙"}
MANAGER = {
    "name": "王秀兰", "sex": "女", "age": 45, "education": "本科", "position": "教务处主任",
    "certificate": "高级技师（一级）", "major": "食品科学与工程", "note": "",
}  # fmt: skip
EXAMINER = {
    "name": "阿卜杜热西提·麦麦提", "sex": "男", "age": 38, "education": "大专", "title": "讲师（中级）",
    "certificate": "技师（二级）", "trade": "面包烘焙", "card_number": "鲁KP2024000317",
}  # fmt: skip
ANNEX2 = {
    "unit": "济南市长清区山水职业培训学校有限公司",
    "responsible": "张伟",
    "phone": "0531-87210000",
    "address": "山东省济南市长清区大学路1099号实训楼A座",
    "projects": ["面包烘焙", "杨家埠木版年画手工印刷", "大棚建造"],
    "staff": {"total": 36, "managers": 5, "teachers": 18},
    "owned": {"classrooms": {"count": 4, "area": "320"}, "practice": {"count": 6, "area": "1 280.5"}},
    "rented": {"classrooms": {"count": "", "area": ""}, "practice": {"count": 1, "area": "150"}},
    "equipment": [EQUIPMENT] * 3,
    "managers": [MANAGER] * 2,
    "examiners": [EXAMINER] * 3,
    "opinion": "　　所填内容属实，申请设立专项职业能力考点，并承诺遵守《山东省专项职业能力考核工作规则》。",
    "signed_on": None,
}
BLANK_PREMISES = {"classrooms": {"count": "　　", "area": ""}, "practice": {"count": "　　", "area": ""}}
BLANK_ANNEX2 = {
    **ANNEX2,
    "unit": "", "responsible": "", "phone": "", "address": "", "projects": [], "opinion": "",
    "staff": {"total": "", "managers": "", "teachers": ""}, "owned": BLANK_PREMISES, "rented": BLANK_PREMISES,
    "equipment": [], "managers": [], "examiners": [],
}  # fmt: skip
LONG_ANNEX2 = {
    **ANNEX2,
    "equipment": [EQUIPMENT | {"name": f"第{number}号工位双层电烤箱"} for number in range(1, 61)],
    "managers": [MANAGER] * 9,
    "examiners": [EXAMINER] * 60,
}
SAMPLES = {
    "pdf/annex2.html": Sample(
        "山东省专项职业能力考点设立申请表",
        ANNEX2,
        (
            "附件2",
            "济南市长清区山水职业培训学校有限公司",
            "（4）个教室",
            "（盖章）",
            "鲁KP2024000317",
            "至少填写3名考评员",
        ),
        pages=2,
        variants={"blank": (BLANK_ANNEX2, 2), "long": (LONG_ANNEX2, 8)},
    ),
}
