"""Samples of the forms around an examination, from the announcement to the scores."""

import datetime

from tests.sdzx.documents.samples.common import (
    ADDRESS,
    ARRIVE,
    CENTER,
    CODE,
    DAY,
    DOTTED,
    ENDS,
    PHOTO,
    PLAIN,
    PROJECT,
    PROVINCE,
    RARE,
    RARER,
    SITE,
    SPECIFICATION,
    STARTS,
    Sample,
    numbered,
)

SESSION = "CC370100-2026-0031"
WHEN = {"date": DAY, "starts": STARTS, "ends": ENDS}
ITEM = {
    "project": PROJECT, "specification": "鲁专规2024-017", "registration": "3月20日至4月10日",
    "exam_dates": "4月下旬", "mode": "实操", "places": "限60人", "eligibility": "", "how_appraised": "", "contact": "",
}  # fmt: skip
ANNOUNCEMENT = {
    "center": CENTER,
    "number": "济鉴公告〔2026〕1号",
    "issued_on": DAY,
    "heading": "2026年度专项职业能力考核公告",
    "revision": 0,
    "revision_note": "",
    "introduction": "根据《山东省专项职业能力考核工作规则》，现将2026年度专项职业能力考核有关事项公告如下。",
    "items": [
        ITEM,
        ITEM | {"project": "大棚建造", "mode": "理论与实操", "places": "", "contact": "大棚组0531-81276544"},
    ],
    "attachments": ["考核规范汇编"],
    "preview": False,
    "eligibility": "年满16周岁，有相应劳动能力的人员。\n符合考核规范规定的申报条件。",
    "how_to_register": "通过山东省专项职业能力考核系统报名。",
    "how_appraised": "按照考核规范，以实际操作为主。",
    "other": "考核费用按有关规定执行。",
    "contact": RARER,
    "phone": "0531-81276543",
    "address": "济南市市中区建设路63号",
}
REGISTRATION = {
    "number": "BM370100-2026-000412",
    "center": CENTER,
    "submitted_on": DAY,
    "photo": PHOTO,
    "name": RARE,
    "sex": "女",
    "birth": datetime.date(1990, 3, 7),
    "ethnicity": "汉族",
    "education": "大专",
    "phone": "13800138000",
    "document_type": "居民身份证",
    "document_number": "37010219900307108X",
    "unit": "",
    "address": ADDRESS,
    "project": PROJECT,
    "announcement": "2026年度专项职业能力考核公告",
    "eligibility": "年满16周岁（截至报名之日36周岁）",
    "evidence": ["学历证书", "工作证明"],
    "consent": "本人同意为组织考核、核发和查询证书处理上述个人信息。",
    "consented_on": DAY,
    "review": {"result": "审核通过", "by": PLAIN, "on": DAY.replace(day=16), "opinion": "材料齐全，符合报名条件。"},
}
TICKET = {
    "ticket_number": "370100260314010023",
    "name": DOTTED,
    "sex": "男",
    "document_type": "居民身份证",
    "document_number": "650102199203070013",
    "unit": "济南市历下区好面包食品有限公司",
    "photo": PHOTO,
    "project": PROJECT,
    "mode": "实际操作",
    "site_name": SITE,
    "address": ADDRESS,
    "room": "第2考场",
    "seat": "23",
    **WHEN,
    "arrive_by": ARRIVE,
    "center": CENTER,
    "phone": "0531-81276543",
    "qr": CODE,
    "notes": ["凭本准考证和有效身份证件入场。", "自备工作服、工作帽。", "开考15分钟后不得入场。"],
}
FILING = {
    "number": "BA370100-2026-0006",
    "center": CENTER,
    "province": PROVINCE,
    "submitted_on": DAY,
    "project": PROJECT,
    "specification": SPECIFICATION,
    "title": "面包烘焙试卷（A卷）",
    "version": "2026-1",
    "mode": "实际操作",
    "duration": "150分钟",
    "parts": [
        {"name": "考核试卷", "pages": 4, "sha256": "9f86d081884c7d65"},
        {"name": "评分标准", "pages": 3, "sha256": "60303ae22b998861"},
    ],
    "authors": [{"name": DOTTED, "title": "高级技师", "employer": "山东省城市服务技师学院"}],
    "reviewers": [{"name": RARER, "title": "", "employer": "济南职业学院"}],
    "review": {"opinion": "　　覆盖考核规范全部任务，难度适中。", "on": DAY},
    "responsible": PLAIN,
    "filing": {
        "result": "予以备案",
        "number": "鲁备2026-0119",
        "opinion": "同意使用。",
        "by": RARE,
        "on": DAY.replace(day=20),
    },
}
PREPARED = {"name": "双层电烤箱", "spec": "380V", "unit": "台", "quantity": 6, "note": "每5人1台", "ready": None}
PREPARATION = {
    "number": "ZB370100-2026-0031",
    "center": CENTER,
    "site_name": SITE,
    "contact": RARE,
    "phone": "0531-87210000",
    "project": PROJECT,
    "specification": SPECIFICATION,
    "session": SESSION,
    **WHEN,
    "candidates": 58,
    "rooms": 2,
    "stations": 60,
    "sections": [
        {
            "name": "考核场地",
            "rows": [PREPARED | {"name": "操作室", "spec": "120平方米以上", "unit": "间", "ready": True}],
        },
        {"name": "设施设备", "rows": [PREPARED, PREPARED | {"name": "醒发箱", "ready": False}]},
        {"name": "工卡量具", "rows": [PREPARED | {"name": "电子秤", "note": ""}]},
        {"name": "原材料", "rows": [PREPARED | {"name": "高筋面粉", "spec": "25千克", "unit": "袋"}]},
        {"name": "考务人员", "rows": []},
    ],
    "remarks": "备急救箱一个。",
    "issued_on": DAY,
    "acknowledged_by": "",
    "acknowledged_on": None,
}
CANDIDATE = {
    "seat": "1", "ticket_number": "370100260314010001", "name": RARE, "document_number": "3701***********08X", "unit": "",
}  # fmt: skip
SIGN_IN = {
    "project": PROJECT,
    "site_name": SITE,
    "room": "第2考场",
    "session": SESSION,
    **WHEN,
    "rows": [
        CANDIDATE,
        CANDIDATE | {"seat": "2", "name": DOTTED, "unit": "好面包食品有限公司"},
        CANDIDATE | {"name": RARER},
    ],
    "staff": [
        {"role": "考评员", "name": PLAIN, "card_number": "鲁KP2024000317"},
        {"role": "督导员", "name": RARER, "card_number": "R37260001"},
    ],
}
DUTY = {
    "center": CENTER,
    "number": "济鉴派〔2026〕31号",
    "issued_on": DAY,
    "name": RARER,
    "role": "考评员",
    "card_number": "鲁KP2024000317",
    "site_name": SITE,
    "address": ADDRESS,
    "contact": RARE,
    "phone": "0531-87210000",
    "project": PROJECT,
    "session": SESSION,
    **WHEN,
    "arrive_by": ARRIVE,
    "duties": ["按照评分标准独立评判，不与他人商量分数。", "有应当回避情形的，主动申请回避。"],
    "accept_by": DAY.replace(day=10),
    "qr": CODE,
}
HANDOVER = {
    "number": "JJ370100-2026-0031",
    "project": PROJECT,
    "session": SESSION,
    "site_name": SITE,
    "date": DAY,
    "kind": "发放",
    "items": [
        {"name": "考核试卷", "filing_number": "鲁备2026-0119", "packages": 2, "copies": 60, "seal": "完好", "note": ""},
        {"name": "评分表", "filing_number": "", "packages": 1, "copies": 174, "seal": "完好", "note": "备用3份"},
    ],
    "handed_by": {"unit": CENTER, "name": PLAIN},
    "received_by": {"unit": SITE, "name": RARE},
    "at": datetime.datetime(2026, 3, 14, 0, 20, tzinfo=datetime.UTC),
}
CHECK = {"item": "考生身份逐人核验", "passed": True, "note": ""}
SUPERVISION = {
    "number": "DD370100-2026-0031",
    "center": CENTER,
    "site_name": SITE,
    "project": PROJECT,
    "session": SESSION,
    "date": DAY,
    "supervisor": RARER,
    "card_number": "R37260001",
    "arrived_at": datetime.time(8, 10),
    "left_at": datetime.time(12, 5),
    "counts": {"registered": 58, "present": 56, "absent": 2, "incidents": 1},
    "sections": [
        {
            "name": "考点组织实施",
            "rows": [CHECK, CHECK | {"item": "设备按通知单备齐", "passed": False, "note": "缺醒发箱1台"}],
        },
        {"name": "考评人员履职", "rows": [CHECK | {"item": "佩戴证卡", "passed": None}]},
    ],
    "incidents": [
        {"at": datetime.time(10, 15), "subject": DOTTED, "what": "携带手机进入考场", "handling": "口头警告，代为保管"}
    ],
    "opinion": "　　组织有序，评判公正。",
    "rating": "较好",
    "submitted_on": DAY,
}
REVIEWED = {
    "title": "审核汇总表",
    "center": CENTER,
    "printed_on": DAY,
    "printed_by": RARER,
    "columns": [("报名号", 30), ("姓名", 20), ("证件号码", 46)],
    "rows": [["BM370100-2026-000412", RARE, "3701***********08X"]],
}

