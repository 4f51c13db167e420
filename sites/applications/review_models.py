"""What the review of an application leaves behind: submissions as they were, marks on them, the centre's phrases (2.2)."""

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from sdzx import clock
from sdzx.fields import EncryptedTextField
from sites.applications.models import Application
from sites.applications.sections import Section

SECTIONS = [(section.slug, section.label) for section in Section]


class Snapshot(models.Model):
    """All of annex 2 as it was submitted for the nth time: JSON in annex 2's order, sealed at rest, files by SHA-256."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="snapshots")
    number = models.PositiveSmallIntegerField("第几次提交")
    content = EncryptedTextField("申请表内容")
    digest = models.CharField("SHA-256", max_length=64)
    submitted_at = models.DateTimeField("提交时间", default=clock.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="snapshot_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="snapshot_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"第{self.number}次提交"

    @property
    def parts(self) -> list[dict[str, Any]]:
        """The content as plain JSON."""
        return list(json.loads(self.content))


class Mark(models.Model):
    """What the clerk asks to be supplied, on a field, row or file of one submission, and what became of it.

    An empty `key` means the whole part, an empty `section` the application as a whole.
    """

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="marks")
    section = models.CharField("部分", max_length=12, choices=SECTIONS, blank=True, default="")
    key = models.CharField("位置", max_length=200, blank=True, default="")
    label = models.CharField("标注的内容", max_length=200)
    sentence = models.CharField("要求", max_length=300)
    late_ground = models.CharField("此前未告知的理由", max_length=300, blank=True, default="")
    answer = models.CharField("不修改的说明", max_length=300, blank=True, default="")
    answered_at = models.DateTimeField("说明时间", null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "section", "key"], condition=~Q(section=""), name="mark_once_per_place"
            ),
            models.CheckConstraint(condition=~Q(sentence=""), name="mark_says_something"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="mark_answer_has_time_and_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}：{self.sentence}"


class StandardPhrase(models.Model):
    """A sentence that a centre's clerks often need, offered beside the fields of one part (or everywhere)."""

    center = models.ForeignKey("accounts.Center", models.CASCADE, verbose_name="中心")
    section = models.CharField("部分", max_length=12, choices=SECTIONS, blank=True, default="")
    sentence = models.CharField("常用语", max_length=300)
    position = models.PositiveSmallIntegerField("顺序")

    class Meta:
        ordering = ["section", "position"]
        constraints = [
            models.UniqueConstraint(fields=["center", "section", "sentence"], name="phrase_once"),
            models.CheckConstraint(condition=~Q(sentence=""), name="phrase_says_something"),
        ]

    def __str__(self) -> str:
        return self.sentence
