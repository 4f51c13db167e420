"""Who judges and who supervises a session, their presence, reports and incidents (4.3, 5.1)."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from exams.sessions.models import Seat, Session
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.accounts.roles import POOL_ROLES, Role
from sdzx.accounts.scope import NOBODY, ScopedQuerySet
from sdzx.workflow import Flow, Step


class AssignmentQuerySet(ScopedQuerySet["Assignment"]):
    """The centre's, each person's own, and the site's once somebody has accepted to come."""

    CENTER = "session__center"
    ORGANIZATION = "session__site__organization"

    def scope(self, actor: Actor) -> Q:
        if actor.role in POOL_ROLES:
            return Q(person__user=actor.user) if actor.user else NOBODY
        condition = super().scope(actor)
        return condition & Q(status__in=Assignment.COMING) if actor.role == Role.SITE else condition

    def coming(self) -> Self:
        """Accepted or already there."""
        return self.filter(status__in=Assignment.COMING)

    def live(self) -> Self:
        """Neither declined nor cancelled."""
        return self.filter(status__in=Assignment.LIVE)


class Assignment(Flow):
    """派遣 of one person to one session."""

    class Status(models.TextChoices):
        INVITED = "invited", "待答复"
        ACCEPTED = "accepted", "已接受"
        DECLINED = "declined", "已谢绝"
        CANCELLED = "cancelled", "已撤销"
        PRESENT = "present", "已到岗"

    class Duty(models.TextChoices):
        EXAMINER = "examiner", "考评员"
        SUPERVISOR = "supervisor", "督导员"

    FLOW = "assignment"
    STEPS = (
        Step("take", "接受派遣", (Status.INVITED,), Status.ACCEPTED, clause="4.3"),
        Step("decline", "谢绝", (Status.INVITED, Status.ACCEPTED), Status.DECLINED, clause="4.3", ground=True, consequence="请写明理由，中心将另行派遣。"),
        Step("cancel", "撤销派遣", (Status.INVITED, Status.ACCEPTED), Status.CANCELLED, danger=True, ground=True),
        Step("check_in", "到岗登记", (Status.ACCEPTED,), Status.PRESENT, clause="4.3", consequence="请核对证卡编号与本人。"),
    )  # fmt: skip
    MAIN = (Status.INVITED, Status.ACCEPTED, Status.PRESENT)
    COMING = (Status.ACCEPTED, Status.PRESENT)
    LIVE = (Status.INVITED, *COMING)
    TONES = {
        Status.INVITED: "warning",
        Status.ACCEPTED: "good",
        Status.DECLINED: "bad",
        Status.CANCELLED: "bad",
        Status.PRESENT: "good",
    }

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.INVITED)
    session = models.ForeignKey(Session, models.CASCADE, related_name="assignments")
    person = models.ForeignKey("personnel.Person", models.PROTECT, related_name="assignments")
    qualification = models.ForeignKey("personnel.Qualification", models.PROTECT, related_name="+", verbose_name="证卡")
    duty = models.CharField("职责", max_length=10, choices=Duty.choices)
    answer_by = models.DateField("答复期限")
    seed = models.CharField("随机种子", max_length=64, blank=True, default="", help_text="指定派遣的为空")
    letter = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="派遣函"
    )
    checked_in_at = models.DateTimeField("到岗时间", null=True, blank=True)
    checked_card = models.CharField("核验的证卡编号", max_length=30, blank=True, default="")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["duty", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=Q(status__in=["invited", "accepted", "present"]),
                name="assignment_live_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person.name}（{self.get_duty_display()}）{self.session}"

    @property
    def trace_center(self) -> Center:
        return self.session.center


class SupervisionReportQuerySet(ScopedQuerySet["SupervisionReport"]):
    """The centre's, and the supervisor's own."""

    CENTER = "assignment__session__center"
    PERSON = "assignment__person"


class SupervisionReport(Flow):
    """督导报告: items for the site and for the examiners ({code: yes|no|na}), due the next working day."""

    class Status(models.TextChoices):
        DRAFT = "draft", "填写中"
        SUBMITTED = "submitted", "已提交"

    class Rating(models.TextChoices):
        GOOD = "good", "好"
        FAIR = "fair", "较好"
        MIDDLING = "middling", "一般"
        POOR = "poor", "差"

    FLOW = "supervision"
    STEPS = (
        Step("submit", "提交督导报告", (Status.DRAFT,), Status.SUBMITTED, clause="4.3", consequence="提交后不能修改。"),
    )
    MAIN = (Status.DRAFT, Status.SUBMITTED)
    TONES = {Status.SUBMITTED: "good"}

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.DRAFT)
    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="report")
    answers = models.JSONField("督导内容", default=dict)
    notes = models.JSONField("说明", default=dict)
    summary = models.TextField("督导意见", blank=True, default="")
    rating = models.CharField("总体评价", max_length=10, choices=Rating.choices, blank=True, default="")
    left_at = models.TimeField("离开时间", null=True, blank=True)
    photos = models.ManyToManyField("files.StoredFile", blank=True, related_name="+", verbose_name="现场照片")
    document = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="督导报告"
    )
    due_on = models.DateField("提交期限", null=True, blank=True)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)

    objects = SupervisionReportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.assignment.session} 督导报告"

    @property
    def trace_center(self) -> Center:
        return self.assignment.session.center