SAMPLES = {
    "pdf/review_list.html": Sample(
        "审核汇总表",
        REVIEWED,
        ("审核汇总表", CENTER, "BM370100-2026-000412", RARE, "3701***********08X", "人数：1", "2026年3月14日", RARER),
        variants={"long": ({**REVIEWED, "title": "通过人员名册", "rows": [["1", "2", "3"]] * 60}, 3)},
    ),
    "pdf/announcement.html": Sample(
        "2026年度专项职业能力考核公告",
        ANNOUNCEMENT,
        (
            CENTER, "济鉴公告〔2026〕1号", "2026年度专项职业能力考核公告", "面包烘焙（鲁专规2024-017）", "3月20日至4月10日",
            "4月下旬", "限60人", "年满16周岁", "符合考核规范规定的申报条件", "考核系统报名", "以实际操作为主", "理论与实操",
            "考核费用按有关规定执行", "大棚组0531-81276544", "2.考核规范汇编（见公告网页）", RARER, "0531-81276543", "济南市市中区建设路63号", "2026年3月14日",
        ),
        pages=3,
        variants={
            "revised": ({**ANNOUNCEMENT, "revision": 2, "revision_note": "调整大棚建造考核时间", "attachments": [], "preview": True}, 3),
            "long": ({**ANNOUNCEMENT, "items": [ITEM] * 60}, 7),
        },
    ),
    "pdf/registration_form.html": Sample(
        "专项职业能力考核报名表",
        REGISTRATION,
        (
            "BM370100-2026-000412", CENTER, RARE, "1990年3月7日", "汉族", "大专", "13800138000", "37010219900307108X", "—",
            ADDRESS, PROJECT, "截至报名之日36周岁", "学历证书、工作证明", "本人同意为组织考核", "审核通过", "材料齐全", PLAIN,
        ),
        variants={"unreviewed": ({**REGISTRATION, "photo": "", "review": None, "evidence": []}, 1)},
    ),
    "pdf/admission_ticket.html": Sample(
        "专项职业能力考核准考证",
        TICKET,
        (
            "370100260314010023", DOTTED, "650102199203070013", "好面包食品有限公司", PROJECT, "实际操作", SITE, ADDRESS,
            "第2考场", "23", "2026年3月14日（星期六）", "09:00—11:30", "08:30", CENTER, "0531-81276543", "自备工作服",
        ),
        variants={"no-photo": ({**TICKET, "photo": "", "unit": "", "sex": ""}, 1)},
    ),
    "pdf/question_filing.html": Sample(
        "专项职业能力考核试卷（题库）备案表",
        FILING,
        (
            "BA370100-2026-0006", CENTER, PROVINCE, SPECIFICATION, "面包烘焙试卷（A卷）", "2026-1", "150分钟",
            "9f86d081884c7d65", "评分标准", DOTTED, RARER, "山东省城市服务技师学院", "难度适中", PLAIN,
            "予以备案", "鲁备2026-0119", "同意使用", RARE, "2026年3月20日",
        ),
        variants={"waiting": ({**FILING, "filing": None}, 1)},
    ),
    "pdf/preparation_notice.html": Sample(
        "专项职业能力考核准备通知单",
        PREPARATION,
        (
            "ZB370100-2026-0031", CENTER, SITE, RARE, "0531-87210000", SPECIFICATION, SESSION, "58人", "2个考场，60个工位",
            "1．考核场地", "2．设施设备", "3．工卡量具", "4．原材料", "5．考务人员", "醒发箱", "高筋面粉", "每5人1台", "本项无要求",
            "备急救箱一个", "（盖章）",
        ),
        pages=2,
        variants={
            "acknowledged": ({**PREPARATION, "remarks": "", "acknowledged_by": RARE, "acknowledged_on": DAY}, 2),
            "long": ({**PREPARATION, "sections": [{"name": "原材料", "rows": [PREPARED] * 80}]}, 3),
        },
    ),
    "pdf/sign_in_sheet.html": Sample(
        "专项职业能力考核考场签到表",
        SIGN_IN,
        (PROJECT, SITE, "第2考场", SESSION, "09:00—11:30", RARE, DOTTED, RARER, "3701***********08X", "应到3人", "R37260001"),
        variants={"long": ({**SIGN_IN, "rows": numbered(CANDIDATE, 30, seat="{}", ticket_number="3701002603140100{:02}")}, 2)},
    ),
    "pdf/duty_letter.html": Sample(
        "派遣函",
        DUTY,
        (
            CENTER, "济鉴派〔2026〕31号", "关于派遣考评员的函", RARER, "鲁KP2024000317", SITE, ADDRESS, RARE, SESSION,
            "2026年3月14日（星期六）", "08:30", "独立评判", "2026年3月10日（星期二）",
        ),
        variants={"plain": ({**DUTY, "role": "督导员", "qr": "", "accept_by": None}, 1)},
    ),
    "pdf/handover.html": Sample(
        "专项职业能力考核试卷交接单",
        HANDOVER,
        (
            "JJ370100-2026-0031", "（发放）", SITE, SESSION, "鲁备2026-0119", "174", "备用3份", CENTER, PLAIN, RARE,
            "2026年3月14日 08:20",
        ),
        variants={"unsigned": ({**HANDOVER, "at": None, "kind": "报送"}, 1)},
    ),
    "pdf/supervision_report.html": Sample(
        "专项职业能力考核督导报告",
        SUPERVISION,
        (
            "DD370100-2026-0031", SITE, SESSION, RARER, "R37260001", "08:10—12:05", "应考58人，实考56人，缺考2人，违纪情况1起",
            "考点组织实施", "缺醒发箱1台", "佩戴证卡", DOTTED, "携带手机进入考场", "口头警告", "评判公正", "总体评价：较好", CENTER,
        ),
        variants={"quiet": ({**SUPERVISION, "incidents": []}, 1)},
    ),
}  # fmt: skip
