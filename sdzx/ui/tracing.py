"""A record's trace as its page shows it: names of fields and values in words."""

import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from sdzx.audit.services import entries_of
from sdzx.fields import label_of
from sdzx.ui.parts import TraceLine

HIDDEN = frozenset({"status"})
SHOWN = 100
# What services write beside the fields of the record itself.
WORDS = {
    "answer_by": "答复期限", "answered": "已答项数", "attendance": "到考", "card": "证卡编号",
    "calendar": "日历版本", "candidates": "备选", "deadlines": "变动的期限", "document": "证件号码",
    "drawn": "抽中", "due_on": "期限", "experts": "专家", "expires_at": "有效至", "facts": "事实",
    "fields": "修改的栏目", "files": "材料", "from": "由", "item": "材料", "items": "事项",
    "late_days": "逾期工作日", "letter": "派遣函", "number": "编号", "of": "对象", "outcome": "处理结果",
    "papers": "试卷份数", "part": "组成", "present": "实到", "projects": "项目",
    "publication": "公布公告", "ready": "备齐", "recorded_on": "备案日期", "release_at": "启封时间",
    "rows": "行数", "scores": "成绩数", "scores_due": "报送期限", "seed": "随机种子", "serial": "流水码",
    "session": "场次", "short": "缺项", "source": "来源", "ticket": "准考证号", "to": "至",
    "changed": "更改", "counts": "各类份数", "differing": "不一致处", "examiners": "考评员", "far_apart": "分差超线人数",
    "note": "说明", "notes": "说明", "scored": "有成绩人数", "stated": "移交份数",
    "provisional": "暂定", "statutory": "法定期限", "total": "总分", "version": "版本",
    "absent": "缺考", "against": "涉及人员", "answer": "答复", "application": "申请编号", "applications": "申请编号",
    "changes": "变更事项", "channel": "告知方式", "code": "考点编号", "conclusion": "评估结论", "copies": "份数",
    "days": "变动的日子", "former": "原专家", "late_ground": "此前未告知的理由", "marked": "已评项数", "marks": "已说明的补正事项",
    "photos": "照片数", "related": "存在关联", "representative": "考点代表", "rested": "暂不抽用", "result": "结论",
    "scans": "扫描件", "sha256": "校验值（SHA-256）", "site": "考点编号", "state": "情况", "statement_due": "陈述申辩期限",
    "submission": "第几次报送", "substitute": "递补专家", "visit_on": "评估日期",
}  # fmt: skip


def trace_lines(record: models.Model) -> list[TraceLine]:
    """The record's entries in the trace, newest first."""
    return [
        TraceLine(
            at=entry.at,
            who=entry.actor_name,
            role=entry.role_label,
            what=entry.label,
            ground=entry.ground,
            changes=tuple(
                (label(type(record), name), said(record, entry.before.get(name, "")), said(record, value))
                for name, value in entry.after.items()
                if name not in HIDDEN
            ),
        )
        for entry in entries_of(record).order_by("-sequence")[:SHOWN]
    ]


def label(model: type[models.Model], name: str) -> str:
    """The field's own name, or the word for it; what is Chinese already stays."""
    return WORDS[name] if name in WORDS else label_of(model, name)


def said(record: models.Model, value: Any) -> str:
    """A value of the trace's JSON in words."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return "、".join(said(record, each) for each in value)
    if isinstance(value, dict):
        return "，".join(f"{label(type(record), name)} {said(record, each)}" for name, each in value.items())
    text = "" if value is None else str(value)
    return moment(text) or label(type(record), text)


def moment(text: str) -> str:
    """«2026年3月14日» or «2026年3月14日 09:00» of an ISO date or moment; empty for anything else."""
    try:
        if len(text) == 10:
            day = datetime.date.fromisoformat(text)
            return f"{day.year}年{day.month}月{day.day}日"
        at = datetime.datetime.fromisoformat(text) if "T" in text else None
    except ValueError:
        return ""
    if at is None:
        return ""
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
