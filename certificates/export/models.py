"""Batches of certificates handed to the national look-up: the columns of a centre, and what was handed over (4.5)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from sdzx import clock
from sdzx.accounts.scope import ScopedQuerySet


class ExportLayoutQuerySet(ScopedQuerySet["ExportLayout"]):
    """The centre's own."""


class ExportLayout(models.Model):
    """The columns of a centre's export in their order: `columns` is a list of {field, heading} (certificates/export/columns.py)."""

    class Dates(models.TextChoices):
        DASHES = "%Y-%m-%d", "2026-03-02"
        SLASHES = "%Y/%m/%d", "2026/03/02"
        DIGITS = "%Y%m%d", "20260302"
        CHINESE = "%Y年%m月%d日", "2026年03月02日"

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    center = models.OneToOneField("accounts.Center", models.PROTECT, related_name="export_layout")
    columns = models.JSONField("列")
    dates = models.CharField("日期格式", max_length=12, choices=Dates.choices, default=Dates.DASHES)

    objects = ExportLayoutQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.center}全国联网查询导出列"


class ExportRunQuerySet(ScopedQuerySet["ExportRun"]):
    """The centre's own."""


class ExportRun(models.Model):
    """One file that was handed over: which batch, by whom, how many rows, its SHA-256 (hexadecimal)."""

    class Format(models.TextChoices):
        XLSX = "xlsx", "Excel"
        CSV = "csv", "CSV"

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("accounts.Center", models.PROTECT, verbose_name="发证中心")
    batch = models.CharField("批次", max_length=80)
    format = models.CharField("格式", max_length=4, choices=Format.choices)
    columns = models.JSONField("列")
    rows = models.PositiveIntegerField("条数")
    sha256 = models.CharField("SHA-256", max_length=64)
    repeated = models.BooleanField("重复导出", default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="导出人")
    made_at = models.DateTimeField("导出时间", default=clock.now)

    objects = ExportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(rows__gt=0), name="export_run_has_rows")]
        indexes = [models.Index(fields=["center", "batch"], name="export_run_batch")]

    def __str__(self) -> str:
        return f"{self.batch} {self.get_format_display()}"
