"""Samples of certificates, their list, cards and the index of a file."""

import base64
from decimal import Decimal

from certificates.designs import layout, sheets
from certificates.designs.documents import given
from certificates.designs.models import Calibration, Design
from sdzx.accounts.models import Center
from tests.sdzx.documents.samples.common import (
    CENTER,
    CODE,
    DAY,
    DOTTED,
    LOOKUP,
    PHOTO,
    PLAIN,
    PROJECT,
    RARE,
    RARER,
    Sample,
    numbered,
)

NUMBER = "3701-2026-000123-7"
CERTIFICATE = {
    "name": RARER,
    "document_type": "居民身份证",
    "document_number": "37010219900307108X",
    "photo": base64.b64decode(PHOTO.partition(",")[2]),
    "project": "杨家埠木版年画手工印刷",
    "result": "合格",
    "number": NUMBER,
    "serial": "P26-0004417",
    "issued_on": "2026年3月14日",
    "center": CENTER,
    "qr": "https://example.org/certificates/v/Zk1vT0pYb2xQdW9hYmNkZQ/",
    "lookup": LOOKUP,
    "reprint": "",
}
HANDED = {
    "certificate": NUMBER, "serial": "P26-0004417", "name": RARE, "document_number": "3701***********08X",
    "way": "本人领取", "handed_on": DAY,
}  # fmt: skip
HAND_OUT = {
    "center": CENTER,
    "number": "FF370100-2026-0012",
    "project": PROJECT,
    "session": "CC370100-2026-0031",
    "printed_on": DAY,
    "unit": "济南市历下区好面包食品有限公司",
    "rows": [HANDED, HANDED | {"name": DOTTED, "way": "单位代领", "handed_on": None}, HANDED | {"name": RARER}],
    "handed_by": PLAIN,
}
SIGNED_FOR = {
    "center": CENTER, "how": "单位统一领取", "handed_to": PLAIN, "unit": "济南市历下区好面包食品有限公司",
    "document": "3701***********08X", "mailing": "", "handed_on": DAY, "handed_by": DOTTED, "printed_on": DAY,
    "rows": [HANDED | {"project": PROJECT}] * 3,
}  # fmt: skip
CARD = {
    "role": "考评员", "name": PLAIN, "number": "鲁KP2024000317", "employer": "济南职业学院", "scope": "面包烘焙、大棚建造",
    "valid_to": DAY.replace(year=2029), "center": CENTER, "photo": PHOTO, "qr": CODE,
}  # fmt: skip
CARDS = [
    CARD,
    CARD | {"name": DOTTED, "photo": ""},
    CARD | {"role": "督导员", "name": RARE, "employer": "", "scope": ""},
]
ARCHIVED = {
    "name": "考场签到表", "kind": "过程材料", "extent": "2页", "sha256": "9f86d081884c7d65", "source": "本系统生成",
    "on": DAY, "place": "电子档案",
}  # fmt: skip
INDEX = {
    "center": CENTER,
    "title": "2026年3月14日面包烘焙专项职业能力考核",
    "number": "AJ370100-2026-0031",
    "retention": "保存2年",
    "retained_from": DAY,
    "retained_until": DAY.replace(year=2028),
    "items": [
        ARCHIVED,
        ARCHIVED
        | {"name": "考场录像（第2考场）", "kind": "视频", "extent": "3.2GB", "sha256": "", "place": "档案室3柜2层硬盘"},
    ],
    "missing": ["试卷交接单（回收）"],
    "compiled_by": RARER,
    "compiled_on": DAY,
}

DESIGN = given(Design(fields=layout.default(210, 297), width=210, height=297, art="lines", palette="blue"))
OVERLAY = given(Design(fields=layout.default(297, 210), kind="overlay"), right=Decimal("1.5"), down=Decimal(-2))
SHEET = sheets.sheet_context(
    Design(fields=layout.default(297, 210), kind="overlay", version=2, center=Center(city="青岛市")),
    Calibration(printer="证书室打印机", right=Decimal("1.5"), down=Decimal(-2)),
)

