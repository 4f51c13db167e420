"""Question sets: written by experts, filed with the province, drawn, opened by two people (4.1)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.accounts.scope import NOBODY, ScopedQuerySet
from sdzx.workflow import Flow, Step


class QuestionSetQuerySet(ScopedQuerySet["QuestionSet"]):
    """The centre's custodian and director, and the province. Nobody else knows that a set exists."""

    def scope(self, actor: Actor) -> Q:
        return super().scope(actor) if actor.role in (Role.CUSTODIAN, Role.DIRECTOR, Role.AUDITOR) else NOBODY


class QuestionSet(Flow):
    """A set for one specification: paper, scoring standard, key, preparation data. Its files are sealed."""

    class Status(models.TextChoices):
        DRAFT = "draft", "命题中"
        REVIEWED = "reviewed", "已审题"
        FILED = "filed", "已报备"
        RETURNED = "returned", "备案退回"
        USABLE = "usable", "已备案可用"
        RETIRED = "retired", "停用"

    FLOW = "questions"
    STEPS = (
        Step("review", "审题通过", (Status.DRAFT,), Status.REVIEWED, clause="4.1"),
        Step("file", "报省中心备案", (Status.REVIEWED,), Status.FILED, clause="4.1", consequence="报备后不能再修改，备案前不得使用。"),
        Step("record_filing", "准予备案", (Status.FILED,), Status.USABLE, clause="4.1"),
        Step("return_filing", "退回", (Status.FILED,), Status.RETURNED, clause="4.1", ground=True),
        Step("revise", "重新命题", (Status.RETURNED, Status.REVIEWED), Status.DRAFT),
        Step("retire", "停用", (Status.USABLE,), Status.RETIRED, danger=True, ground=True),
    )  # fmt: skip
    MAIN = (Status.DRAFT, Status.REVIEWED, Status.FILED, Status.USABLE)
    TONES = {Status.FILED: "progress", Status.RETURNED: "warning", Status.USABLE: "good", Status.RETIRED: "bad"}

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.DRAFT)
    code = models.CharField("题卷编号", max_length=30, unique=True)
    center = models.ForeignKey("accounts.Center", models.PROTECT, verbose_name="命题中心")
    specification = models.ForeignKey(
        "catalogue.Specification", models.PROTECT, related_name="question_sets", verbose_name="考核规范"
    )
    writers = models.ManyToManyField("personnel.Person", related_name="+", verbose_name="命题专家")
    reviewers = models.ManyToManyField("personnel.Person", related_name="+", blank=True, verbose_name="审题专家")
    review_opinion = models.TextField("审题意见", blank=True, default="")
    reviewed_on = models.DateField("审题日期", null=True, blank=True)
    filing_number = models.CharField("备案号", max_length=60, blank=True, default="")
    filed_at = models.DateTimeField("报备时间", null=True, blank=True)
    recorded_on = models.DateField("备案日期", null=True, blank=True)
    last_used_on = models.DateField("最近使用日期", null=True, blank=True)

    objects = QuestionSetQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["usable", "retired"]) | (~Q(filing_number="") & Q(recorded_on__isnull=False)),
                name="questions_usable_has_filing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.specification.project.name} 题卷 {self.code}"


class QuestionPart(models.Model):
    """A sealed file of a set."""

    class Kind(models.TextChoices):
        PAPER = "paper", "考核试卷"
        STANDARD = "standard", "评分标准"
        PREPARATION = "preparation", "准备通知单数据"
        KEY = "key", "答案"

    question_set = models.ForeignKey(QuestionSet, models.CASCADE, related_name="parts")
    kind = models.CharField("组成", max_length=12, choices=Kind.choices)
    file = models.OneToOneField("files.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["question_set", "kind"], name="part_kind_once")]

    def __str__(self) -> str:
        return f"{self.question_set.code} {self.get_kind_display()}"


class Draw(models.Model):
    """The set drawn for a session: reproducible from the recorded seed and the list it was drawn from."""

    session = models.OneToOneField("exams.Session", models.PROTECT, related_name="draw")
    question_set = models.ForeignKey(QuestionSet, models.PROTECT, related_name="draws")
    seed = models.CharField("随机种子", max_length=64)
    candidates = models.JSONField("备选题卷编号")
    rested = models.BooleanField("均已间隔足够天数", default=True, help_text="否：无满足间隔的题卷，从最久未用的中抽取")
    release_at = models.DateTimeField("启封时间")
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    drawn_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.session} 抽题"


class HandOver(models.Model):
    """Paper copies counted when they change hands: given out, taken back, delivered with the scores, destroyed."""

    class Kind(models.TextChoices):
        ISSUED = "issued", "发放"
        RETURNED = "returned", "回收"
        DESTROYED = "destroyed", "销毁"

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="hand_overs")
    kind = models.CharField("交接类别", max_length=10, choices=Kind.choices)
    packages = models.PositiveSmallIntegerField("袋数")
    copies = models.PositiveSmallIntegerField("份数")
    seal = models.CharField("密封情况", max_length=60)
    handed_by = models.CharField("移交人", max_length=50)
    received_by = models.CharField("接收人", max_length=50)
    note = models.CharField("备注", max_length=200, blank=True, default="")
    sheet = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, editable=False, related_name="+")
    at = models.DateTimeField("交接时间", default=clock.now)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(copies__gte=1, packages__gte=1), name="hand_over_counted")]

    def __str__(self) -> str:
        return f"{self.draw.session} 题卷{self.get_kind_display()}"


class Opening(models.Model):
    """A sealed part is opened by two people: one asks with a reason, another approves; each view is in the trace."""

    part = models.ForeignKey(QuestionPart, models.PROTECT, related_name="openings")
    reason = models.CharField("事由", max_length=200)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(default=clock.now)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("requested_by")), name="opening_two_people"
            )
        ]

    def __str__(self) -> str:
        return f"{self.part} 启封"
