"""More time for a session's scores, granted by the director with a reason (4.4)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from exams.sessions.models import Session
from sdzx import clock


class ScoreExtension(models.Model):
    """延期 of one session: from which due day to which, why, by whom. Kept for good; there may be several."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="score_extensions", verbose_name="场次")
    before = models.DateField("原报送期限")
    until = models.DateField("延期至")
    reason = models.CharField("延期理由", max_length=500)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="批准人")
    granted_at = models.DateTimeField("批准时间", default=clock.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("before")), name="score_extension_later"),
            models.CheckConstraint(condition=~Q(reason=""), name="score_extension_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.session} 延期至{self.until:%Y-%m-%d}"
