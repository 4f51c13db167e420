"""The trace: entries that are only ever added, and the seals over them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from sdzx import clock
from sdzx.accounts.scope import ScopedQuerySet


class EntryQuerySet(ScopedQuerySet["Entry"]):
    """Entries of a centre are read by that centre's auditor; all by the province's."""


class Entry(models.Model):
    """One act: who, when, as which role, what, on what ground, before and after.

    Entries about one object form a chain: each carries the hash of the one before. The database refuses UPDATE, DELETE
    and TRUNCATE (migration 0001). No personal data in clear: numbers are masked before they get here.
    """

    at = models.DateTimeField("时间", default=clock.now)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    actor_name = models.CharField("人员", max_length=100)
    role = models.CharField("身份", max_length=12)
    role_label = models.CharField("身份名称", max_length=20)
    center = models.ForeignKey("accounts.Center", models.PROTECT, null=True, db_index=False, related_name="+")
    verb = models.CharField("动作", max_length=60)
    label = models.CharField("动作名称", max_length=60)
    subject_type = models.CharField("对象类别", max_length=60)
    subject_id = models.BigIntegerField("对象编号")
    subject_name = models.CharField("对象", max_length=200)
    ground = models.TextField("理由", blank=True, default="")
    before = models.JSONField("之前", default=dict)
    after = models.JSONField("之后", default=dict)
    sequence = models.PositiveIntegerField("链中序号")
    previous = models.CharField("前一条的散列", max_length=64)
    digest = models.CharField("散列", max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id", "sequence"], name="entry_chain_position")
        ]
        indexes = [models.Index(fields=["center", "at"], name="entry_center_at")]

    def __str__(self) -> str:
        return f"{self.local_time} {self.actor_name} {self.label} {self.subject_name}"

    @property
    def local_time(self) -> str:
        return timezone.localtime(self.at).strftime("%Y年%m月%d日 %H:%M")

    def content(self) -> dict[str, Any]:
        """What the hash covers: everything but the primary key and the hash itself."""
        names = [field.attname for field in self._meta.concrete_fields if field.attname not in ("id", "digest")]
        values = {name: getattr(self, name) for name in names}
        values["at"] = self.at.astimezone(timezone.get_fixed_timezone(0)).isoformat(timespec="microseconds")
        return values


class Seal(models.Model):
    """A running hash over all entries up to an id: a removed tail or a removed chain no longer fits it."""

    at = models.DateTimeField(default=clock.now)
    last_entry = models.BigIntegerField(unique=True)
    entries = models.PositiveBigIntegerField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(entries__gte=0), name="seal_counts")]

    def __str__(self) -> str:
        return f"第{self.pk}号封签"
