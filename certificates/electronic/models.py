"""The signed PDF of a certificate, and the copies that its holder takes for a purpose (4.5)."""

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from certificates.issuing.models import Certificate
from sdzx import clock
from sdzx.accounts.scope import ScopedQuerySet


class ElectronicCertificateQuerySet(ScopedQuerySet["ElectronicCertificate"]):
    """The centre's, the holder's own; the unit that registered somebody sees that there is one, not the file."""

    CENTER = "certificate__center"
    OWNER = "certificate__registration__user"
    UNIT = "certificate__registration__unit"


class ElectronicCertificate(models.Model):
    """电子证书: signed once and kept as it is; `sha256` is that of the whole file. A new version supersedes the one before."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="electronic", verbose_name="证书")
    version = models.PositiveSmallIntegerField("版本")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="文件")
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    reason = models.CharField("重新签发理由", max_length=200, blank=True, default="")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="签发人"
    )
    made_at = models.DateTimeField("签发时间", default=clock.now, editable=False)
    superseded_at = models.DateTimeField("被取代时间", null=True, blank=True, editable=False)

    objects = ElectronicCertificateQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["certificate", "version"], name="electronic_version_once"),
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(superseded_at=None), name="electronic_one_current"
            ),
            models.CheckConstraint(
                condition=Q(version=1) | (Q(version__gt=1) & ~Q(reason="")), name="electronic_new_version_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"电子证书{self.certificate.number}（第{self.version}版）"


class PurposeCopyQuerySet(ScopedQuerySet["PurposeCopy"]):
    """The centre's, the holder's own."""

    CENTER = "original__certificate__center"
    OWNER = "original__certificate__registration__user"


class PurposeCopy(models.Model):
    """专用副本: the certificate with its purpose and last day on it, signed anew. `valid_until` is the last day it serves."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    original = models.ForeignKey(ElectronicCertificate, models.PROTECT, related_name="copies", verbose_name="电子证书")
    number = models.CharField("下载编号", max_length=30, unique=True)
    purpose = models.CharField("用途", max_length=40)
    valid_until = models.DateField("有效期至")
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="文件")
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="下载人")
    made_on = models.DateField("下载日期", default=clock.today, editable=False)
    made_at = models.DateTimeField("下载时间", default=clock.now, editable=False)

    objects = PurposeCopyQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("made_on")), name="purpose_copy_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="purpose_copy_has_purpose"),
        ]

    def __str__(self) -> str:
        return f"专用副本{self.number}"

    def expired(self, on: datetime.date) -> bool:
        """Whether its last day is over."""
        return on > self.valid_until

    @property
    def state(self) -> str:
        """What its list shows."""
        if self.original.superseded_at:
            return "已被新版取代"
        return "已过期" if self.expired(clock.today()) else "使用期内"
