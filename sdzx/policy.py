"""What the rules leave to each centre, as settings with defaults: `policy.of(center).pass_mark`."""

import datetime
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Protocol


class HasPolicy(Protocol):
    """A centre: the values that differ from the defaults."""

    policy: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Policy:
    """Numbers that the regulation does not fix. Days are working days unless the name says otherwise."""

    pass_mark: Decimal = Decimal(60)
    full_mark: Decimal = Decimal(100)
    minimum_age: int = 16
    panel_size: int = 3
    examiners_per_session: int = 3
    site_validity_years: int = 3
    site_renewal_days: int = 90
    acceptance_days: int = 5
    evaluation_days: int = 20
    evaluation_reminder_days: int = 3
    marks_apart_percent: int = 30
    archive_days: int = 30
    retention_years: int = 2
    video_retention_months: int = 6
    disposal_waiting_days: int = 10
    ticket_arrival_minutes: int = 30
    review_claim_minutes: int = 10
    review_undo_seconds: int = 60
    photo_width: int = 295
    photo_height: int = 413
    assignment_answer_days: int = 2
    appeal_days: int = 10
    score_step: Decimal = Decimal("0.1")
    score_entries: int = 1
    disagreement_limit: Decimal = Decimal(10)
    question_set_rest_days: int = 90
    paper_release_minutes: int = 30
    opening_hours: int = 2
    roster_file_days: int = 30
    violation_response_days: int = 5
    complaint_acceptance_days: int = 5
    complaint_days: int = 30
    inspections_per_year: int = 1
    offer_hours: int = 48
    offer_lead_days: int = 3
    announcement_due_day: int = 31
    revocation_statement_days: int = 5
    certificates_per_year: int = 100_000
    blank_stock_low: int = 200
    electronic_copy_days: int = 30
    electronic_copy_limit: int = 3
    electronic_copy_window_days: int = 90

    def cutoff(self, day: datetime.date) -> datetime.date:
        """The latest birthday of somebody who is old enough on that day."""
        return datetime.date(day.year - self.minimum_age, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


_TYPES = {field.name: field.type for field in fields(Policy)}
# The regulation's own minimum (5.2): a centre may keep longer, never shorter.
FLOORS: dict[str, int] = {
    "retention_years": 2,
    "video_retention_months": 6,
    "panel_size": 3,
    "examiners_per_session": 1,
}
# Each number as the director's page and the trace name it.
LABELS = {
    "revocation_statement_days": "撤销证书前持证人申辩期限（工作日）",
    "certificates_per_year": "每年最多证书数（编号规则须容得下）",
    "blank_stock_low": "空白证书结存提醒线（份，0为不提醒）",
    "announcement_due_day": "年度公告最迟发布日（自1月1日起第几天，31即1月31日）",
    "violation_response_days": "考点说明期限（工作日）",
    "pass_mark": "合格分数", "full_mark": "满分", "minimum_age": "最低年龄（周岁）", "panel_size": "专家评估组人数",
    "examiners_per_session": "每场考评员人数", "site_validity_years": "考点有效期（年）", "site_renewal_days": "授权到期前可申请延续（日历日）",
    "acceptance_days": "申请受理期限（工作日）", "evaluation_days": "评估期限（工作日）",
    "evaluation_reminder_days": "评估到期提前提醒（工作日）", "marks_apart_percent": "专家评分差异提示线（满分的百分比）", "archive_days": "归档期限（工作日）",
    "retention_years": "档案保存年限（年）", "video_retention_months": "视频保存期限（月）",
    "disposal_waiting_days": "销毁等待期（工作日）", "ticket_arrival_minutes": "提前到场时间（分钟）",
    "review_claim_minutes": "审核占用时间（分钟）", "review_undo_seconds": "成批审核撤销时间（秒）",
    "photo_width": "照片宽度（像素）", "photo_height": "照片高度（像素）", "assignment_answer_days": "派遣答复期限（工作日）",
    "score_step": "评分最小单位（分，1为只能填整数）", "score_entries": "成绩录入次数（1为一人录入，2为双人录入并比对）",
    "disagreement_limit": "考评员总分差异提示线（分）",
    "appeal_days": "成绩复核期限（工作日）", "question_set_rest_days": "同一考点题库间隔（天）",
    "paper_release_minutes": "试卷开启提前时间（分钟）", "opening_hours": "试卷下载时限（小时）",
    "roster_file_days": "报名截止后名单文件保存天数",
    "complaint_acceptance_days": "投诉举报受理期限（工作日）", "complaint_days": "投诉举报办结期限（工作日）",
    "inspections_per_year": "每个考点每年检查次数",
    "electronic_copy_days": "电子证书专用副本最长有效期（日历日）", "electronic_copy_limit": "电子证书专用副本份数上限",
    "electronic_copy_window_days": "电子证书专用副本份数的计算期（日历日）",
    "offer_hours": "候补递补确认时限（小时）", "offer_lead_days": "考核首日前停止递补（日历日）",
}  # fmt: skip


def of(center: HasPolicy) -> Policy:
    """The centre's policy: its own values over the defaults, never below the regulation's floors."""
    values: dict[str, Any] = {}
    for name, value in center.policy.items():
        if name in _TYPES:
            typed = Decimal(str(value)) if _TYPES[name] in (Decimal, "Decimal") else int(value)
            values[name] = max(typed, FLOORS[name]) if name in FLOORS else typed
    return Policy(**values)
