"""An order for many admission tickets in one PDF (3.3)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from exams.announcements.models import AnnouncementItem
from exams.sessions.models import Session
from sdzx import clock
from sdzx.accounts.scope import ScopedQuerySet


class TicketBundleQuerySet(ScopedQuerySet["TicketBundle"]):
    """The centre's, the site's for its sessions, the unit's for its people."""

    ORGANIZATION = "session__site__organization"
    UNIT = "unit"


class TicketBundle(models.Model):
    """准考证汇总打印: of a session, of a batch, or of a unit's people; the worker counts `done` up to `total`."""

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    center = models.ForeignKey("accounts.Center", models.PROTECT, verbose_name="中心")
    session = models.ForeignKey(Session, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="场次")
    item = models.ForeignKey(
        AnnouncementItem, models.CASCADE, null=True, blank=True, related_name="+", verbose_name="批次"
    )
    unit = models.ForeignKey(
        "accounts.Organization", models.CASCADE, null=True, blank=True, related_name="+", verbose_name="报名单位"
    )
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="打印人")
    membership = models.ForeignKey("accounts.Membership", models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField("提交时间", default=clock.now)
    total = models.PositiveIntegerField("人数", default=0)
    done = models.PositiveIntegerField("已完成", default=0)
    document = models.ForeignKey(
        "files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="准考证"
    )
    failure = models.TextField("没有完成的原因", blank=True, default="")
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)

    objects = TicketBundleQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(session__isnull=False) | Q(item__isnull=False) | Q(unit__isnull=False),
                name="ticket_bundle_of_something",
            ),
            models.CheckConstraint(condition=Q(done__lte=F("total")), name="ticket_bundle_done_within_total"),
            models.CheckConstraint(
                condition=Q(document__isnull=True) | Q(finished_at__isnull=False),
                name="ticket_bundle_printed_is_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"准考证 {self.of}"

    @property
    def of(self) -> str:
        """What the tickets are of."""
        return "，".join(str(each) for each in (self.session, self.item, self.unit) if each)
