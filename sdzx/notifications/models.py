"""Notices to people. Each is sent once: kind, subject, recipient and day are unique together."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models

from sdzx import clock
from sdzx.accounts.actors import Actor


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Everybody reads their own."""

    def visible_to(self, actor: Actor) -> Self:
        return self.filter(recipient=actor.user) if actor.user else self.none()

    def count_for(self, kind: str, subject: models.Model) -> int:
        return self.filter(kind=kind, subject_type=subject._meta.label_lower, subject_id=subject.pk).count()


class Notice(models.Model):
    """A message in the inbox of one person, and its delivery by mail."""

    class Delivery(models.TextChoices):
        NONE = "none", "仅站内"
        PENDING = "pending", "待发送"
        SENT = "sent", "已发送"
        FAILED = "failed", "发送失败"

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("类别", max_length=40)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    day = models.DateField("提醒所属日期")
    title = models.CharField("标题", max_length=150)
    body = models.TextField("正文")
    url = models.CharField("链接", max_length=200, blank=True, default="")
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)
    delivery = models.CharField("邮件", max_length=10, choices=Delivery.choices, default=Delivery.NONE)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id", "recipient", "day"], name="notice_once"
            )
        ]
        indexes = [
            models.Index(fields=["recipient"], condition=models.Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["id"], condition=models.Q(delivery="pending"), name="notice_pending"),
        ]

    def __str__(self) -> str:
        return self.title
