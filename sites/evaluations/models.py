"""The panel of experts, the rubric, and each member's own evaluation (2.3)."""

import datetime

from django.db import models
from django.db.models import F, Q

from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.accounts.roles import Role
from sdzx.accounts.scope import NOBODY, ScopedQuerySet
from sdzx.workflow import Flow, Step
from sites.applications.models import Application


class RubricQuerySet(ScopedQuerySet["Rubric"]):
    """A centre sees its own and the province's, the province all; nobody else has any business with them."""

    def scope(self, actor: Actor) -> Q:
        if actor.role not in (Role.DIRECTOR, Role.CLERK):
            return NOBODY
        return Q(center=actor.center) | Q(center=None)

    def for_center(self, center: Center) -> "Rubric":
        """The centre's own version in use, else the province's. Raises DoesNotExist when there is neither."""
        found = self.filter(status=Rubric.Status.IN_USE).filter(Q(center=center) | Q(center=None))
        return found.order_by(F("center").asc(nulls_last=True))[:1].get()


class Rubric(Flow):
    """A versioned rubric: `items` is a list of {code, section, name, full, veto}. Marks of an evaluation keep its version.

    Without a centre it is the province's and holds for every centre that has none of its own in use.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        IN_USE = "in_use", "使用中"
        RETIRED = "retired", "已停用"

    FLOW = "rubric"
    STEPS = (
        Step(
            "put_in_use",
            "启用",
            (Status.DRAFT,),
            Status.IN_USE,
            clause="2.3",
            consequence="启用后不能修改，此后组建的专家组使用这一版，原使用的版本停用；已组建的专家组仍用原来的版本。",
        ),
        Step("retire", "停用", (Status.IN_USE,), Status.RETIRED, clause="2.3", automatic=True),
    )
    MAIN = (Status.DRAFT, Status.IN_USE, Status.RETIRED)
    TONES = {Status.IN_USE: "good"}

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.DRAFT)
    center = models.ForeignKey("accounts.Center", models.PROTECT, null=True, blank=True, verbose_name="制定单位")
    name = models.CharField("名称", max_length=60)
    version = models.PositiveSmallIntegerField("版本")
    items = models.JSONField("评估内容")
    pass_mark = models.PositiveSmallIntegerField("通过分数")

    objects = RubricQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["center", "version"], nulls_distinct=False, name="rubric_version_once"),
            models.UniqueConstraint(
                fields=["center"], condition=Q(status="in_use"), nulls_distinct=False, name="rubric_one_in_use"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（第{self.version}版）"

    @property
    def full(self) -> int:
        """The greatest total."""
        return sum(int(item["full"]) for item in self.items)


class Panel(models.Model):
    """专家评估组 of one application, with the date of its visit and the leader's conclusion."""

    class Conclusion(models.TextChoices):
        RECOMMENDED = "recommended", "建议设立"
        CONDITIONAL = "conditional", "建议整改后设立"
        NOT_RECOMMENDED = "not_recommended", "不建议设立"

    application = models.OneToOneField(Application, models.CASCADE, related_name="panel")
    rubric = models.ForeignKey(Rubric, models.PROTECT)
    visit_on = models.DateField("考察日期")
    starts_at = models.TimeField("开始时间", default=datetime.time(9))
    visited_on = models.DateField("实际考察日期", null=True, blank=True)
    conclusion = models.CharField("结论", max_length=16, choices=Conclusion.choices, blank=True, default="")
    opinion = models.TextField("总体意见", blank=True, default="")

    def __str__(self) -> str:
        return f"{self.application.organization.name} 专家评估组"


class PanelMember(models.Model):
    """An expert on a panel; exactly one leads."""

    panel = models.ForeignKey(Panel, models.CASCADE, related_name="members")
    person = models.ForeignKey("personnel.Person", models.PROTECT)
    leads = models.BooleanField("组长", default=False)

    class Meta:
        ordering = ["-leads", "id"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "person"], name="panel_member_once"),
            models.UniqueConstraint(fields=["panel"], condition=Q(leads=True), name="panel_one_leader"),
        ]

    def __str__(self) -> str:
        return f"{self.person.name}（{'组长' if self.leads else '成员'}）"


class EvaluationQuerySet(ScopedQuerySet["Evaluation"]):
    """An expert sees their own, the others' only when all have submitted; the centre sees that they exist."""

    CENTER = "member__panel__application__center"

    def scope(self, actor: Actor) -> Q:
        if actor.role != Role.EXPERT:
            return super().scope(actor)
        if actor.user is None:
            return NOBODY
        open_panels = Evaluation.objects.filter(status=Evaluation.Status.DRAFT).values("member__panel")
        my_panels = PanelMember.objects.filter(person__user=actor.user).values("panel")
        mine = Q(member__person__user=actor.user)
        return mine | (Q(member__panel__in=my_panels) & ~Q(member__panel__in=open_panels))


class Evaluation(Flow):
    """One expert's marks: {item code: mark}, with a remark each where given."""

    class Status(models.TextChoices):
        DRAFT = "draft", "填写中"
        SUBMITTED = "submitted", "已提交"

    FLOW = "evaluation"
    STEPS = (
        Step(
            "submit",
            "提交评估",
            (Status.DRAFT,),
            Status.SUBMITTED,
            clause="2.3",
            consequence="提交后不能修改；全体专家提交前互不可见。",
        ),
    )
    MAIN = (Status.DRAFT, Status.SUBMITTED)
    TONES = {Status.SUBMITTED: "good"}

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.DRAFT)
    member = models.OneToOneField(PanelMember, models.CASCADE, related_name="evaluation")
    marks = models.JSONField("评分", default=dict)
    remarks = models.JSONField("评语", default=dict)
    verdicts = models.JSONField("各项目意见", default=dict, help_text="{项目编号: true|false}")
    comment = models.TextField("综合评语", blank=True, default="")
    photos = models.ManyToManyField("files.StoredFile", blank=True)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    revision = models.PositiveIntegerField("保存次数", default=0)
    save_key = models.CharField(max_length=36, blank=True, default="", help_text="最近一次保存的幂等键")
    photo_keys = models.JSONField(default=dict, help_text="{上传的幂等键: 文件}")

    objects = EvaluationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.member.person.name} 对 {self.member.panel.application.organization.name} 的评估"

    @property
    def trace_center(self) -> Center:
        return self.member.panel.application.center
