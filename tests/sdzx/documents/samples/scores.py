"""Samples of the forms of scores: an examiner's own sheet and the session's."""

from tests.sdzx.documents.samples.common import CENTER, DAY, DOTTED, PLAIN, PROJECT, RARE, RARER, SITE, Sample
from tests.sdzx.documents.samples.exams import HANDOVER, SESSION

SCORE = {
    "ticket_number": "370100260314010001", "name": RARE, "document_number": "3701***********08X",
    "scores": ["36", "50.5"], "total": "86.5", "result": "合格",
}  # fmt: skip
SCORES = {
    "center": CENTER,
    "site_name": SITE,
    "project": PROJECT,
    "session": SESSION,
    "date": DAY,
    "pass_mark": 60,
    "tasks": [{"name": "面团调制", "weight": 40}, {"name": "成型与烘烤", "weight": 60}],
    "rows": [
        SCORE,
        SCORE | {"name": DOTTED, "scores": ["", ""], "total": "", "result": "缺考"},
        SCORE | {"name": RARER},
    ],
    "counts": {"registered": 3, "present": 2, "absent": 1, "passed": 2, "failed": 0},
    "submitted_on": DAY.replace(day=17),
    "due_on": DAY.replace(day=18),
    "statutory_on": None,
    "late": False,
    "entered_by": PLAIN,
    "confirmed_by": "",
    "confirmed_on": None,
    "examiners": [PLAIN, "赵一", "钱二"],
}
MARKED = {
    "ticket_number": "370100260314010001", "name": RARE, "marks": ["80", "90.5"], "total": "86.30", "mean": "85.17", "remark": "",
}  # fmt: skip
MARKING = {
    "center": CENTER,
    "site_name": SITE,
    "project": PROJECT,
    "session": SESSION,
    "date": DAY,
    "examiner": RARER,
    "card_number": "鲁KP2024000317",
    "tasks": SCORES["tasks"],
    "rows": [MARKED, MARKED | {"name": DOTTED, "marks": ["", ""], "total": "", "mean": "", "remark": "缺考"}],
    "scored": 1,
    "average": "86.30",
    "submitted_at": HANDOVER["at"],
    "state": "已提交",
}

SAMPLES = {
    "pdf/examiner_sheet.html": Sample(
        "专项职业能力考核考评员评分表",
        MARKING,
        (
            CENTER, SITE, SESSION, RARER, "鲁KP2024000317", "成型与烘烤", "（60%）", RARE, DOTTED, "90.5", "86.30", "85.17", "缺考",
            "本表评分1人", "考评员签名",
        ),
        variants={
            "unsubmitted": ({**MARKING, "submitted_at": None, "state": "评分中", "card_number": "", "scored": 0, "average": ""}, 1),
            "long": ({**MARKING, "rows": [MARKED] * 60}, 4),
        },
    ),
    "pdf/score_sheet.html": Sample(
        "专项职业能力考核成绩汇总表",
        SCORES,
        (
            CENTER, SITE, SESSION, "面团调制", "（40%）", RARE, DOTTED, RARER, "86.5", "缺考", "应考3人", "总分60分",
            "2026年3月17日（星期二）", "2026年3月18日（星期三）", f"{PLAIN}、赵一、钱二", "录入人",
        ),
        variants={"late-long": ({**SCORES, "late": True, "rows": [SCORE] * 60, "confirmed_on": DAY, "confirmed_by": RARE}, 4)},
    ),
}  # fmt: skip
