"""A site's loss of qualification (5.4): notice, the site's statement, decision, publication."""

from django.db import models

from sdzx.accounts.models import Center
from sdzx.workflow import Flow, Step
from sites.oversight.violations.models import Violation
from sites.registry.models import OfSiteQuerySet, Site


class ExitCaseQuerySet(OfSiteQuerySet["ExitCase"]):
    """The centre's and bureau's, and the site's own."""


class ExitCase(Flow):
    """退出程序 against one site."""

    class Status(models.TextChoices):
        NOTICED = "noticed", "已告知"
        STATED = "stated", "已陈述申辩"
        DECIDED = "decided", "已决定取消"
        PUBLISHED = "published", "已公布"
        CLOSED = "closed", "已终止"

    class Ground(models.TextChoices):
        DISHONESTY = "dishonesty", "违规失信"
        VICIOUS_COMPETITION = "vicious_competition", "恶意竞争"
        MISMANAGEMENT = "mismanagement", "管理失序"

    FLOW = "exit"
    STEPS = (
        Step("state", "提交陈述申辩", (Status.NOTICED,), Status.STATED, clause="5.4", ground=True),
        Step("record_statement", "登记陈述申辩（或期满未陈述）", (Status.NOTICED,), Status.STATED, clause="5.4", ground=True),
        Step("decide", "决定取消资格", (Status.STATED,), Status.DECIDED, clause="5.4", danger=True, ground=True, consequence="决定后报市人力资源社会保障部门公布；考点自决定之日起暂停。"),
        Step("withdraw", "终止程序", (Status.NOTICED, Status.STATED), Status.CLOSED, clause="5.4", ground=True),
        Step("publish", "公布取消资格", (Status.DECIDED,), Status.PUBLISHED, clause="5.4", danger=True, consequence="公布后考点资格取消，不再安排考核；已发证书仍然有效。"),
    )  # fmt: skip
    MAIN = (Status.NOTICED, Status.STATED, Status.DECIDED, Status.PUBLISHED)
    TONES = {Status.NOTICED: "warning", Status.STATED: "warning", Status.DECIDED: "bad", Status.PUBLISHED: "bad"}

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.NOTICED)
    site = models.ForeignKey(Site, models.PROTECT, related_name="exit_cases")
    ground = models.CharField("事由", max_length=20, choices=Ground.choices)
    facts = models.TextField("事实和证据")
    evidence = models.ManyToManyField("files.StoredFile", blank=True)
    violations = models.ManyToManyField(Violation, related_name="exit_cases", blank=True, verbose_name="违规")
    statement_due = models.DateField("陈述申辩期限")
    statement = models.TextField("考点的陈述申辩", blank=True, default="")
    decision = models.TextField("决定", blank=True, default="")
    number = models.CharField("公布文号", max_length=60, blank=True, default="")
    published_on = models.DateField("公布日期", null=True, blank=True)
    document = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")

    objects = ExitCaseQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.site.name} 退出程序"

    @property
    def trace_center(self) -> Center:
        return self.site.center
