"""What a candidate claims of the announced conditions, and which forms have been received."""

from django.conf import settings
from django.db import models

from exams.registration.models import Registration
from sdzx import clock


class Claim(models.Model):
    """A condition of the announcement that the candidate meets, with the materials that prove it.

    `condition` is the wording at the time: a revised announcement does not change what was claimed. The files are among
    the registration's evidence too.
    """

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="claims")
    position = models.PositiveSmallIntegerField("序号")
    condition = models.TextField("报名条件")
    files = models.ManyToManyField("files.StoredFile", blank=True, related_name="+", verbose_name="证明材料")

    class Meta:
        ordering = ["registration_id", "position"]
        constraints = [models.UniqueConstraint(fields=["registration", "position"], name="claim_position_once")]

    def __str__(self) -> str:
        return self.condition


class FormReceipt(models.Model):
    """A form that has been taken in: sent twice, by a double click or after a lost answer, it is taken once."""

    key = models.UUIDField("表单标识")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="+")
    at = models.DateTimeField("收到时间", default=clock.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="form_receipt_once")]

    def __str__(self) -> str:
        return str(self.key)
