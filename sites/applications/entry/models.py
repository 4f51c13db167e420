"""What a section's page remembers beside annex 2 itself: its version, and each person's unfinished input."""

from django.conf import settings
from django.db import models

from sdzx import clock
from sdzx.fields import EncryptedTextField
from sites.applications.models import Application
from sites.applications.sections import Section

SECTIONS = [(section.slug, section.label) for section in Section]


class SectionVersion(models.Model):
    """How often a section was written, by whom last: a page that started from an older version asks before it writes.

    `session_at` is when the present stretch of editing began: it is traced once, however often it saves itself.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="section_versions")
    section = models.CharField("部分", max_length=12, choices=SECTIONS)
    version = models.PositiveIntegerField("保存次数", default=0)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField("保存时间", default=clock.now)
    session_at = models.DateTimeField("本次填写开始", null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["application", "section"], name="section_version_once")]

    def __str__(self) -> str:
        return f"{self.get_section_display()} 第{self.version}次保存"


class SectionDraft(models.Model):
    """One person's input of a section that is not, or not wholly, in the application: as typed, sealed.

    `base` is the section's version that the person started from; `problems` counts the fields that are not right.
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="section_drafts")
    section = models.CharField("部分", max_length=12, choices=SECTIONS)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    base = models.PositiveIntegerField("起始版本")
    typed = EncryptedTextField("填写内容")
    problems = models.PositiveIntegerField("填写不正确之处", default=0)
    saved_at = models.DateTimeField("保存时间", default=clock.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["application", "section", "user"], name="section_draft_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_section_display()}的未完成内容"
