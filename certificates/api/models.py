"""Keys of partners who ask the verification interface often. Of a key only its hash is kept (4.5)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from sdzx.accounts.actors import Actor
from sdzx.accounts.scope import NOBODY, ScopedQuerySet
from sdzx.workflow import Flow, Step


class ApiKeyQuerySet(ScopedQuerySet["ApiKey"]):
    """The province's alone."""

    def scope(self, actor: Actor) -> Q:
        return NOBODY


class ApiKey(Flow):
    """Whose key it is and how often it may ask. `prefix` is the key's beginning, by which people tell keys apart."""

    class Status(models.TextChoices):
        ACTIVE = "active", "有效"
        REVOKED = "revoked", "已停用"

    FLOW = "api_key"
    STEPS = (
        Step("revoke", "停用密钥", (Status.ACTIVE,), Status.REVOKED, clause="4.5", danger=True, ground=True,
             consequence="停用后使用该密钥的请求立即被拒绝，不能恢复；需要时请另发新密钥。"),
    )  # fmt: skip
    MAIN = (Status.ACTIVE,)
    TONES: ClassVar = {Status.ACTIVE: "good", Status.REVOKED: "neutral"}

    status = models.CharField("状态", max_length=10, choices=Status.choices, default=Status.ACTIVE)
    holder = models.CharField("使用单位", max_length=100)
    contact = models.CharField("联系人", max_length=100, blank=True, default="")
    prefix = models.CharField("密钥开头", max_length=12)
    key_hash = models.CharField("密钥散列", max_length=64, unique=True, editable=False)
    per_minute = models.PositiveIntegerField("每分钟次数", default=600)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="发放人")

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(per_minute__gte=1, per_minute__lte=10_000), name="api_key_has_a_limit")
        ]

    def __str__(self) -> str:
        return f"{self.holder}（{self.prefix}…）"
