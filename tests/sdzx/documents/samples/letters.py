"""Samples of the letters about a site: acceptance, supplement, refusal, panel, exit."""

from tests.sdzx.documents.samples.common import ADDRESS, BUREAU, CENTER, DAY, DOTTED, RARER, SITE, STARTS, Sample
from tests.sdzx.documents.samples.sites import EXPERTS, PROJECTS

ITEMS = [
    {"name": "场地设施设备图像证明", "reason": "缺少操作室全景照片2张", "clause": "《工作规则》二"},
    {"name": "考评员情况", "reason": "“大棚建造”只填写了2名考评员，至少3名", "clause": ""},
]
LETTER = {
    "kind": "受理通知书",
    "center": CENTER,
    "number": "济鉴受〔2026〕18号",
    "issued_on": DAY,
    "unit": SITE,
    "projects": PROJECTS,
    "application": "SQ370100-2026-0018",
    "matter": "设立",
    "received_on": DAY.replace(day=10),
    "items": [],
    "due_on": None,
    "remedy": "",
    "contact": RARER,
    "phone": "0531-81276543",
    "address": "济南市市中区建设路63号",
}
SUPPLEMENT = {**LETTER, "kind": "一次性补正告知书", "items": ITEMS, "due_on": DAY.replace(day=20)}
REMEDY = "如对本决定有异议，可以自收到之日起六十日内申请行政复议。"
PANEL = {
    "center": CENTER,
    "number": "济鉴评通〔2026〕9号",
    "issued_on": DAY,
    "unit": SITE,
    "address": ADDRESS,
    "projects": PROJECTS,
    "application": "SQ370100-2026-0018",
    "matter": "设立",
    "visit_on": DAY.replace(day=27),
    "starts": STARTS,
    "experts": EXPERTS,
    "rubric": "专项职业能力考点实地评估标准（2026年第1版）",
    "preparations": ["考核场地和设施设备处于可用状态；", "备好设备清单、考评员证书原件和管理制度文本。"],
    "object_by": DAY.replace(day=20),
    "contact": DOTTED,
    "phone": "0531-81276543",
}
EXIT = {
    "issuer": BUREAU,
    "number": "济人社决〔2026〕5号",
    "issued_on": DAY,
    "heading": f"关于取消{SITE}专项职业能力考核考点资格的决定",
    "site_name": SITE,
    "code": "370113-2026-0007",
    "projects": PROJECTS[:2],
    "causes": ["违规失信", "管理失序"],
    "findings": "2026年1月9日场次，你单位允许3名未报名人员顶替参加考核。\n2026年2月4日整改期满后仍未改正。",
    "evidence": ["督导报告DD370100-2026-0031", "考场录像摘录"],
    "notified_on": DAY.replace(day=2),
    "statement": "对事实无异议。",
    "effective_on": DAY.replace(day=16),
    "afterwards": ["已安排的场次由市中心另行安排考点。", "此前依规核发的证书继续有效。"],
    "remedy": REMEDY,
}

SLIP = {
    "number": "TS-3701-2026-000123-K",
    "code": "ABCDE FGHJK",
    "filed_on": DAY,
    "center": CENTER,
    "phone": "0531-88001234",
    "due_on": DAY.replace(month=4, day=24),
    "address": "http://127.0.0.1:8000/sites/complaints/follow/",
}
MEASURE = {
    "kind": "warning",
    "issuer": CENTER,
    "number": "济鉴监〔2026〕3号",
    "heading": "警告书",
    "issued_on": DAY,
    "site_name": SITE,
    "code": "3701-0001",
    "violations": [
        {
            "ground": "管理失序",
            "day": DAY.replace(day=2),
            "facts": "当日考核室门禁未启用。",
            "said": "门禁当日检修。",
            "finding": "检修未事先报告，违规成立。",
            "article": "五（四）",
        }
    ],
    "reasons": "违规成立，情节较轻。",
    "requirements": "",
    "due": None,
    "follows": None,
    "phone": "0531-81276543",
    "remedy": "对本警告有异议的，可自收到之日起提出。",
}
RECTIFY = {
    **MEASURE,
    "kind": "rectification",
    "heading": "限期整改通知书",
    "requirements": "恢复门禁。\n报送记录。",
    "due": DAY.replace(day=28),
}
SUSPEND = {
    **RECTIFY, "kind": "suspension", "heading": "暂停决定书", "remedy": "", "phone": "",
    "violations": [{**MEASURE["violations"][0], "said": ""}] * 2,
    "follows": {"issued_on": DAY, "get_kind_display": "限期整改", "number": "济鉴监〔2026〕2号"},
}  # fmt: skip

SAMPLES = {
    "pdf/measure_letter.html": Sample(
        "警告书",
        MEASURE,
        (
            CENTER, "济鉴监〔2026〕3号", "警告书", SITE, "3701-0001", "当日考核室门禁未启用", "管理失序", "五（四）", "门禁当日检修",
            "违规成立，情节较轻", "给予你单位警告", "0531-81276543", "可自收到之日起提出", "2026年3月14日",
        ),
        variants={"rectification": (RECTIFY, 1), "suspension": (SUSPEND, 1)},
    ),
    "pdf/application_letter.html": Sample(
        "受理通知书",
        LETTER,
        (
            CENTER, "济鉴受〔2026〕18号", "受理通知书", SITE, "2026年3月10日", "SQ370100-2026-0018",
            "面包烘焙、杨家埠木版年画手工印刷、大棚建造", "决定予以受理", RARER, "0531-81276543", "济南市市中区建设路63号",
            "2026年3月14日",
        ),
        variants={
            "supplement": (SUPPLEMENT, 1),
            "supplement-long": ({**SUPPLEMENT, "items": ITEMS * 12}, 2),
            "refusal": ({**LETTER, "kind": "不予受理决定书", "items": ITEMS, "remedy": REMEDY}, 1),
            "change refused": ({**LETTER, "kind": "不予变更决定书", "matter": "变更", "items": ITEMS, "remedy": REMEDY}, 1),
        },
    ),
    "pdf/panel_letter.html": Sample(
        "专家评估组组建及实地考察通知",
        PANEL,
        (
            CENTER, "济鉴评通〔2026〕9号", SITE, "SQ370100-2026-0018", "2026年3月27日（星期五）", "09:00", ADDRESS,
            "（2026年第1版）", RARER, DOTTED, "高级讲师", "济南职业学院", "备好设备清单", "2026年3月20日（星期五）", "0531-81276543",
        ),
        variants={"few": ({**PANEL, "object_by": None, "preparations": []}, 1)},
    ),
    "pdf/complaint_slip.html": Sample(
        "投诉举报回执",
        SLIP,
        ("TS-3701-2026-000123-K", "ABCDEFGHJK", CENTER, "2026年3月14日", "2026年4月24日", "/sites/complaints/follow/"),
        variants={"without a phone": ({**SLIP, "phone": ""}, 1)},
    ),
    "pdf/exit_decision.html": Sample(
        "取消考点资格的决定",
        EXIT,
        (
            BUREAU, "济人社决〔2026〕5号", "370113-2026-0007", "3名未报名人员顶替", "仍未改正", "考场录像摘录", "2026年3月2日",
            "对事实无异议", "违规失信、管理失序", "2026年3月16日", "面包烘焙、杨家埠木版年画手工印刷", "证书继续有效", REMEDY,
        ),
        variants={"silent": ({**EXIT, "statement": "", "evidence": [], "remedy": ""}, 1)},
    ),
}  # fmt: skip