SAMPLES = {
    "pdf/certificate_design.html": Sample(
        "专项职业能力证书",
        {**CERTIFICATE, **DESIGN},
        ("专项职业能力证书", "特发此证", NUMBER, RARER, "37010219900307108X", "杨家埠木版年画手工印刷", "2026年3月14日", CENTER),
        variants={
            "overlay": ({**CERTIFICATE, **OVERLAY}, 1),
            "long": ({**CERTIFICATE, **DESIGN, "name": "买买提吐尔逊·阿卜杜热合曼江", "reprint": "补发　2026年3月14日"}, 1),
        },
    ),
    "pdf/design_test_sheet.html": Sample(
        "测试页", SHEET, ("测试页，不是证书", "证书室打印机", "向右1.5毫米，向下-2毫米", "证书编号", "二维码", "280"),
        variants={"plain": ({**SHEET, "printer": ""}, 1)},
    ),
    "pdf/certificate.html": Sample(
        "专项职业能力证书",
        CERTIFICATE,
        (
            NUMBER, RARER, "居民身份证", "37010219900307108X", "杨家埠木版年画手工印刷", "合格",
            "P26-0004417", "2026年3月14日", CENTER, LOOKUP,
        ),
        variants={
            "long": ({**CERTIFICATE, "name": "买买提吐尔逊·阿卜杜热合曼江", "result": "86.5分"}, 1),
            "reprint": ({**CERTIFICATE, "name": RARE, "reprint": "补发　2026年3月14日"}, 1),
        },
    ),
    "pdf/certificate_copy.html": Sample(
        "专用副本",
        {"number": "FB37010020260000012", "purpose": "应聘济南市历下区好面包食品有限公司面点师", "valid_until": "2026年4月13日"},
        ("专用副本", "FB37010020260000012", "应聘济南市历下区好面包食品有限公司面点师", "有效期至：2026年4月13日"),
        variants={"long": ({"number": "FB37010020260000012", "purpose": "用" * 40, "valid_until": "2026年12月13日"}, 1)},
    ),
    "pdf/certificate_list.html": Sample(
        "专项职业能力证书发放登记表",
        HAND_OUT,
        (
            "FF370100-2026-0012", CENTER, PROJECT, "好面包食品有限公司", NUMBER, "P26-0004417", RARE, DOTTED, RARER,
            "3701***********08X", "单位代领", "2026年3月14日", "共3本", PLAIN,
        ),
        variants={"long": ({**HAND_OUT, "unit": "", "rows": [HANDED] * 40, "handed_by": ""}, 3)},
    ),
    "pdf/hand_out_sheet.html": Sample(
        "专项职业能力证书签收单",
        SIGNED_FOR,
        (CENTER, "单位统一领取", "好面包食品有限公司", "3701***********08X", NUMBER, "P26-0004417", RARE, PROJECT, "共3本"),
        variants={"mail": ({**SIGNED_FOR, "unit": "", "document": "", "how": "邮寄", "mailing": "中国邮政EMS　EM123456789CN"}, 1)},
    ),
    "pdf/card.html": Sample(
        "证卡",
        {"cards": CARDS},
        (
            "考评员证", "督导员证", PLAIN, DOTTED, RARE, "鲁KP2024000317", "济南职业学院", "面包烘焙、大棚建造", CENTER,
            "有效期至2029年3月14日",
        ),
        variants={"batch": ({"cards": numbered(CARD, 17, number="鲁KP2024{:06}")}, 3)},
    ),
    "pdf/archive_index.html": Sample(
        "案卷目录",
        INDEX,
        (
            CENTER, "2026年3月14日面包烘焙专项职业能力考核", "AJ370100-2026-0031", "保存2年", "2028年3月14日", "共2件",
            "考场签到表", "9f86d081884c7d65", "3.2GB", "档案室3柜2层硬盘", "尚缺材料：试卷交接单（回收）", RARER,
        ),
        variants={"empty": ({**INDEX, "items": []}, 1), "long": ({**INDEX, "items": [ARCHIVED] * 60, "missing": []}, 4)},
    ),
}  # fmt: skip