class IncidentQuerySet(ScopedQuerySet["Incident"]):
    """The centre's, the site's and those dispatched to the session."""

    CENTER = "session__center"
    ORGANIZATION = "session__site__organization"

    def scope(self, actor: Actor) -> Q:
        if actor.role in POOL_ROLES:
            return Q(session__assignments__person__user=actor.user) if actor.user else NOBODY
        return super().scope(actor)

    def visible_to(self, actor: Actor) -> Self:
        return super().visible_to(actor).distinct()


class Incident(Flow):
    """A violation (违纪违规) of a candidate, of staff or of the site, with evidence and outcome (5.1)."""

    class Status(models.TextChoices):
        OPEN = "open", "待处理"
        CLOSED = "closed", "已处理"

    class Against(models.TextChoices):
        CANDIDATE = "candidate", "考生"
        STAFF = "staff", "考务、考评、督导人员"
        SITE = "site", "考点"

    class Outcome(models.TextChoices):
        NONE = "none", "不予处理"
        WARNED = "warned", "警告"
        DISQUALIFIED = "disqualified", "取消本次成绩"
        REFERRED = "referred", "移送处理"

    FLOW = "incident"
    STEPS = (Step("close", "作出处理", (Status.OPEN,), Status.CLOSED, clause="5.1", ground=True),)
    MAIN = (Status.OPEN, Status.CLOSED)
    TONES = {Status.OPEN: "warning", Status.CLOSED: "good"}

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.OPEN)
    session = models.ForeignKey(Session, models.PROTECT, related_name="incidents")
    against = models.CharField("涉及", max_length=10, choices=Against.choices)
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="incidents", verbose_name="考生")
    person = models.ForeignKey(
        "personnel.Person", models.PROTECT, null=True, blank=True, related_name="incidents", verbose_name="人员"
    )
    facts = models.TextField("事实")
    evidence = models.ManyToManyField("files.StoredFile", blank=True, verbose_name="证据")
    outcome = models.CharField("处理结果", max_length=12, choices=Outcome.choices, blank=True, default="")
    handling = models.TextField("处理说明", blank=True, default="")
    closed_at = models.DateTimeField("处理时间", null=True, blank=True)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField(default=clock.now)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(against="candidate") | Q(seat__isnull=False), name="incident_names_candidate"
            ),
            models.CheckConstraint(condition=~Q(status="closed") | ~Q(outcome=""), name="incident_closed_has_outcome"),
        ]

    def __str__(self) -> str:
        return f"{self.session} {self.get_against_display()}违纪违规"

    @property
    def trace_center(self) -> Center:
        return self.session.center
