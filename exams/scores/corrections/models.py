"""A confirmed score changes only through a correction: a reason, evidence and a second person (4.5)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from exams.scores.models import Score
from sdzx.accounts.models import Center
from sdzx.accounts.scope import ScopedQuerySet
from sdzx.workflow import Flow, Step


class CorrectionQuerySet(ScopedQuerySet["Correction"]):
    """The centre's; the site sees those of its own sessions."""

    CENTER = "score__sheet__session__center"
    ORGANIZATION = "score__sheet__session__site__organization"


class Correction(Flow):
    """成绩更正 of one candidate: the marks as they stood when it was asked for, and as they shall be."""

    class Status(models.TextChoices):
        REQUESTED = "requested", "待批准"
        APPLIED = "applied", "已更正"
        REFUSED = "refused", "不予更正"

    class Kind(models.TextChoices):
        OMITTED = "omitted", "漏评"
        ADDED = "added", "合分错误"
        COPIED = "copied", "登分错误"
        OTHER = "other", "其他"

    FLOW = "correction"
    STEPS = (
        Step("approve", "批准更正", (Status.REQUESTED,), Status.APPLIED, clause="4.5", ground=True,
             consequence="批准后成绩立即更正：由不合格变为合格的立即编号；由合格变为不合格的，证书进入撤销程序，先通知持证人陈述申辩，再由两人决定；并通知考生。"),
        Step("refuse", "不予更正", (Status.REQUESTED,), Status.REFUSED, clause="4.5", danger=True, ground=True,
             consequence="成绩维持不变，理由告知申请更正的人。"),
    )  # fmt: skip
    MAIN = (Status.REQUESTED, Status.APPLIED)
    TONES = {Status.REQUESTED: "warning", Status.APPLIED: "good", Status.REFUSED: "bad"}

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.REQUESTED)
    score = models.ForeignKey(Score, models.PROTECT, related_name="corrections", verbose_name="成绩")
    appeal = models.OneToOneField(
        "exams.Appeal", models.PROTECT, null=True, blank=True, related_name="correction", verbose_name="复核申请"
    )
    kind = models.CharField("差错种类", max_length=10, choices=Kind.choices)
    reason = models.TextField("更正理由", max_length=1000)
    marks_before = models.JSONField("更正前得分", help_text='{任务序号: 得分}，如{"1": "86.5"}')
    marks_after = models.JSONField("更正后得分", help_text='{任务序号: 得分}，如{"1": "86.5"}')
    total_before = models.DecimalField("更正前总分", max_digits=5, decimal_places=2)
    total_after = models.DecimalField("更正后总分", max_digits=5, decimal_places=2)
    passed_before = models.BooleanField("更正前合格")
    passed_after = models.BooleanField("更正后合格")
    evidence = models.ManyToManyField("files.StoredFile", blank=True, related_name="+", verbose_name="证据")
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="申请更正人"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准人"
    )
    decided_at = models.DateTimeField("批准时间", null=True, blank=True)
    decision = models.TextField("批准意见", blank=True, default="")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["score"], condition=Q(status="requested"), name="correction_one_open_per_score"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("requested_by")),
                name="correction_by_second_person",
            ),
            models.CheckConstraint(
                condition=Q(status="requested") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="correction_decided_has_person",
            ),
            models.CheckConstraint(
                condition=Q(total_after__gte=0, total_after__lte=100), name="correction_within_scale"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score.seat.ticket_number} 成绩更正"

    @property
    def trace_center(self) -> Center:
        return self.score.sheet.session.center
