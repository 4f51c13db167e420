"""What reviewing leaves behind beside the decisions: who looks at what, phrases, searches, acts that may be undone (3.2)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from exams.registration.models import Registration
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.scope import NOBODY, ScopedQuerySet
from sdzx.workflow import Flow, Step


class ReviewClaim(models.Model):
    """Somebody has this registration open for review; nobody else is given it until `until`.

    `key` is that of the page shown last: a page that was left cannot give up what a later one holds.
    """

    registration = models.OneToOneField(Registration, models.CASCADE, related_name="claim")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="审核人")
    since = models.DateTimeField("开始审核", default=clock.now)
    until = models.DateTimeField("占用至")
    key = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        ordering = ["since"]
        constraints = [models.CheckConstraint(condition=Q(until__gt=F("since")), name="review_claim_has_duration")]
        indexes = [models.Index(fields=["user", "until"], name="review_claim_user_until")]

    def __str__(self) -> str:
        return f"{self.user} 正在审核 {self.registration}"


class ReviewPhrase(models.Model):
    """A sentence that a centre's clerks often need when they return or reject a registration."""

    class Kind(models.TextChoices):
        SEND_BACK = "send_back", "退回修改"
        REJECT = "reject", "不通过"

    center = models.ForeignKey("accounts.Center", models.CASCADE, verbose_name="中心")
    kind = models.CharField("用于", max_length=12, choices=Kind.choices)
    sentence = models.CharField("常用语", max_length=200)
    position = models.PositiveSmallIntegerField("顺序")

    class Meta:
        ordering = ["kind", "position"]
        constraints = [
            models.UniqueConstraint(fields=["center", "kind", "sentence"], name="review_phrase_once"),
            models.CheckConstraint(condition=~Q(sentence=""), name="review_phrase_says_something"),
        ]

    def __str__(self) -> str:
        return self.sentence


class SavedSearchQuerySet(ScopedQuerySet["SavedSearch"]):
    """One's own, and those that a colleague of the centre shares."""

    def scope(self, actor: Actor) -> Q:
        """Searches belong to people of a centre."""
        if not actor.in_center:
            return NOBODY
        return super().scope(actor) & (Q(user=actor.user) | Q(shared=True))


class SavedSearch(models.Model):
    """A set of filters under a name."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("accounts.Center", models.CASCADE, verbose_name="中心")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="保存人")
    name = models.CharField("名称", max_length=40)
    query = models.CharField("筛选条件", max_length=1000, blank=True, default="")
    shared = models.BooleanField("本中心共用", default=False)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["center", "user", "name"], name="saved_search_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_search_has_name"),
        ]

    def __str__(self) -> str:
        return self.name


class ReviewBatch(Flow):
    """成批审核. Nothing happens to the registrations, and nobody is told, before `takes_effect_at`; until then it can be undone."""

    class Status(models.TextChoices):
        PENDING = "pending", "等待生效"
        UNDONE = "undone", "已撤销"
        DONE = "done", "已生效"

    class Verb(models.TextChoices):
        ACCEPT = "accept", "审核通过"
        SEND_BACK = "send_back", "退回修改"

    FLOW = "review_batch"
    STEPS = (
        Step(
            "undo", "撤销", (Status.PENDING,), Status.UNDONE, consequence="撤销后这些报名仍待审核，考生不会收到通知。"
        ),
        Step("carry_out", "生效", (Status.PENDING,), Status.DONE, clause="3.2", automatic=True),
    )
    MAIN = (Status.PENDING, Status.DONE)
    TONES = {Status.PENDING: "progress", Status.UNDONE: "warning", Status.DONE: "good"}

    status = models.CharField("状态", max_length=12, choices=Status.choices, default=Status.PENDING)
    center = models.ForeignKey("accounts.Center", models.PROTECT, verbose_name="中心")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="审核人")
    membership = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+", editable=False)
    verb = models.CharField("审核结果", max_length=12, choices=Verb.choices)
    ground = models.TextField("审核意见", blank=True, default="")
    takes_effect_at = models.DateTimeField("生效时间")

    objects = ScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(verb="send_back") | ~Q(ground=""), name="review_batch_return_has_ground"
            ),
        ]

    def __str__(self) -> str:
        return f"成批{self.get_verb_display()}"


class ReviewBatchLine(models.Model):
    """A registration of a batch. `open` while the batch is pending: a registration waits in one batch at a time."""

    batch = models.ForeignKey(ReviewBatch, models.CASCADE, related_name="lines")
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="review_lines")
    open = models.BooleanField("等待生效", default=True)
    refusal = models.TextField("未办理的原因", blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "registration"], name="review_line_once"),
            models.UniqueConstraint(fields=["registration"], condition=Q(open=True), name="review_line_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.batch}：{self.registration}"
