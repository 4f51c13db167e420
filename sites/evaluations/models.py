"""The panel of experts, the rubric, and each member's own evaluation (2.3)."""

import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.accounts.roles import Role
from sdzx.accounts.scope import NOBODY, ScopedQuerySet
from sdzx.workflow import Flow, Step
from sites.applications.models import Application
from sites.versions.querysets import VersionQuerySet


class RubricQuerySet(VersionQuerySet["Rubric"]):
    """For the director and the clerks."""

    OFFICE = (Role.DIRECTOR, Role.CLERK)


class Rubric(Flow):
    """A versioned rubric: `items` is a list of {code, section, name, full, veto}. Marks of an evaluation keep its version.

    Without a centre it is the province's and holds for every centre that has none of its own in use.
    """

    WORD: ClassVar[str] = "评估标准"

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
            models.CheckConstraint(condition=Q(pass_mark__gte=1, pass_mark__lte=100), name="rubric_pass_mark_scale"),
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
    seed = models.CharField("随机种子", max_length=64, blank=True, default="", help_text="未按抽取结果组建的为空")
    conclusion = models.CharField("结论", max_length=16, choices=Conclusion.choices, blank=True, default="")
    opinion = models.TextField("总体意见", blank=True, default="")

    def __str__(self) -> str:
        return f"{self.application.organization.name} 专家评估组"


class PanelDraw(models.Model):
    """A random proposal for a panel: `seed` and `candidates` ({expert's uid: evaluations this year}) repeat it."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="panel_draws")
    visit_on = models.DateField("考察日期")
    count = models.PositiveSmallIntegerField("人数")
    seed = models.CharField("随机种子", max_length=64)
    candidates = models.JSONField("候选专家")
    drawn = models.JSONField("抽取结果")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "seed"], name="panel_draw_seed_once"),
            models.CheckConstraint(condition=Q(count__gte=3), name="panel_draw_at_least_three"),
        ]

    def __str__(self) -> str:
        return f"{self.application.organization.name} 专家抽取"


class PanelMemberQuerySet(models.QuerySet["PanelMember"]):
    """Members by whether they still sit."""

    def sitting(self) -> Self:
        """Not replaced by somebody else."""
        return self.exclude(evaluation__status=Evaluation.Status.REPLACED)


class PanelMember(models.Model):
    """An expert on a panel; exactly one leads. Who was replaced stays, without a seat."""

    panel = models.ForeignKey(Panel, models.CASCADE, related_name="members")
    person = models.ForeignKey("personnel.Person", models.PROTECT)
    leads = models.BooleanField("组长", default=False)

    objects = PanelMemberQuerySet.as_manager()

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
        open_panels = Evaluation.objects.outstanding().values("member__panel")
        my_panels = PanelMember.objects.sitting().filter(person__user=actor.user).values("panel")
        mine = Q(member__person__user=actor.user)
        return mine | (Q(member__panel__in=my_panels) & ~Q(member__panel__in=open_panels))

    def sitting(self) -> Self:
        """Of those who were not replaced by somebody else."""
        return self.exclude(status=Evaluation.Status.REPLACED)

    def outstanding(self) -> Self:
        """What the panel still waits for: not yet submitted, or the seat of somebody who withdrew is empty."""
        return self.exclude(status__in=[Evaluation.Status.SUBMITTED, Evaluation.Status.REPLACED])


class Evaluation(Flow):
    """One expert's marks: {item code: mark}, with a remark each where given."""

    class Status(models.TextChoices):
        INVITED = "invited", "待答复"
        DRAFT = "draft", "填写中"
        SUBMITTED = "submitted", "已提交"
        RECUSED = "recused", "已退出"
        REPLACED = "replaced", "已更换"

    FLOW = "evaluation"
    STEPS = (
        Step(
            "accept",
            "确认参加",
            (Status.INVITED,),
            Status.DRAFT,
            clause="2.3",
            consequence="确认与申请单位没有利害关系，按时参加实地考察并独立评估。",
        ),
        Step(
            "submit",
            "提交评估",
            (Status.DRAFT,),
            Status.SUBMITTED,
            clause="2.3",
            consequence="提交后不能修改；全体专家提交前互不可见。",
        ),
        Step(
            "recuse",
            "回避或退出",
            (Status.INVITED, Status.DRAFT),
            Status.RECUSED,
            clause="2.3",
            danger=True,
            ground=True,
            consequence="退出后不再参加本次评估，已填写的内容不计入，由市中心更换专家。",
        ),
        Step(
            "replace",
            "更换专家",
            (Status.INVITED, Status.DRAFT, Status.RECUSED),
            Status.REPLACED,
            clause="2.3",
            danger=True,
            ground=True,
            consequence="原专家不再参加，已填写的内容不计入；新专家和申请单位收到重新出具的通知。",
        ),
    )
    MAIN = (Status.INVITED, Status.DRAFT, Status.SUBMITTED)
    TONES = {Status.INVITED: "warning", Status.SUBMITTED: "good", Status.RECUSED: "bad", Status.REPLACED: "bad"}

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.INVITED)
    member = models.OneToOneField(PanelMember, models.CASCADE, related_name="evaluation")
    substitute = models.OneToOneField(
        PanelMember, models.PROTECT, null=True, blank=True, related_name="substitutes_for", verbose_name="接替专家"
    )
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

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="replaced") | Q(substitute__isnull=True),
                name="evaluation_substitute_of_replaced",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member.person.name} 对 {self.member.panel.application.organization.name} 的评估"

    @property
    def trace_center(self) -> Center:
        return self.member.panel.application.center


class SubstituteDraw(models.Model):
    """A random proposal for the seat that a member leaves, repeatable as a PanelDraw is."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="draws")
    visit_on = models.DateField("考察日期")
    seed = models.CharField("随机种子", max_length=64)
    candidates = models.JSONField("候选专家")
    drawn = models.ForeignKey("personnel.Person", models.PROTECT, related_name="+", verbose_name="抽取结果")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["evaluation", "seed"], name="substitute_draw_seed_once")]

    def __str__(self) -> str:
        return f"{self.evaluation.member.panel.application.organization.name} 接替专家抽取"
