"""Case files (案卷) with their items, holds and disposal (5.2)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.accounts.scope import NOBODY, ScopedQuerySet
from sdzx.workflow import Flow, Step


class CaseQuerySet(ScopedQuerySet["Case"]):
    """The centre's archivist and director read them; a site adds to those of its own sessions and applications."""

    ORGANIZATION = "organization"

    def scope(self, actor: Actor) -> Q:
        if actor.role in (Role.ARCHIVIST, Role.DIRECTOR, Role.AUDITOR, Role.SITE):
            return super().scope(actor)
        return NOBODY


class Case(Flow):
    """案卷: everything that one session, site application, question set or matter of oversight left behind."""

    class Status(models.TextChoices):
        OPEN = "open", "收集中"
        COMPLETE = "complete", "已归档"
        PROPOSED = "proposed", "拟销毁待批"
        APPROVED = "approved", "已批准等待期"
        DISPOSED = "disposed", "已销毁"

    class Kind(models.TextChoices):
        SESSION = "session", "考核场次"
        APPLICATION = "application", "考点申请"
        QUESTIONS = "questions", "题卷"
        INSPECTION = "inspection", "考点检查"
        MEASURE = "measure", "监管措施"
        EXIT = "exit", "考点退出"

    class Scope(models.TextChoices):
        ALL = "all", "全部材料"
        VIDEO = "video", "仅视频"

    FLOW = "case"
    STEPS = (
        Step("complete", "归档", (Status.OPEN,), Status.COMPLETE, clause="5.2", consequence="归档后不能再增减材料。"),
        Step("propose_disposal", "提出销毁", (Status.COMPLETE,), Status.PROPOSED, clause="5.2", danger=True, ground=True),
        Step("approve_disposal", "批准销毁", (Status.PROPOSED,), Status.APPROVED, clause="5.2", danger=True, consequence="批准后进入等待期，期满方可销毁。"),
        Step("reject_disposal", "不批准销毁", (Status.PROPOSED,), Status.COMPLETE, clause="5.2", ground=True),
        Step("dispose", "销毁", (Status.APPROVED,), Status.DISPOSED, clause="5.2", danger=True, consequence="文件将被永久删除，仅保留销毁记录；存放在系统之外的视频须先自行销毁。"),
        Step("keep", "其余材料继续保管", (Status.DISPOSED,), Status.COMPLETE, clause="5.2", automatic=True),
    )  # fmt: skip
    MAIN = (Status.OPEN, Status.COMPLETE, Status.PROPOSED, Status.APPROVED, Status.DISPOSED)
    TONES = {
        Status.OPEN: "progress",
        Status.COMPLETE: "good",
        Status.PROPOSED: "warning",
        Status.APPROVED: "warning",
        Status.DISPOSED: "bad",
    }

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.OPEN)
    number = models.CharField("案卷号", max_length=40, unique=True)
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    title = models.CharField("题名", max_length=200)
    center = models.ForeignKey("accounts.Center", models.PROTECT, verbose_name="归档中心")
    organization = models.ForeignKey("accounts.Organization", models.PROTECT, null=True, blank=True, related_name="+")
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    event_on = models.DateField("形成日期", help_text="保存期由此起算")
    due_on = models.DateField("归档期限")
    disposal_proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    disposal_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    disposal_scope = models.CharField("销毁范围", max_length=5, choices=Scope.choices, blank=True, default="")
    disposal_ground = models.TextField("销毁理由", blank=True, default="")
    disposal_allowed_from = models.DateField("等待期满日", null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-event_on", "-id"]
        constraints = [models.UniqueConstraint(fields=["subject_type", "subject_id"], name="case_once_per_subject")]
        indexes = [models.Index(fields=["center", "status"], name="case_center_status")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class CaseItem(models.Model):
    """One file in a case. `dispose_from` is the earliest day: never before the regulation's minimum."""

    class Retention(models.TextChoices):
        PAPER = "paper", "文书材料（不少于2年）"
        VIDEO = "video", "视频（不少于6个月）"

    case = models.ForeignKey(Case, models.PROTECT, related_name="items")
    kind = models.CharField("材料种类", max_length=40)
    title = models.CharField("题名", max_length=150)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    location = models.CharField("存放地点（不在系统内的大文件）", max_length=200, blank=True, default="")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField("大小（字节）")
    source = models.CharField("来源", max_length=40)
    retention = models.CharField("保管类别", max_length=8, choices=Retention.choices)
    event_on = models.DateField("形成日期")
    dispose_from = models.DateField("最早可销毁日期")
    added_at = models.DateTimeField(default=clock.now)
    checked_at = models.DateTimeField("最近核验时间", null=True, blank=True)
    fixity_ok = models.BooleanField("核验一致", null=True)
    disposed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(dispose_from__gt=F("event_on")), name="case_item_kept"),
            models.CheckConstraint(
                condition=Q(file__isnull=False) | ~Q(location="") | Q(disposed_at__isnull=False),
                name="case_item_somewhere",
            ),
        ]
        indexes = [
            models.Index(
                F("checked_at").asc(nulls_first=True),
                "id",
                condition=Q(disposed_at__isnull=True),
                name="case_item_unchecked",
            ),
            models.Index(fields=["dispose_from"], condition=Q(disposed_at__isnull=True), name="case_item_due"),
        ]

    def __str__(self) -> str:
        return self.title


class Hold(models.Model):
    """A reason why a case must not be disposed of, until somebody lifts it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="holds")
    reason = models.CharField("理由", max_length=200)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(default=clock.now)
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.reason


class DisposalRecord(models.Model):
    """What outlives the destroyed: which case, which files (name, size, SHA-256), who proposed, who approved, when.

    A case has one for its videos when they went first, and one for the rest.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="disposals")
    items = models.JSONField("销毁清单")
    proposed_by = models.CharField(max_length=100)
    approved_by = models.CharField(max_length=100)
    ground = models.TextField("理由")
    disposed_by = models.CharField(max_length=100)
    disposed_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case.number} 销毁记录"
