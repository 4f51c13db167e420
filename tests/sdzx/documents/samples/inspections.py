"""A sample of the record of an inspection."""

import datetime

from tests.sdzx.documents.samples.common import ADDRESS, CENTER, DAY, DOTTED, PLAIN, RARER, SITE, Sample

ROWS = [
    {
        "code": "A2", "section": "场地设备", "text": "设施设备完好，与考核规范和申请表所列相符", "basis": "附件2、四（二）", "serious": False,
        "answer": "差", "finding": True, "remark": "烤箱2台损坏，无法开机。", "photos": 2,
    },
    {
        "code": "B2", "section": "考务管理", "text": "收费项目和标准在场地明显处公示，没有另收费用", "basis": "五（一）", "serious": True,
        "answer": "符合", "finding": False, "remark": "", "photos": 1,
    },
]  # fmt: skip
INSPECTION = {
    "heading": "专项职业能力考点检查记录",
    "number": "济南专考检〔2026〕12号",
    "center": CENTER,
    "site_name": SITE,
    "code": "370113-2026-0007",
    "address": ADDRESS,
    "kind": "不预先通知",
    "carried_out_on": DAY,
    "reason": "群众反映考点另收材料费",
    "session": "CC370100-2026-0031",
    "checklist": "考点检查表（第1版）",
    "inspectors": [{"name": RARER, "capacity": "考务"}, {"name": DOTTED, "capacity": "督导员"}],
    "rows": ROWS,
    "findings": ROWS[:1],
    "summary": "考点负责人在场，现场开机查验。",
    "photos": [{"code": "A2", "name": "烤箱.jpg", "sha256": "1d37d8b376392f3c04caab99a6819f79" * 2}],
    "representative": PLAIN,
    "opinion": "对检查情况无异议。",
    "refusal": "",
    "signed_at": datetime.datetime(2026, 3, 14, 3, 30, tzinfo=datetime.UTC),
}
SAMPLES = {
    "pdf/inspection_record.html": Sample(
        "专项职业能力考点检查记录",
        INSPECTION,
        (
            "济南专考检〔2026〕12号", CENTER, SITE, ADDRESS, "370113-2026-0007", "2026年3月14日（星期六）", "不预先通知", RARER, DOTTED,
            "另收材料费", "CC370100-2026-0031", "考点检查表（第1版）", "烤箱2台损坏", "共1项", "现场开机查验", "烤箱.jpg", PLAIN, "无异议", "11:30",
        ),
        2,
        variants={
            "refused": ({**INSPECTION, "refusal": "负责人称须请示，离场未签。", "opinion": "", "representative": ""}, 2),
            "bare": ({**INSPECTION, "summary": "", "photos": [], "session": ""}, 1),
            "long": ({**INSPECTION, "rows": ROWS * 18}, 3),
        },
    ),
}  # fmt: skip
