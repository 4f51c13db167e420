"""Violations of a site: facts with evidence, the site's answer, the centre's finding (5.1, 5.4)."""

from django.db import models
from django.db.models import F, Q

from sdzx.accounts.models import Center
from sdzx.workflow import Flow, Step
from sites.registry.models import OfSiteQuerySet, Site

ON_RECORD = "认定后计入考点的监管记录，可据此作出警告、限期整改、暂停或启动退出程序。"


class ViolationQuerySet(OfSiteQuerySet["Violation"]):
    """The centre's and bureau's, and the site's own."""


class Violation(Flow):
    """违规 of one site. `source_uid` is the complaint, inspection or incident it was found in; the site is told neither."""

    class Status(models.TextChoices):
        RECORDED = "recorded", "已登记，待考点说明"
        RESPONDED = "responded", "考点已说明"
        CONFIRMED = "confirmed", "已认定"
        DISMISSED = "dismissed", "不予认定"

    class Ground(models.TextChoices):
        DISHONESTY = "dishonesty", "违规失信"
        VICIOUS_COMPETITION = "vicious_competition", "恶意竞争"
        MISMANAGEMENT = "mismanagement", "管理失序"
        DISCIPLINE = "discipline", "违反考风考纪"
        UNPREPARED = "unprepared", "考务准备不到位"
        LATE_SCORES = "late_scores", "逾期报送成绩、试卷"
        INCOMPLETE_ARCHIVE = "incomplete_archive", "归档不及时、不完整"

    class Source(models.TextChoices):
        OWN = "own", "市中心自行发现"
        INSPECTION = "inspection", "检查"
        COMPLAINT = "complaint", "投诉举报"
        INCIDENT = "incident", "考核中登记的违纪违规"

    FLOW = "violation"
    STEPS = (
        Step("respond", "提交说明", (Status.RECORDED,), Status.RESPONDED, clause="5.4", ground=True, consequence="说明提交后不能修改，由市中心认定。"),
        Step("confirm", "认定违规", (Status.RECORDED, Status.RESPONDED), Status.CONFIRMED, clause="5.4", danger=True, ground=True, consequence=ON_RECORD),
        Step("dismiss", "不予认定", (Status.RECORDED, Status.RESPONDED), Status.DISMISSED, clause="5.4", ground=True),
    )  # fmt: skip
    MAIN = (Status.RECORDED, Status.RESPONDED, Status.CONFIRMED)
    TONES = {
        Status.RECORDED: "warning",
        Status.RESPONDED: "warning",
        Status.CONFIRMED: "bad",
        Status.DISMISSED: "neutral",
    }

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.RECORDED)
    site = models.ForeignKey(Site, models.PROTECT, related_name="violations")
    ground = models.CharField("事由", max_length=20, choices=Ground.choices)
    facts = models.TextField("事实")
    happened_on = models.DateField("发生日期")
    evidence = models.ManyToManyField("files.StoredFile", related_name="+", verbose_name="证据")
    source = models.CharField("来源", max_length=10, choices=Source.choices, default=Source.OWN)
    source_uid = models.UUIDField("来源记录", null=True, blank=True, editable=False)
    response_due = models.DateField("说明期限")
    response = models.TextField("考点的说明", blank=True, default="")
    response_files = models.ManyToManyField("files.StoredFile", related_name="+", blank=True, verbose_name="考点的材料")
    finding = models.TextField("认定意见", blank=True, default="")

    objects = ViolationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source="own", source_uid=None) | (~Q(source="own") & Q(source_uid__isnull=False)),
                name="violation_names_source",
            ),
            models.UniqueConstraint(
                fields=["source", "source_uid", "ground"],
                condition=Q(source_uid__isnull=False),
                name="violation_once_per_source",
            ),
            models.CheckConstraint(
                condition=Q(response_due__gt=F("happened_on")), name="violation_answered_after_it_happened"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.site.name} {self.get_ground_display()}"

    @property
    def trace_center(self) -> Center:
        return self.site.center
