"""Sessions (场次): site, day, seats, and the site's preparation (3.3, 4.2)."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from exams.announcements.models import AnnouncementItem
from exams.registration.models import Registration
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.accounts.roles import Role
from sdzx.accounts.scope import ScopedQuerySet
from sdzx.workflow import Flow, Step


class SessionQuerySet(ScopedQuerySet["Session"]):
    """The centre's; the site's from publication on; those whom it is dispatched."""

    ORGANIZATION = "site__organization"
    PERSON = "assignments__person"

    def scope(self, actor: Actor) -> Q:
        condition = super().scope(actor)
        return (
            condition if actor.in_center or actor.role == Role.AUDITOR else condition & ~Q(status=Session.Status.DRAFT)
        )


class Session(Flow):
    """One appraisal at one site, from `starts_at` to `ends_at`."""

    class Status(models.TextChoices):
        DRAFT = "draft", "编排中"
        PUBLISHED = "published", "已发布"
        RUNNING = "running", "考核中"
        ENDED = "ended", "考核结束"
        CLOSED = "closed", "成绩已确认"
        CANCELLED = "cancelled", "已取消"

    FLOW = "session"
    STEPS = (
        Step("publish", "发布考场安排", (Status.DRAFT,), Status.PUBLISHED, clause="3.3", consequence="发布后生成准考证并通知考生，准备通知单发给考点。"),
        Step("start", "开始考核", (Status.PUBLISHED,), Status.RUNNING, clause="4.2", consequence="须考点准备齐全，考评员、督导员到岗，题卷已备案并抽取。"),
        Step("end", "结束考核", (Status.RUNNING,), Status.ENDED, clause="4.4", consequence="未签到的考生记为缺考；3个工作日的报送期限由此起算。"),
        Step("close", "成绩确认归档", (Status.ENDED,), Status.CLOSED, clause="4.5", automatic=True),
        Step("cancel", "取消场次", (Status.DRAFT, Status.PUBLISHED), Status.CANCELLED, danger=True, ground=True, consequence="考生退回待安排状态并收到通知。"),
    )  # fmt: skip
    MAIN = (Status.DRAFT, Status.PUBLISHED, Status.RUNNING, Status.ENDED, Status.CLOSED)
    TONES = {
        Status.PUBLISHED: "progress",
        Status.RUNNING: "warning",
        Status.ENDED: "progress",
        Status.CLOSED: "good",
        Status.CANCELLED: "bad",
    }

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.DRAFT)
    number = models.CharField("场次编号", max_length=30, unique=True)
    center = models.ForeignKey("accounts.Center", models.PROTECT, verbose_name="组织中心")
    item = models.ForeignKey(AnnouncementItem, models.PROTECT, related_name="sessions", verbose_name="批次")
    project = models.ForeignKey("catalogue.Project", models.PROTECT, verbose_name="项目")
    specification = models.ForeignKey("catalogue.Specification", models.PROTECT, verbose_name="考核规范")
    site = models.ForeignKey("sites.Site", models.PROTECT, related_name="sessions", verbose_name="考点")
    starts_at = models.DateTimeField("开始时间")
    ends_at = models.DateTimeField("结束时间")
    started_at = models.DateTimeField("实际开始", null=True, blank=True)
    ended_at = models.DateTimeField("实际结束", null=True, blank=True)
    scores_due = models.DateField("成绩报送期限", null=True, blank=True, help_text="四（四）：考核结束后3个工作日")
    scores_due_provisional = models.BooleanField("期限暂定", default=False)
    scores_statutory_due = models.DateField(
        "法定报送期限", null=True, blank=True, help_text="按工作日历计算；没有延期时与报送期限相同"
    )
    scores_extended_to = models.DateField("延期至", null=True, blank=True, help_text="中心主任最近一次批准的日期")
    calendar_version = models.CharField("日历版本", max_length=40, blank=True, default="")

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_times_ordered"),
            models.CheckConstraint(
                condition=Q(scores_extended_to__isnull=True) | Q(scores_due__gte=F("scores_extended_to")),
                name="session_extension_kept",
            ),
        ]
        indexes = [
            models.Index(fields=["center", "status"], name="session_center_status"),
            models.Index(fields=["scores_due"], condition=Q(status="ended"), name="session_scores_open"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.project.name}"

    @property
    def day(self) -> datetime.date:
        """The day in Shandong on which it is held."""
        return timezone.localtime(self.starts_at).date()


class Seat(models.Model):
    """A candidate's place in a session. Its number is that of the admission ticket."""

    class Attendance(models.TextChoices):
        EXPECTED = "expected", "未签到"
        PRESENT = "present", "已签到"
        LATE = "late", "迟到签到"
        ABSENT = "absent", "缺考"
        REFUSED = "refused", "身份不符拒绝入场"

    session = models.ForeignKey(Session, models.CASCADE, related_name="seats")
    registration = models.OneToOneField(Registration, models.PROTECT, related_name="seat")
    room = models.CharField("考场", max_length=20)
    seat = models.PositiveSmallIntegerField("座位号")
    ticket_number = models.CharField("准考证号", max_length=30, unique=True, null=True, editable=False)
    attendance = models.CharField("到考", max_length=10, choices=Attendance.choices, default=Attendance.EXPECTED)
    attendance_note = models.CharField("说明", max_length=200, blank=True, default="")
    signed_in_at = models.DateTimeField("签到时间", null=True, blank=True)

    class Meta:
        ordering = ["room", "seat"]
        constraints = [models.UniqueConstraint(fields=["session", "room", "seat"], name="seat_once")]

    def __str__(self) -> str:
        return f"{self.registration.name} {self.room} {self.seat}号"


