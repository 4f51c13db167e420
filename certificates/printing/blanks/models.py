"""The blanks of a centre: how many are left, and what came and went other than by printing (4.5)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from sdzx import clock
from sdzx.accounts.scope import ScopedQuerySet


class BlankStockQuerySet(ScopedQuerySet["BlankStock"]):
    """The centre's own."""


class BlankStock(models.Model):
    """空白证书库存. `left` changes only under the lock of its row; `check_invariants` counts it up again."""

    center = models.OneToOneField(
        "accounts.Center", models.PROTECT, related_name="blank_stock", verbose_name="发证中心"
    )
    left = models.PositiveIntegerField("结存", default=0)

    objects = BlankStockQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.center}空白证书"


class BlankMovementQuerySet(ScopedQuerySet["BlankMovement"]):
    """The centre's own."""


class BlankMovement(models.Model):
    """One entry of the stock book. Blanks that were printed on stand in the ledger of prints, not here."""

    class Kind(models.TextChoices):
        RECEIVED = "received", "入库"
        SPOILED = "spoiled", "空白证书作废"
        DESTROYED = "destroyed", "作废证书销毁"
        COUNTED = "counted", "盘点"

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("accounts.Center", models.PROTECT, related_name="+", verbose_name="发证中心")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    day = models.DateField("日期")
    count = models.PositiveIntegerField("份数")
    difference = models.IntegerField("盘点差异", default=0)
    first_number = models.CharField("起始号码", max_length=30, blank=True, default="")
    last_number = models.CharField("终止号码", max_length=30, blank=True, default="")
    supplier = models.CharField("供货单位", max_length=100, blank=True, default="")
    signed_by = models.CharField("签收人", max_length=50, blank=True, default="")
    reason = models.CharField("理由", max_length=200, blank=True, default="")
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="监销人"
    )
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人")
    made_at = models.DateTimeField("登记时间", default=clock.now)

    objects = BlankMovementQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="destroyed") | (Q(witness__isnull=False) & ~Q(witness=F("made_by"))),
                name="blanks_destroyed_by_two",
            ),
            models.CheckConstraint(condition=Q(kind="counted") | Q(count__gt=0, difference=0), name="blanks_move_some"),
            models.CheckConstraint(
                condition=(Q(kind="received") | (Q(kind="counted") & Q(difference=0))) | ~Q(reason=""),
                name="blanks_gone_have_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.count}份"
