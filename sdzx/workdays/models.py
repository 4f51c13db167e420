"""The calendar of working days: what the State Council's notices say, and which year has been announced at all."""

from django.conf import settings
from django.db import models

from sdzx import clock


class Year(models.Model):
    """A calendar year. While it is missing, every date computed in it is provisional (暂定)."""

    class Status(models.TextChoices):
        MISSING = "missing", "尚未公布"
        ANNOUNCED = "announced", "已公布"

    year = models.PositiveSmallIntegerField("年份", unique=True)
    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.MISSING)
    source_title = models.CharField("依据文件", max_length=120, blank=True, default="")
    source_url = models.URLField("文件网址", blank=True, default="")
    notice_date = models.DateField("发文日期", null=True, blank=True)
    version = models.PositiveIntegerField("版本", default=0, help_text="每次调整加一")
    announced_at = models.DateTimeField("录入时间", null=True, blank=True, default=None)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year}年工作日历"


class Edition(models.Model):
    """One version of a year, kept for good: what was in force from `entered_at` on, on what ground, by whom."""

    year = models.ForeignKey(Year, models.PROTECT, related_name="editions", verbose_name="年份")
    version = models.PositiveIntegerField("版本")
    source_title = models.CharField("依据文件", max_length=120)
    source_url = models.URLField("文件网址", blank=True, default="")
    notice_date = models.DateField("发文日期", null=True, blank=True)
    days = models.JSONField("与星期不同的日子", help_text='[["2027-01-01", true, "元旦"], …]，true为放假')
    ground = models.CharField("调整理由", max_length=500, blank=True, default="")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="录入人"
    )
    entered_at = models.DateTimeField("录入时间", default=clock.now)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["year", "version"], name="edition_once")]

    def __str__(self) -> str:
        return f"{self.year.year}年工作日历第{self.version}版"


class Day(models.Model):
    """A day that differs from its weekday: off, or a make-up working day (调休上班)."""

    date = models.DateField("日期", unique=True)
    is_off = models.BooleanField("放假")
    name = models.CharField("节日", max_length=20)
    notice_year = models.PositiveSmallIntegerField("由哪一年的通知安排", db_index=True)

    class Meta:
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d} {self.name}{'放假' if self.is_off else '上班'}"
