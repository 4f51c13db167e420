"""Hand-outs: who received which certificates, how, and what came back (4.5)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from certificates.issuing.models import Certificate
from sdzx import clock
from sdzx.accounts.scope import ScopedQuerySet
from sdzx.fields import EncryptedTextField
from sdzx.identifiers import DocumentType


class HandOutQuerySet(ScopedQuerySet["HandOut"]):
    """The centre's own: who collected for others is nobody else's business."""


class HandOut(models.Model):
    """发放记录: one hand-over of one or many certificates to one person, or one mailing."""

    class How(models.TextChoices):
        HOLDER = "holder", "本人领取"
        PROXY = "proxy", "委托领取"
        UNIT = "unit", "单位统一领取"
        MAIL = "mail", "邮寄"

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("accounts.Center", models.PROTECT, verbose_name="发证中心")
    how = models.CharField("领取方式", max_length=8, choices=How.choices)
    handed_to = models.CharField("领取人", max_length=50)
    unit = models.ForeignKey(
        "accounts.Organization", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单位"
    )
    document_type = models.CharField(
        "领取人证件类型", max_length=20, choices=DocumentType.choices, blank=True, default=""
    )
    document_number = EncryptedTextField("领取人证件号码", blank=True, default="")
    carrier = models.CharField("承运单位", max_length=40, blank=True, default="")
    tracking_number = models.CharField("运单号", max_length=40, blank=True, default="")
    sheet = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, related_name="+", verbose_name="签收单扫描件"
    )
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人")
    handed_at = models.DateTimeField("发放时间", default=clock.now)

    objects = HandOutQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(how="mail") | (~Q(carrier="") & ~Q(tracking_number="")), name="hand_out_mail_is_traceable"
            ),
            models.CheckConstraint(condition=~Q(how="unit") | Q(unit__isnull=False), name="hand_out_unit_is_named"),
        ]
        indexes = [models.Index(fields=["center", "handed_at"], name="hand_out_register")]

    def __str__(self) -> str:
        return f"{self.get_how_display()}　{self.handed_to}"


class HandOutLine(models.Model):
    """One certificate of a hand-out; one that came back can be handed out again."""

    hand_out = models.ForeignKey(HandOut, models.PROTECT, related_name="lines")
    certificate = models.ForeignKey(Certificate, models.PROTECT, related_name="hand_out_lines")
    serial = models.CharField("印制流水码", max_length=30)
    returned_at = models.DateTimeField("退回时间", null=True, blank=True)
    returned_why = models.CharField("退回原因", max_length=200, blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["hand_out", "certificate"], name="hand_out_line_once"),
            models.UniqueConstraint(
                fields=["certificate"], condition=Q(returned_at__isnull=True), name="certificate_out_once"
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | ~Q(returned_why=""), name="hand_out_return_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.serial}"
