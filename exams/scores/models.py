"""Scores and papers of a session: entered by the site, confirmed by the centre (4.4, 4.5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from exams.sessions.models import Seat, Session
from sdzx import clock
from sdzx.accounts.models import Center
from sdzx.accounts.scope import ScopedQuerySet
from sdzx.workflow import Flow, Step


class ScoreSheetQuerySet(ScopedQuerySet["ScoreSheet"]):
    """The site's own; the centre's."""

    CENTER = "session__center"
    ORGANIZATION = "session__site__organization"


class ScoreSheet(Flow):
    """成绩 of one session: submitted means both scores and papers."""

    class Status(models.TextChoices):
        DRAFT = "draft", "待报送"
        SUBMITTED = "submitted", "待确认"
        RETURNED = "returned", "已退回"
        CONFIRMED = "confirmed", "已确认"

    FLOW = "scores"
    STEPS = (
        Step("submit", "报送成绩及试卷", (Status.DRAFT, Status.RETURNED), Status.SUBMITTED, clause="4.4", consequence="报送后由市中心确认，退回前不能修改。"),
        Step("send_back", "退回考点", (Status.SUBMITTED,), Status.RETURNED, clause="4.5", ground=True, consequence="请写明哪些考生的成绩需要更正。"),
        Step("confirm", "确认成绩", (Status.SUBMITTED,), Status.CONFIRMED, clause="4.5", consequence="确认后合格考生立即编号，成绩不能再修改。"),
    )  # fmt: skip
    MAIN = (Status.DRAFT, Status.SUBMITTED, Status.CONFIRMED)
    TONES = {
        Status.DRAFT: "warning",
        Status.SUBMITTED: "progress",
        Status.RETURNED: "warning",
        Status.CONFIRMED: "good",
    }

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.DRAFT)
    session = models.OneToOneField(Session, models.PROTECT, related_name="score_sheet")
    workbook = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="成绩工作簿"
    )
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField("录入次数", default=0, help_text="每次录入加一，工作簿记下下载时的次数")
    by_examiners = models.BooleanField(
        "考评员分别评分", default=False, help_text="成绩取考评员评分表的平均分，考点不能录入"
    )
    papers_count = models.PositiveIntegerField("试卷份数", null=True, blank=True)
    papers_handed_by = models.CharField("试卷移交人", max_length=50, blank=True, default="")
    papers_handed_at = models.DateTimeField("试卷移交时间", null=True, blank=True)
    papers_note = models.CharField("试卷移交说明", max_length=200, blank=True, default="")
    scans = models.ManyToManyField("files.StoredFile", blank=True, verbose_name="试卷扫描件")
    scan_order = models.JSONField("扫描件次序", default=list, blank=True, help_text="扫描件的主键，按页序")
    papers_received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="试卷签收人"
    )
    papers_received_at = models.DateTimeField("试卷签收时间", null=True, blank=True)
    papers_received_count = models.PositiveIntegerField("签收份数", null=True, blank=True)
    papers_received_note = models.CharField("签收说明", max_length=200, blank=True, default="")
    submitted_at = models.DateTimeField("报送时间", null=True, blank=True)
    late_days = models.PositiveSmallIntegerField("逾期工作日数", default=0)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    document = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="成绩汇总表"
    )

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(papers_received_by__isnull=True)
                | Q(papers_received_at__isnull=False, papers_received_count__isnull=False),
                name="scores_receipt_complete",
            )
        ]

    def __str__(self) -> str:
        return f"{self.session} 成绩"

    @property
    def trace_center(self) -> Center:
        return self.session.center


class Score(models.Model):
    """A candidate's score: one mark a task (0–100 with one decimal, kept as text), and the weighted total."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="scores")
    seat = models.OneToOneField(Seat, models.PROTECT, related_name="score")
    marks = models.JSONField("各任务得分", help_text='{任务序号: 得分}，如{"1": "86.5"}')
    total = models.DecimalField("总分", max_digits=5, decimal_places=2)
    passed = models.BooleanField("合格", null=True)
    spread = models.DecimalField(
        "分差",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="考评员总分中最高与最低之差；考点录入的为空",
    )
    spread_note = models.CharField("分差说明", max_length=300, blank=True, default="")
    spread_noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="分差说明人"
    )

    class Meta:
        ordering = ["seat__room", "seat__seat"]
        constraints = [models.CheckConstraint(condition=Q(total__gte=0, total__lte=100), name="score_within_scale")]

    def __str__(self) -> str:
        return f"{self.seat} {self.total}分"


class SheetReturn(models.Model):
    """One return of a sheet to the site: which candidates are named with what reason, and all marks as they stood."""

    sheet = models.ForeignKey(ScoreSheet, models.CASCADE, related_name="returns")
    ground = models.TextField("理由")
    rows = models.JSONField("涉及考生", default=dict, help_text='{座位: 理由}，如{"17": "第二项与评分记录不符"}')
    marks = models.JSONField("退回时的得分", default=dict, help_text='{座位: {任务序号: 得分}}，如{"17": {"1": "86"}}')
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="退回人")
    returned_at = models.DateTimeField("退回时间", default=clock.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.sheet} 退回"
