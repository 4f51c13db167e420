"""The annual announcement and its supplements (3.1)."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sdzx import clock
from sdzx.accounts.scope import ScopedQuerySet
from sdzx.catalogue.models import Project
from sdzx.workflow import Flow, Step


class AnnouncementQuerySet(ScopedQuerySet["Announcement"]):
    """The centre's own; what is published is public."""

    BUREAU = True

    def public(self) -> Self:
        """What anybody may read: published, and earlier versions that a revision replaced."""
        return self.filter(status__in=[Announcement.Status.PUBLISHED, Announcement.Status.SUPERSEDED])


class Announcement(Flow):
    """考核公告 of a centre and year. Once published it is never edited: a revision replaces it and says what changed."""

    class Status(models.TextChoices):
        DRAFT = "draft", "草稿"
        PENDING = "pending", "待批准"
        SCHEDULED = "scheduled", "待定时发布"
        PUBLISHED = "published", "已发布"
        SUPERSEDED = "superseded", "已被修订"

    class Kind(models.TextChoices):
        ANNUAL = "annual", "年度公告"
        SUPPLEMENT = "supplement", "补充公告"

    FLOW = "announcement"
    STEPS = (
        Step("submit", "报中心主任批准", (Status.DRAFT,), Status.PENDING, clause="3.1"),
        Step("send_back", "退回修改", (Status.PENDING,), Status.DRAFT, ground=True),
        Step("publish", "批准并发布", (Status.PENDING, Status.SCHEDULED), Status.PUBLISHED, clause="3.1", consequence="发布后立即公开，不能再修改，只能另行修订。"),
        Step("schedule", "批准并定时发布", (Status.PENDING,), Status.SCHEDULED, clause="3.1", consequence="到时由系统再核对一遍并发布；发布之前可以取消。"),
        Step("unschedule", "取消定时发布", (Status.SCHEDULED,), Status.PENDING, danger=True, ground=True, consequence="公告回到待批准，不会发布。"),
        Step("publish_due", "按时发布", (Status.SCHEDULED,), Status.PUBLISHED, clause="3.1", automatic=True),
        Step("supersede", "由修订替代", (Status.PUBLISHED,), Status.SUPERSEDED, automatic=True),
    )  # fmt: skip
    MAIN = (Status.DRAFT, Status.PENDING, Status.PUBLISHED)
    TONES = {Status.PENDING: "progress", Status.SCHEDULED: "progress", Status.PUBLISHED: "good"}

    status = models.CharField("状态", max_length=12, choices=Status.choices, default=Status.DRAFT)
    center = models.ForeignKey("accounts.Center", models.PROTECT, verbose_name="发布中心")
    year = models.PositiveSmallIntegerField("年度")
    kind = models.CharField("类别", max_length=12, choices=Kind.choices, default=Kind.ANNUAL)
    number = models.CharField("文号", max_length=60)
    heading = models.CharField("标题", max_length=100)
    introduction = models.TextField("引言", blank=True, default="")
    eligibility = models.TextField("报名条件", blank=True, default="")
    how_to_register = models.TextField("报名方式", blank=True, default="")
    how_appraised = models.TextField("考核方式", blank=True, default="")
    other_matters = models.TextField("其他重要事项", blank=True, default="")
    contact = models.CharField("联系人", max_length=50, blank=True, default="")
    phone = models.CharField("联系电话", max_length=30, blank=True, default="")
    revises = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="revised_by")
    revision = models.PositiveSmallIntegerField("修订次数", default=0)
    revision_note = models.TextField("修订说明", blank=True, default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    edition = models.PositiveIntegerField("第几次保存", default=0, editable=False)
    publish_at = models.DateTimeField("定时发布时间", null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    failed_at = models.DateTimeField("未能按时发布", null=True, blank=True, editable=False)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    document = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+")

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["center", "year"],
                condition=Q(kind="annual", status="published"),
                name="announcement_one_annual",
            ),
            models.CheckConstraint(
                condition=~Q(status="scheduled") | Q(publish_at__isnull=False, approved_by__isnull=False),
                name="announcement_scheduled_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.heading


class Attachment(models.Model):
    """附件 of an announcement, public with it. A revision refers to the same file until it is taken off."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="attachments")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+")
    label = models.CharField("附件名称", max_length=100)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["announcement", "file"], name="announcement_file_once")]

    def __str__(self) -> str:
        return self.label


class Unsaved(models.Model):
    """What one person typed in the editor and has not saved: as typed, right or wrong, kept while typing (3.1).

    `announcement` is empty for a new one. `edition` is that of the announcement the person started from; `count` says how
    often it was kept: a second window that started from an earlier one overwrites nothing. `problems` counts wrong fields.
    """

    announcement = models.ForeignKey(Announcement, models.CASCADE, null=True, related_name="unsaved")
    center = models.ForeignKey("accounts.Center", models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    edition = models.PositiveIntegerField("起始版本", default=0)
    count = models.PositiveIntegerField("自动保存次数", default=0)
    typed = models.TextField("填写内容", default="{}")
    problems = models.PositiveIntegerField("填写不正确之处", default=0)
    saved_at = models.DateTimeField("自动保存时间", default=clock.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["announcement", "center", "user"], nulls_distinct=False, name="announcement_unsaved_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.name}尚未保存的公告内容"


class ItemQuerySet(models.QuerySet["AnnouncementItem"]):
    """Items by their registration window."""

    def open_at(self, moment: datetime.datetime) -> Self:
        """Their window is open, and no withdrawal of the project stopped registration."""
        return self.filter(
            announcement__status=Announcement.Status.PUBLISHED,
            registration_opens__lte=moment,
            registration_closes__gt=moment,
        ).exclude(project__announced_batches=Project.Batches.STOP)


class AnnouncementItem(models.Model):
    """A batch (批次): one project with specification version, registration window, exam dates and places."""

    announcement = models.ForeignKey(Announcement, models.CASCADE, related_name="items")
    project = models.ForeignKey("catalogue.Project", models.PROTECT, verbose_name="考核项目")
    specification = models.ForeignKey("catalogue.Specification", models.PROTECT, verbose_name="考核规范")
    batch = models.PositiveSmallIntegerField("批次", default=1)
    registration_opens = models.DateTimeField("报名开始")
    registration_closes = models.DateTimeField("报名截止")
    exam_from = models.DateField("考核日期起")
    exam_to = models.DateField("考核日期止")
    places = models.PositiveIntegerField("名额")
    eligibility = models.TextField("本批次报名条件", blank=True, default="")
    how_appraised = models.TextField("本批次考核方式", blank=True, default="")
    contact = models.CharField("本批次联系方式", max_length=100, blank=True, default="")
    taken = models.PositiveIntegerField("已占名额", default=0, editable=False)
    held = models.PositiveIntegerField("为候补组保留的名额", default=0, editable=False,
                                       help_text="已占名额中尚未给出的：为排在最前、须全组一起递补的一组攒着")  # fmt: skip
    origin = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", editable=False,
                               help_text="修订前的批次；修订发布时报名随之转到本批次")  # fmt: skip

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["project__code", "batch"]
        constraints = [
            models.UniqueConstraint(fields=["announcement", "project", "batch"], name="item_batch_once"),
            models.CheckConstraint(
                condition=Q(registration_closes__gt=F("registration_opens")), name="item_window_ordered"
            ),
            models.CheckConstraint(condition=Q(exam_to__gte=F("exam_from")), name="item_dates_ordered"),
            models.CheckConstraint(condition=Q(taken__lte=F("places")), name="item_not_oversold"),
            models.CheckConstraint(condition=Q(held__lte=F("taken")), name="item_held_is_taken"),
        ]

    def __str__(self) -> str:
        return f"{self.project.name}（第{self.batch}批）"
