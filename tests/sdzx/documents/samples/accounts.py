"""A sample of what is kept about somebody."""

import datetime

from sdzx.accounts.own_data import Item, Kept, Section
from tests.sdzx.documents.samples.common import DAY, DOTTED, RARER, Sample

SECTIONS = [
    Section("账号", (Item("基本信息", {"姓名": DOTTED, "证件号码": "370102199001011234", "电子邮箱": ""}),)),
    Section("证书", ()),
    Section("报名", (Item("报名BM370100-2026-00031", {"姓名": RARER, "项目": "面包烘焙"}),)),
]
OWN = {
    "name": DOTTED,
    "made_at": DAY,
    "sections": SECTIONS,
    "kept": [
        Kept("报名BM370100-2026-00031（面包烘焙）", datetime.date(2028, 3, 15)),
        Kept("证书3701-2026-000123", None),
    ],
}

SAMPLES = {
    "pdf/own_data.html": Sample(
        "本人信息",
        OWN,
        (
            DOTTED, RARER, "2026年3月14日", "370102199001011234", "报名BM370100-2026-00031", "—", "须保存的记录",
            "须保存至2028年3月15日 周三", "长期保存，供社会查询",
        ),
        variants={"nothing-kept": ({**OWN, "kept": []}, 1)},
    ),
}  # fmt: skip
