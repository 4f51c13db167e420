"""Sample values for the living page: one of everything, nobody real."""

import datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import QueryDict

from sdzx import clock
from sdzx.ui import tables
from sdzx.ui.forms import PlainForm
from sdzx.ui.parts import (
    Button,
    Column,
    Due,
    Fact,
    FactGroup,
    FileLine,
    Stage,
    StageState,
    TraceLine,
    Waiting,
)
from sdzx.workflow import Blocker

DAY = datetime.date(2026, 3, 17)
MOMENT = datetime.datetime(2026, 3, 13, 1, 30, tzinfo=datetime.UTC)
STAGES = (
    Stage("填写申请", StageState.DONE, "3月2日"),
    Stage("市中心受理", StageState.DONE, "3月4日"),
    Stage("专家实地评估", StageState.CURRENT, "3名专家，已到场2名"),
    Stage("评估结论", StageState.NEXT),
    Stage("市人社局审定", StageState.NEXT),
    Stage("统一公布", StageState.NEXT),
)
STOPPED = (
    Stage("报名", StageState.DONE),
    Stage("审核", StageState.STOPPED, "不予受理"),
    Stage("参加考核", StageState.NEXT),
)
GROUPS = (
    FactGroup(
        "申请单位",
        (
            Fact("单位名称", "济南市历下区泉水面点职业培训学校", url="#facts"),
            Fact("统一社会信用代码", "52370102MJD0000000"),
            Fact("受理日期", datetime.date(2026, 3, 4)),
            Fact("联系电话", ""),
            Fact("考评员", None, lines=("王建国（证卡有效）", "李秀英（证卡有效）", "张伟（证卡有效）")),
        ),
    ),
    FactGroup(
        "考核条件",
        (
            Fact("工位数", 24),
            Fact("全程录像", True),
            Fact("场地说明", "操作间两间，每间120平方米。\n消防验收合格。", wide=True),
        ),
    ),
)
FILES = (
    FileLine("考核工作管理制度.pdf", "#files", "管理制度", 482_113),
    FileLine(
        "操作间全景照片（东侧，含监控探头位置）.jpg",
        "#files",
        "场地照片",
        2_310_442,
        "已核对",
        preview_url="/static/icon.svg",
    ),
)
TRACE = (
    TraceLine(MOMENT, "王敏", "受理", "受理申请"),
    TraceLine(
        MOMENT + datetime.timedelta(days=1),
        "孙丽",
        "受理",
        "退回补正",
        ground="场地照片看不清监控探头。",
        changes=(("状态", "待受理", "待补正"),),
    ),
)
WAITING = (
    Waiting("泉水面点职业培训学校 设立申请", "面点制作 · 待组织专家评估", "#worklist", "考点申请", Due(DAY, 5), MOMENT),
    Waiting("第3期 中式面点考核 成绩确认", "28人 · 成绩和试卷已报送", "#worklist", "成绩", Due(DAY, -3), MOMENT),
    Waiting("报名审核", "单位集体报名", "#worklist", "报名", Due(DAY, 0), count=12),
)
DUES = (
    Due(DAY, 5),
    Due(DAY, 1),
    Due(DAY, 0),
    Due(DAY, -3),
    Due(DAY, 2, provisional=True),
    Due(DAY, None, provisional=True),
)
BUTTONS = (
    Button("派遣专家", "#buttons", primary=True),
    Button("退回补正", "#buttons"),
    Button("不予受理", "#buttons", danger=True),
    Button("作废", "#buttons", danger=True, get=False),
)
BLOCKERS = (
    Blocker("面点制作项目只有2名考评员，至少需要3名。", "2.2", url="#blockers"),
    Blocker("第2评估专家还没有提交评估表。", "2.3"),
)
BADGES = (("neutral", "草稿"), ("progress", "评估中"), ("good", "已公布"), ("warning", "待补正"), ("bad", "已取消"))
COLUMNS = (
    Column("姓名", "name", order="name", link=True),
    Column("报名单位", "unit"),
    Column("考核日期", "day", order="day"),
    Column("成绩", "score", order="score", number=True),
    Column("状态", lambda person: person["status"], badge=True),
)
PEOPLE = [
    {"name": name, "unit": "济南市历下区泉水面点职业培训学校", "day": DAY, "score": score, "status": "已确认"}
    for name, score in (("赵一", 86), ("欧阳二", 91.5), ("孙三·买买提", None))
]
TILES = (("12", "件待办"), ("3", "件今天到期"), ("1", "件已逾期"))


class SampleForm(PlainForm, forms.Form):
    """Every kind of field once."""

    name = forms.CharField(label="姓名", help_text="与身份证一致，少数民族姓名间隔号用“·”。")
    project = forms.ChoiceField(label="考核项目", choices=[("", "请选择"), ("1", "中式面点制作"), ("2", "短视频制作")])
    day = forms.DateField(label="考核日期", widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label="单位类别", widget=forms.RadioSelect, choices=[("a", "企业"), ("b", "院校")])
    duties = forms.MultipleChoiceField(
        label="承担的工作", required=False, widget=forms.CheckboxSelectMultiple, choices=[("x", "考评"), ("y", "督导")]
    )
    photo = forms.FileField(label="证件照", help_text="一寸白底彩色，不超过15 MB。")
    remark = forms.CharField(label="说明", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    truth = forms.BooleanField(label="以上内容属实")


class RowForm(PlainForm, forms.Form):
    """A row of equipment."""

    item = forms.CharField(label="设备名称")
    amount = forms.IntegerField(label="数量", min_value=1)


class FilterForm(forms.Form):
    """A list's filters."""

    q = forms.CharField(label="姓名或单位", required=False)
    status = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), ("ok", "已确认")])


def context() -> dict[str, Any]:
    """Everything the living page shows."""
    paginator = Paginator(PEOPLE, 1)
    rows = forms.formset_factory(RowForm, extra=1)
    return {
        "stages": STAGES,
        "stopped": STOPPED,
        "groups": GROUPS,
        "files": FILES,
        "trace": TRACE,
        "waiting": WAITING,
        "dues": DUES,
        "buttons": BUTTONS,
        "blockers": BLOCKERS,
        "badges": BADGES,
        "tiles": TILES,
        "table": tables.build(
            COLUMNS, PEOPLE, caption="考生", query=QueryDict("sort=name"), url_of=lambda _: "#table", export=True
        ),
        "paged": tables.build(COLUMNS[:2], paginator.page(2), caption="分页的考生", url_of=lambda _: "#table"),
        "form": SampleForm(auto_id="plain_%s"),
        "wrong": SampleForm({"name": "赵一"}, {}, auto_id="wrong_%s"),
        "formset": rows(prefix="items"),
        "filters": FilterForm(auto_id="filter_%s"),
        "kept": {
            "widget": {
                "name": "licence",
                "kept": {"name": "营业执照.pdf", "url": ""},
                "kept_name": "licence-kept",
                "kept_token": "sample",
                "attrs": {"class": "form-control", "aria-label": "更换营业执照"},
            }
        },
        "today": clock.today(),
        "now": clock.now(),
    }