class PreparationQuerySet(ScopedQuerySet["Preparation"]):
    """Like its session."""

    CENTER = "session__center"
    ORGANIZATION = "session__site__organization"


class Preparation(Flow):
    """考核准备通知单 of a session: sent with its publication, acknowledged and ticked item by item by the site."""

    class Status(models.TextChoices):
        SENT = "sent", "已发出"
        ACKNOWLEDGED = "acknowledged", "已签收准备中"
        READY = "ready", "准备齐全"

    FLOW = "preparation"
    STEPS = (
        Step("acknowledge", "签收准备通知单", (Status.SENT,), Status.ACKNOWLEDGED, clause="4.2"),
        Step("report_ready", "报告准备齐全", (Status.ACKNOWLEDGED,), Status.READY, clause="4.2", consequence="每一项都须备齐；有缺项的请先在说明中写明并联系市中心。"),
        Step("reopen", "重新准备", (Status.READY,), Status.ACKNOWLEDGED, automatic=True),
    )  # fmt: skip
    MAIN = (Status.SENT, Status.ACKNOWLEDGED, Status.READY)
    TONES = {Status.SENT: "warning", Status.ACKNOWLEDGED: "progress", Status.READY: "good"}

    status = models.CharField("状态", max_length=12, choices=Status.choices, default=Status.SENT)
    session = models.OneToOneField(Session, models.CASCADE, related_name="preparation")
    remarks = models.TextField("其他要求", blank=True, default="")
    notice = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="通知单"
    )
    acknowledged_by = models.CharField("签收人", max_length=50, blank=True, default="")
    acknowledged_at = models.DateTimeField("签收时间", null=True, blank=True)

    objects = PreparationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.session} 准备通知单"

    @property
    def trace_center(self) -> Center:
        return self.session.center


class PreparationItem(models.Model):
    """One thing to have ready: copied from the specification when the notice is sent."""

    preparation = models.ForeignKey(Preparation, models.CASCADE, related_name="items")
    kind = models.CharField("类别", max_length=10)
    name = models.CharField("名称", max_length=60)
    spec = models.CharField("规格／要求", max_length=100, blank=True, default="")
    unit = models.CharField("单位", max_length=10, blank=True, default="")
    quantity = models.DecimalField("数量", max_digits=10, decimal_places=2)
    ready = models.BooleanField("备齐", null=True)
    note = models.CharField("说明", max_length=200, blank=True, default="")
    photo = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
