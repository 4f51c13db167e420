"""Measures against a site: warning, rectification by a date, suspension (5.4). Revocation is the exit's."""

from django.db import models
from django.db.models import F, Q

from sdzx.accounts.models import Center
from sdzx.workflow import Flow, Step
from sites.oversight.violations.models import Violation
from sites.registry.models import OfSiteQuerySet, Site

HEAVIER = "本措施终结，立即下达更重的措施；升级为暂停的，考点即刻不能承担考核。"


class MeasureQuerySet(OfSiteQuerySet["Measure"]):
    """The centre's and bureau's, and the site's own; the public page shows kind, date, ground and whether it has ended."""


class Measure(Flow):
    """监管措施 on one or several confirmed violations of a site, with its letter frozen and numbered."""

    class Status(models.TextChoices):
        ISSUED = "issued", "已下达"
        REPORTED = "reported", "已报送整改报告"
        RETURNED = "returned", "退回继续整改"
        CLOSED = "closed", "已办结"
        ESCALATED = "escalated", "已升级处理"

    class Kind(models.TextChoices):
        WARNING = "warning", "警告"
        RECTIFICATION = "rectification", "限期整改"
        SUSPENSION = "suspension", "暂停"

    FLOW = "measure"
    STEPS = (
        Step("acknowledge", "签收", (Status.ISSUED,), Status.CLOSED, clause="5.4", consequence="签收后警告办结，记录保留在考点的监管记录中。"),
        Step("report", "报送整改报告", (Status.ISSUED, Status.RETURNED), Status.REPORTED, clause="5.4", ground=True),
        Step("accept", "整改通过", (Status.REPORTED,), Status.CLOSED, clause="5.4", ground=True),
        Step("send_back", "退回继续整改", (Status.REPORTED,), Status.RETURNED, clause="5.4", ground=True),
        Step("escalate", "升级处理", (Status.ISSUED, Status.REPORTED, Status.RETURNED), Status.ESCALATED, clause="5.4", danger=True, ground=True, consequence=HEAVIER),
        Step("overtake", "由退出程序取代", (Status.ISSUED, Status.REPORTED, Status.RETURNED), Status.ESCALATED, clause="5.4", automatic=True),
    )  # fmt: skip
    MAIN = (Status.ISSUED, Status.REPORTED, Status.CLOSED)
    TONES = {
        Status.ISSUED: "warning",
        Status.REPORTED: "progress",
        Status.RETURNED: "warning",
        Status.CLOSED: "good",
        Status.ESCALATED: "bad",
    }
    OPEN = (Status.ISSUED, Status.REPORTED, Status.RETURNED)
    AT_SITE = (Status.ISSUED, Status.RETURNED)

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.ISSUED)
    kind = models.CharField("措施", max_length=13, choices=Kind.choices)
    site = models.ForeignKey(Site, models.PROTECT, related_name="measures")
    violations = models.ManyToManyField(Violation, related_name="measures", verbose_name="违规")
    number = models.CharField("文号", max_length=40, unique=True)
    issued_on = models.DateField("下达日期")
    reasons = models.TextField("理由")
    requirements = models.TextField("整改要求", blank=True, default="")
    due = models.DateField("整改期限", null=True, blank=True)
    report = models.TextField("整改报告", blank=True, default="")
    report_files = models.ManyToManyField("files.StoredFile", related_name="+", blank=True, verbose_name="整改证明")
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by", verbose_name="由此升级"
    )
    document = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="warning", due=None)
                | (~Q(kind="warning") & Q(due__isnull=False, due__gte=F("issued_on"))),
                name="measure_has_its_date",
            ),
            models.CheckConstraint(condition=Q(kind="warning") | ~Q(requirements=""), name="measure_says_what_to_mend"),
            models.UniqueConstraint(
                fields=["site"],
                condition=Q(kind="suspension", status__in=("issued", "reported", "returned")),
                name="measure_one_suspension",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site.name} {self.get_kind_display()}（{self.number}）"

    @property
    def trace_center(self) -> Center:
        return self.site.center
