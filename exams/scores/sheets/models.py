"""Each examiner's own marks, the second of two independent entries, and the papers counted by kind (4.4)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from exams.dispatch.models import Assignment
from exams.scores.models import ScoreSheet
from sdzx import clock
from sdzx.accounts.models import Center
from sdzx.accounts.scope import ScopedQuerySet
from sdzx.workflow import Flow, Step


class ExaminerSheetQuerySet(ScopedQuerySet["ExaminerSheet"]):
    """The examiner's own; that there are such sheets, not what stands in them, is known to site and centre."""

    CENTER = "sheet__session__center"
    ORGANIZATION = "sheet__session__site__organization"
    PERSON = "assignment__person"


class ExaminerSheet(Flow):
    """评分表 of one examiner for one session: nobody else reads its marks until all of them are handed in."""

    class Status(models.TextChoices):
        DRAFT = "draft", "评分中"
        SUBMITTED = "submitted", "已提交"
        RETURNED = "returned", "已退回"
        LEFT_OUT = "left_out", "不计入"

    FLOW = "examiner_sheet"
    STEPS = (
        Step("submit", "提交评分表", (Status.DRAFT, Status.RETURNED), Status.SUBMITTED, clause="4.4", consequence="提交后不能修改；全部考评员提交后，成绩取各考评员的平均分。"),
        Step("send_back", "退回考评员", (Status.SUBMITTED,), Status.RETURNED, clause="4.4", ground=True, consequence="已计算的平均分作废，重新提交后再计算。请写明需要核对什么。"),
        Step("leave_out", "不计入", (Status.DRAFT, Status.RETURNED), Status.LEFT_OUT, clause="4.4", danger=True, ground=True,
             consequence="用于考评员中途离场、无法完成评分等情形；其余考评员的评分照常计算。"),
        Step("readmit", "重新计入", (Status.LEFT_OUT,), Status.DRAFT, clause="4.4", ground=True),
    )  # fmt: skip
    MAIN = (Status.DRAFT, Status.SUBMITTED)
    TONES = {
        Status.DRAFT: "warning",
        Status.SUBMITTED: "good",
        Status.RETURNED: "warning",
        Status.LEFT_OUT: "neutral",
    }

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.DRAFT)
    sheet = models.ForeignKey(ScoreSheet, models.PROTECT, related_name="examiner_sheets", verbose_name="成绩")
    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="examiner_sheet", verbose_name="派遣")
    marks = models.JSONField("评分", default=dict, help_text='{座位: {任务序号: 得分}}，如{"17": {"1": "86"}}')
    version = models.PositiveIntegerField("保存次数", default=0)
    saved_at = models.DateTimeField("保存时间", null=True, blank=True)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)

    objects = ExaminerSheetQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="submitted") | Q(submitted_at__isnull=False),
                name="examiner_sheet_submitted_has_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.sheet.session.number} {self.assignment.person.name}评分表"

    @property
    def trace_center(self) -> Center:
        return self.sheet.session.center


class SecondEntry(models.Model):
    """复录: the marks typed again from the papers by somebody who did not type them first, not having seen those."""

    sheet = models.OneToOneField(ScoreSheet, models.CASCADE, related_name="second_entry")
    marks = models.JSONField("得分", default=dict, help_text='{座位: {任务序号: 得分}}，如{"17": {"1": "86"}}')
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="复录人")
    entered_at = models.DateTimeField("复录时间", default=clock.now)

    def __str__(self) -> str:
        return f"{self.sheet} 复录"


class PaperCount(models.Model):
    """How many of one kind of paper were given out, and how many came back written on or blank; none may be missing."""

    class Kind(models.TextChoices):
        PAPER = "paper", "试题卷"
        ANSWER = "answer", "答题卡"
        WORKPIECE = "workpiece", "工件登记表"
        MARKING = "marking", "评分记录"

    PER_CANDIDATE = (Kind.PAPER, Kind.ANSWER)

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="paper_counts")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    issued = models.PositiveIntegerField("发出")
    used = models.PositiveIntegerField("收回（已使用）")
    blank = models.PositiveIntegerField("收回（空白）", default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "kind"], name="paper_count_once"),
            models.CheckConstraint(condition=Q(issued=F("used") + F("blank")), name="paper_count_balances"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.issued}"
