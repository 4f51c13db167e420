"""Projects (专项职业能力考核项目) and the versions of their specifications (考核规范). Clause 1."""

import datetime
from decimal import Decimal
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value

from sdzx.accounts.actors import Actor
from sdzx.workflow import Flow, Step


class ProjectQuerySet(models.QuerySet["Project"]):
    """The catalogue is public: everyone sees what is or was in force; drafts are the province's."""

    def visible_to(self, actor: Actor) -> Self:
        return self if actor.sees_all else self.exclude(status=Project.Status.DRAFT)

    def usable_on(self, day: datetime.date) -> Self:
        """In force on that day, with a source: what may be announced, authorised, registered, examined, certified.

        A withdrawal counts from its date: what was done before stays right, and it may be decided ahead.
        """
        return self.exclude(status=Project.Status.DRAFT).filter(
            Q(withdrawn_from__isnull=True) | Q(withdrawn_from__gt=day), in_force_from__lte=day
        )


class Project(Flow):
    """A catalogue entry. Its name is a product or service plus a verb and never ends in 工, 员 or 师."""

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        IN_FORCE = "in_force", "生效"
        LEAVING = "leaving", "待撤出"
        WITHDRAWN = "withdrawn", "已撤出"

    class Batches(models.TextChoices):
        """What becomes of the batches that were announced before the withdrawal was decided."""

        CONTINUE = "continue", "已公布批次继续报名和考核"
        STOP = "stop", "停止报名，撤出日期起不再考核"

    class Source(models.TextChoices):
        MINISTRY = "ministry", "人社部公布"
        PROVINCE = "province", "我省组织开发并经备案"

    FLOW = "project"
    STEPS = (
        Step("put_in_force", "生效", (Status.DRAFT,), Status.IN_FORCE, clause="1", consequence="项目将在公开目录中显示，各市可据此发布公告。"),
        Step("withdraw", "撤出目录", (Status.IN_FORCE,), Status.LEAVING, clause="1", danger=True, ground=True,
             consequence="自撤出之日起不得再公告、授权、报名和考核；已发证书仍然有效。撤出之日以前可以取消。"),
        Step("keep", "取消撤出", (Status.LEAVING,), Status.IN_FORCE, clause="1", ground=True,
             consequence="项目继续留在目录中，已收到撤出通知的人将收到取消通知。"),
        Step("take_out", "到期撤出", (Status.LEAVING,), Status.WITHDRAWN, clause="1", automatic=True),
    )  # fmt: skip
    MAIN = (Status.DRAFT, Status.IN_FORCE)
    TONES = {Status.IN_FORCE: "good", Status.LEAVING: "warning", Status.WITHDRAWN: "bad"}

    status = models.CharField("状态", max_length=12, choices=Status.choices, default=Status.DRAFT)
    code = models.CharField("项目编码", max_length=20, unique=True)
    name = models.CharField("项目名称", max_length=60, unique=True)
    field = models.CharField("职业领域", max_length=60)
    source = models.CharField("来源", max_length=10, choices=Source.choices)
    filing_number = models.CharField("备案号", max_length=60, blank=True, default="")
    filed_on = models.DateField("备案日期", null=True, blank=True)
    in_force_from = models.DateField("生效日期", null=True, blank=True)
    withdrawn_from = models.DateField("撤出日期", null=True, blank=True)
    withdrawal_ground = models.TextField("撤出理由", blank=True, default="")
    withdrawal_decided_at = models.DateTimeField("决定撤出的时间", null=True, blank=True, editable=False)
    announced_batches = models.CharField("已公布的批次", max_length=10, choices=Batches.choices, blank=True, default="")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft") | Q(source="ministry") | (~Q(filing_number="") & Q(filed_on__isnull=False)),
                name="project_provincial_has_filing",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_from__isnull=True) | Q(withdrawn_from__gte=F("in_force_from")),
                name="project_withdrawn_after_start",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(in_force_from__isnull=False), name="project_in_force_has_date"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["leaving", "withdrawn"]) | Q(withdrawn_from__isnull=False),
                name="project_withdrawn_has_date",
            ),
            models.CheckConstraint(condition=~Q(name__regex="[工员师]$"), name="project_name_no_occupation"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def source_text(self) -> str:
        """«我省组织开发并经备案（鲁专备〔2025〕3号）», as documents print it."""
        return (
            f"{self.get_source_display()}（{self.filing_number}）" if self.filing_number else self.get_source_display()
        )


class SpecificationQuerySet(models.QuerySet["Specification"]):
    """Seen like their projects."""

    def visible_to(self, actor: Actor) -> Self:
        return self if actor.sees_all else self.exclude(status=Specification.Status.DRAFT)


class Specification(Flow):
    """A version of a project's specification. One is in force at a time; sessions keep the version they used."""

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        IN_FORCE = "in_force", "现行"
        SUPERSEDED = "superseded", "已被替代"

    class Mode(models.TextChoices):
        PRACTICE = "practice", "实际操作"
        THEORY = "theory", "理论考试"
        COMBINED = "combined", "理论与实际操作结合"

    FLOW = "specification"
    STEPS = (
        Step("put_in_force", "生效", (Status.DRAFT,), Status.IN_FORCE, clause="1", consequence="该版本成为现行规范，原版本标为已被替代。"),
        Step("supersede", "替代", (Status.IN_FORCE,), Status.SUPERSEDED, automatic=True),
    )  # fmt: skip
    MAIN = (Status.DRAFT, Status.IN_FORCE)
    TONES = {Status.IN_FORCE: "good"}

    status = models.CharField("状态", max_length=12, choices=Status.choices, default=Status.DRAFT)
    project = models.ForeignKey(Project, models.PROTECT, related_name="specifications", verbose_name="项目")
    version = models.PositiveSmallIntegerField("版本")
    definition = models.TextField("定义")
    audience = models.TextField("适用对象")
    eligibility = models.TextField("申报条件")
    examiner_composition = models.TextField("考评员构成")
    examiners = models.PositiveSmallIntegerField("考评员人数", default=3)
    mode = models.CharField("考核方式", max_length=10, choices=Mode.choices)
    minutes = models.PositiveSmallIntegerField("考核时长（分钟）")
    venue = models.TextField("场地和设备要求")
    pass_mark = models.DecimalField("合格分数", max_digits=5, decimal_places=1, null=True, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")
    in_force_from = models.DateField("实施日期", null=True, blank=True)
    in_force_to = models.DateField("废止日期", null=True, blank=True)

    objects = SpecificationQuerySet.as_manager()

    class Meta:
        ordering = ["project", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["project", "version"], name="specification_version_once"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(status="in_force"), name="specification_one_in_force"
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(in_force_from__isnull=False), name="specification_in_force_has_date"
            ),
            models.CheckConstraint(
                condition=~Q(status="superseded") | Q(in_force_to__gt=F("in_force_from")),
                name="specification_superseded_after_start",
            ),
            # int8range instead of the plain number: gist compares numbers only with an extension
            ExclusionConstraint(
                name="specification_versions_apart",
                expressions=[
                    (Func("project", "project", Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                    (Func("in_force_from", "in_force_to", Value("[)"), function="daterange"), RangeOperators.OVERLAPS),
                ],
                condition=~Q(status="draft"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project.name} 考核规范（第{self.version}版）"


class SpecificationTask(models.Model):
    """A work task with its weight in percent; a specification's weights sum to 100 before it comes into force."""

    specification = models.ForeignKey(Specification, models.CASCADE, related_name="tasks")
    position = models.PositiveSmallIntegerField("序号")
    name = models.CharField("工作任务", max_length=100)
    procedure = models.TextField("操作规范")
    knowledge = models.TextField("相关知识")
    weight = models.DecimalField("考核比重（%）", max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["specification", "position"], name="task_position_once"),
            models.UniqueConstraint(fields=["specification", "name"], name="task_name_once"),
            models.CheckConstraint(
                condition=Q(weight__gt=Decimal(0), weight__lte=Decimal(100)), name="task_weight_percent"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PreparationRequirement(models.Model):
    """What a site must have ready for a session of this specification: a row of the preparation notice (4.2)."""

    class Kind(models.TextChoices):
        VENUE = "venue", "考核场地"
        EQUIPMENT = "equipment", "设施设备"
        TOOL = "tool", "工卡量具"
        MATERIAL = "material", "原材料"
        STAFF = "staff", "考务人员"

    specification = models.ForeignKey(Specification, models.CASCADE, related_name="requirements")
    position = models.PositiveSmallIntegerField("序号")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    name = models.CharField("名称", max_length=60)
    spec = models.CharField("规格／要求", max_length=100, blank=True, default="")
    unit = models.CharField("单位", max_length=10, blank=True, default="")
    quantity = models.DecimalField("数量", max_digits=8, decimal_places=2)
    per_candidate = models.BooleanField("按每名考生计", default=False)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name
