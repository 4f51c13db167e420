"""One row for each running number: what it counts, and the last one given."""

from django.db import models


class Serial(models.Model):
    """The counter of a scope such as `certificate/370100/2026`. Locked until the transaction that took from it ends."""

    scope = models.CharField(max_length=80, primary_key=True)
    last = models.PositiveBigIntegerField()

    def __str__(self) -> str:
        return f"{self.scope}: {self.last}"
