"""Complaints from the public (投诉举报): filed without an account, handled by the centre, followed by number and code (5.1, 5.4)."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.db.models.lookups import Exact

from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.accounts.roles import Role
from sdzx.accounts.scope import NOBODY, ScopedQuerySet
from sdzx.fields import EncryptedTextField
from sdzx.workflow import Flow, Step
from sites.registry.models import Site

HANDLERS = (Role.CLERK, Role.DIRECTOR)


def empty(name: str) -> Q:
    """Nothing in a sealed column: a sealed field has no lookups, its text has."""
    return Q(Exact(Cast(name, models.TextField()), models.Value("")))


class ComplaintQuerySet(ScopedQuerySet["Complaint"]):
    """Those who handle it and the centre's auditor; never a site, the bureau or another office of the centre."""

    def scope(self, actor: Actor) -> Q:
        return super().scope(actor) if actor.role in (*HANDLERS, Role.AUDITOR) else NOBODY


class Complaint(Flow):
    """What somebody reports about a site or an appraisal. Who reported it is sealed, and in no trace or notice."""

    class Status(models.TextChoices):
        RECEIVED = "received", "待受理"
        NOT_ACCEPTED = "not_accepted", "不予受理"
        ACCEPTED = "accepted", "已受理"
        INVESTIGATED = "investigated", "已查清"
        CONCLUDED = "concluded", "已办结"

    class Category(models.TextChoices):
        CONDUCT = "conduct", "考风考纪"
        FEES = "fees", "收费"
        CHEATING = "cheating", "作弊、替考"
        LEAK = "leak", "泄题"
        CERTIFICATE = "certificate", "证书"
        SERVICE = "service", "服务态度和秩序"
        OTHER = "other", "其他"

    class Result(models.TextChoices):
        SUBSTANTIATED = "substantiated", "属实"
        PARTLY = "partly", "部分属实"
        UNFOUNDED = "unfounded", "不属实"

    FLOW = "complaint"
    STEPS = (
        Step("accept", "受理", (Status.RECEIVED,), Status.ACCEPTED, clause="5.1", consequence="受理后按期限调查并答复；举报人凭受理编号和查询码可以看到进展。"),
        Step("refuse", "不予受理", (Status.RECEIVED,), Status.NOT_ACCEPTED, clause="5.1", danger=True, ground=True, consequence="理由将告知举报人，请勿写入其他人的个人信息。"),
        Step("investigate", "登记调查结果", (Status.ACCEPTED,), Status.INVESTIGATED, clause="5.1", consequence="调查结果只供内部作出结论，不对外公开。"),
        Step("conclude", "作出结论", (Status.INVESTIGATED,), Status.CONCLUDED, clause="5.1", consequence="结论和答复将告知举报人。属实或部分属实的，可据此登记违规。"),
        Step("send_back", "退回补充调查", (Status.INVESTIGATED,), Status.ACCEPTED, clause="5.1", ground=True),
    )  # fmt: skip
    MAIN = (Status.RECEIVED, Status.ACCEPTED, Status.INVESTIGATED, Status.CONCLUDED)
    TONES = {
        Status.RECEIVED: "warning",
        Status.ACCEPTED: "progress",
        Status.INVESTIGATED: "progress",
        Status.CONCLUDED: "good",
        Status.NOT_ACCEPTED: "neutral",
    }

    status = models.CharField("状态", max_length=12, choices=Status.choices, default=Status.RECEIVED)
    number = models.CharField("受理编号", max_length=30, unique=True)
    code_hash = models.CharField("查询码散列", max_length=64, editable=False)
    center = models.ForeignKey(Center, models.PROTECT, verbose_name="办理中心")
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="complaints", verbose_name="考点"
    )
    place = models.CharField("考点或机构名称", max_length=100, blank=True, default="")
    accused = models.CharField("涉及人员", max_length=100, blank=True, default="")
    occasion = models.CharField("涉及场次或项目", max_length=100, blank=True, default="")
    category = models.CharField("类别", max_length=12, choices=Category.choices)
    facts = models.TextField("反映的事实")
    happened_on = models.DateField("发生日期", null=True, blank=True)
    attachments = models.ManyToManyField("files.StoredFile", blank=True, related_name="+")
    anonymous = models.BooleanField("匿名", default=True)
    name = EncryptedTextField("姓名", blank=True, default="")
    phone = EncryptedTextField("联系电话", blank=True, default="")
    email = EncryptedTextField("电子邮箱", blank=True, default="")
    acceptance_due = models.DateField("受理期限")
    due_on = models.DateField("办结期限")
    refusal = models.TextField("不予受理的理由", blank=True, default="")
    findings = models.TextField("调查结果", blank=True, default="")
    materials = models.ManyToManyField("files.StoredFile", blank=True, related_name="+")
    result = models.CharField("结论", max_length=14, choices=Result.choices, blank=True, default="")
    answer = models.TextField("答复", blank=True, default="")
    told_at = models.DateTimeField("告知举报人结果的时间", null=True, blank=True, editable=False)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(site__isnull=False) | ~Q(place=""), name="complaint_names_a_place"),
            models.CheckConstraint(
                condition=Q(anonymous=False) | (empty("name") & empty("phone") & empty("email")),
                name="complaint_anonymous_has_no_contact",
            ),
            models.CheckConstraint(
                condition=~Q(status="not_accepted") | ~Q(refusal=""), name="complaint_refusal_has_ground"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=("investigated", "concluded")) | ~Q(findings=""), name="complaint_has_findings"
            ),
            models.CheckConstraint(
                condition=~Q(status="concluded") | (~Q(result="") & ~Q(answer="")), name="complaint_has_conclusion"
            ),
        ]
        indexes = [models.Index(fields=["center", "status"], name="complaint_center_status")]

    def __str__(self) -> str:
        return f"投诉举报 {self.number}"

    @property
    def about(self) -> str:
        """The site's name, or the place as the complainant wrote it."""
        return self.site.name if self.site else self.place

    @property
    def is_open(self) -> bool:
        """Whether the centre still owes something."""
        return self.status not in (self.Status.NOT_ACCEPTED, self.Status.CONCLUDED)
