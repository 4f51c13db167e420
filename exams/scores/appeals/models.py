"""成绩复核: a candidate asks whether something was left out, added up or copied wrongly (4.5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from exams.scores.models import Score
from sdzx.accounts.models import Center
from sdzx.accounts.scope import ScopedQuerySet
from sdzx.workflow import Flow, Step


class AppealQuerySet(ScopedQuerySet["Appeal"]):
    """The candidate's own, those of a unit's people, the centre's."""

    CENTER = "score__sheet__session__center"
    OWNER = "score__seat__registration__user"
    UNIT = "score__seat__registration__unit"


class Appeal(Flow):
    """复核申请 of one candidate: no new marking, only what a second look at the sheets can settle."""

    class Status(models.TextChoices):
        SUBMITTED = "submitted", "待答复"
        UPHELD = "upheld", "复核成立"
        REJECTED = "rejected", "维持原成绩"

    class Kind(models.TextChoices):
        OMITTED = "omitted", "漏评"
        ADDED = "added", "合分错误"
        COPIED = "copied", "登分错误"

    FLOW = "appeal"
    STEPS = (
        Step("uphold", "复核成立", (Status.SUBMITTED,), Status.UPHELD, clause="4.5",
             consequence="随即按填写的得分提出成绩更正，由另一人批准后生效。"),
        Step("reject", "维持原成绩", (Status.SUBMITTED,), Status.REJECTED, clause="4.5", danger=True, ground=True,
             consequence="请写明核对了什么、结果如何；考生将看到这段答复和各任务得分。"),
    )  # fmt: skip
    MAIN = (Status.SUBMITTED, Status.UPHELD)
    TONES = {Status.SUBMITTED: "warning", Status.UPHELD: "good", Status.REJECTED: "neutral"}

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.SUBMITTED)
    score = models.ForeignKey(Score, models.PROTECT, related_name="appeals", verbose_name="成绩")
    kind = models.CharField("复核事项", max_length=10, choices=Kind.choices)
    statement = models.TextField("情况说明", max_length=1000)
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="申请人")
    due_on = models.DateField("答复期限", null=True, help_text="为空表示年度日历尚未公布")
    answer = models.TextField("答复", blank=True, default="")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="答复人"
    )
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["score", "kind"], name="appeal_kind_once"),
            models.UniqueConstraint(
                fields=["score"], condition=Q(status="submitted"), name="appeal_one_open_per_score"
            ),
            models.CheckConstraint(
                condition=Q(status="submitted") | (Q(answered_by__isnull=False) & ~Q(answer="")),
                name="appeal_answered_has_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score.seat.ticket_number} 成绩复核"

    @property
    def trace_center(self) -> Center:
        return self.score.sheet.session.center
