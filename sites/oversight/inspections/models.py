"""Inspections of a site, and the versioned checklists that they go by (5.1, 5.4)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.accounts.roles import POOL_ROLES, Role
from sdzx.accounts.scope import NOBODY, ScopedQuerySet
from sdzx.workflow import Flow, Step
from sites.registry.models import Site
from sites.versions.querysets import VersionQuerySet


class ChecklistQuerySet(VersionQuerySet["Checklist"]):
    """For everybody of a centre who arranges inspections."""

    OFFICE = (Role.DIRECTOR, Role.CLERK, Role.ARRANGER)


class Checklist(Flow):
    """检查表: `items` is a list of {code, section, text, basis, kind, photo, serious}. An inspection keeps its version.

    Without a centre it is the province's and holds for every centre that has none of its own in use.
    """

    WORD: ClassVar[str] = "检查表"

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        IN_USE = "in_use", "使用中"
        SUPERSEDED = "superseded", "已被替代"

    class Kind(models.TextChoices):
        YES_NO = "yes_no", "是否符合"
        GRADE = "grade", "分等评价"

    FLOW = "checklist"
    STEPS = (
        Step("put_in_use", "启用", (Status.DRAFT,), Status.IN_USE, clause="5.1", consequence="启用后不能修改，此后安排的检查使用这一版，原使用的版本停用；已安排的检查仍用原来的版本。"),
        Step("supersede", "替代", (Status.IN_USE,), Status.SUPERSEDED, clause="5.1", automatic=True),
    )  # fmt: skip
    MAIN = (Status.DRAFT, Status.IN_USE, Status.SUPERSEDED)
    TONES = {Status.IN_USE: "good"}

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.DRAFT)
    center = models.ForeignKey("accounts.Center", models.PROTECT, null=True, blank=True, verbose_name="制定单位")
    name = models.CharField("名称", max_length=60)
    version = models.PositiveSmallIntegerField("版本")
    items = models.JSONField("检查项目")

    objects = ChecklistQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["center", "version"], nulls_distinct=False, name="checklist_version_once"),
            models.UniqueConstraint(
                fields=["center"], condition=Q(status="in_use"), nulls_distinct=False, name="checklist_one_in_use"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（第{self.version}版）"


class InspectionQuerySet(ScopedQuerySet["Inspection"]):
    """The centre's; an inspector's own; the site's: an unannounced one only once it has been carried out."""

    CENTER = "site__center"
    ORGANIZATION = "site__organization"

    def scope(self, actor: Actor) -> Q:
        if actor.role in POOL_ROLES:
            return Q(pk__in=Inspector.objects.filter(user=actor.user).values("inspection")) if actor.user else NOBODY
        if actor.role == Role.SITE:
            hidden = Q(announced=False, status__in=(Inspection.Status.PLANNED, Inspection.Status.CANCELLED))
            return super().scope(actor) & ~hidden
        return super().scope(actor)


class Inspection(Flow):
    """检查 of one site on one day by two or more inspectors: `answers` is {item code: {value, remark}}."""

    class Status(models.TextChoices):
        PLANNED = "planned", "已安排"
        CARRIED_OUT = "carried_out", "已检查待签字"
        SIGNED = "signed", "已签字待办结"
        CLOSED = "closed", "已办结"
        CANCELLED = "cancelled", "已取消"

    class Result(models.TextChoices):
        PASSED = "passed", "合格"
        RECTIFY = "rectify", "需整改"
        VIOLATION = "violation", "违规"

    FLOW = "inspection"
    STEPS = (
        Step("carry_out", "提交检查结果", (Status.PLANNED,), Status.CARRIED_OUT, clause="5.1", consequence="提交后检查内容不能修改，考点可以看到并签署意见。"),
        Step("cancel", "取消检查", (Status.PLANNED,), Status.CANCELLED, danger=True, ground=True),
        Step("sign", "签署意见", (Status.CARRIED_OUT,), Status.SIGNED, clause="5.1", consequence="签字后生成检查记录，内容不再改变。"),
        Step("record_refusal", "登记拒绝签字", (Status.CARRIED_OUT,), Status.SIGNED, clause="5.1", danger=True, ground=True, consequence="检查记录随即生成，内容不再改变。"),
        Step("close", "办结检查", (Status.SIGNED,), Status.CLOSED, clause="5.4", consequence="检查结果通知考点；发现违规的，可据此登记违规。"),
    )  # fmt: skip
    MAIN = (Status.PLANNED, Status.CARRIED_OUT, Status.SIGNED, Status.CLOSED)
    TONES = {
        Status.PLANNED: "progress",
        Status.CARRIED_OUT: "warning",
        Status.SIGNED: "warning",
        Status.CLOSED: "good",
        Status.CANCELLED: "bad",
    }

    status = models.CharField("状态", max_length=12, choices=Status.choices, default=Status.PLANNED)
    number = models.CharField("检查编号", max_length=30, unique=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="inspections", verbose_name="考点")
    announced = models.BooleanField("事先通知考点", default=True)
    scheduled_on = models.DateField("检查日期")
    reason = models.CharField("检查事由", max_length=300)
    session = models.UUIDField("所检查的场次", null=True, blank=True)
    session_title = models.CharField("场次名称", max_length=120, blank=True, default="")
    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="inspections", verbose_name="检查表")
    answers = models.JSONField("检查结果", default=dict)
    summary = models.TextField("现场情况", blank=True, default="")
    revision = models.PositiveIntegerField("保存次数", default=0)
    save_key = models.CharField(max_length=36, blank=True, default="", help_text="最近一次保存的幂等键")
    photo_keys = models.JSONField(default=dict, help_text="{上传的幂等键: 文件}")
    carried_out_on = models.DateField("实际检查日期", null=True, blank=True)
    representative = models.CharField("考点签字人", max_length=50, blank=True, default="")
    opinion = models.TextField("考点意见", blank=True, default="")
    refusal = models.TextField("拒绝签字的情形", blank=True, default="")
    result = models.CharField("检查结果", max_length=10, choices=Result.choices, blank=True, default="")
    conclusion = models.TextField("处理意见", blank=True, default="")
    document = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")

    objects = InspectionQuerySet.as_manager()

    class Meta:
        ordering = ["-scheduled_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["planned", "cancelled"]) | Q(carried_out_on__isnull=False),
                name="inspection_carried_out_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["signed", "closed"]) | ~Q(opinion="") | ~Q(refusal=""),
                name="inspection_signed_or_refused",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | ~Q(result=""), name="inspection_closed_with_a_result"
            ),
        ]
        indexes = [models.Index(fields=["site", "carried_out_on"], name="inspection_of_site")]

    def __str__(self) -> str:
        return f"{self.site.name} 检查 {self.number}"

    @property
    def trace_center(self) -> Center:
        return self.site.center


class Inspector(models.Model):
    """检查人员: somebody of the centre, or a supervisor or expert of its pool; `capacity` says as what."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="inspectors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    capacity = models.CharField("身份", max_length=40)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["inspection", "user"], name="inspector_once")]

    def __str__(self) -> str:
        return f"{self.user.name}（{self.capacity}）"


class InspectionPhoto(models.Model):
    """A photo taken on the spot for one item of the checklist."""

    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="photos")
    code = models.CharField("检查项目编号", max_length=3)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["code", "id"]
        constraints = [models.UniqueConstraint(fields=["inspection", "file"], name="inspection_photo_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.file.name}"
