"""What all samples share: names that are hard to print, a photograph, a QR code, a city's centre."""

import datetime
import io
from dataclasses import dataclass, field
from typing import Any

from PIL import Image, ImageDraw

from sdzx.documents import images, qr

DAY = datetime.date(2026, 3, 14)
STARTS, ENDS, ARRIVE = datetime.time(9), datetime.time(11, 30), datetime.time(8, 30)
CENTER = "济南市职业技能鉴定（指导）中心"
BUREAU = "济南市人力资源和社会保障局"
PROVINCE = "山东省职业技能鉴定指导中心"
SITE = "济南市长清区山水职业培训学校有限公司"
ADDRESS = "山东省济南市长清区大学路1099号实训楼A座"
PROJECT = "面包烘焙"
SPECIFICATION = "面包烘焙专项职业能力考核规范（2024版）"
LOOKUP = "www.sdosta.org.cn"

DOTTED = "阿卜杜热西提·麦麦提"
RARE = "龚䶮𠅤"
RARER = "李𬱖𰻞"
PLAIN = "王秀兰"


@dataclass(frozen=True)
class Sample:
    """What a template gets, what its text must then contain, and on how many pages; variants likewise."""

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
CODE = qr.svg("https://zx.example.cn/v/3701-2026-000123-7")


def numbered(row: dict[str, Any], count: int, **patterns: str) -> list[dict[str, Any]]:
    """The row, `count` times; each pattern is formatted with the row's number."""
    return [row | {key: pattern.format(number) for key, pattern in patterns.items()} for number in range(1, count + 1)]
