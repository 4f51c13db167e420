"""Holders who are being heard before a revocation, when the calendar is amended (4.5)."""

from django.urls import reverse
from django.utils import timezone

from certificates.changes.models import CertificateChange
from sdzx import policy
from sdzx.accounts.actors import Actor
from sdzx.workdays import calendar
from sdzx.workdays.recompute import DateChange, moved


def recompute_due(by: Actor) -> list[DateChange]:
    """The days to be heard, counted anew from the day on which the holder was told; nobody is left less than promised."""
    open_ = CertificateChange.objects.select_for_update(of=("self",)).filter(
        status__in=CertificateChange.OPEN, statement_due__isnull=False, statement=""
    )
    changes = []
    for change in open_.select_related("certificate__center").order_by("pk"):
        days = policy.of(change.certificate.center).revocation_statement_days
        found = calendar.add_workdays(timezone.localdate(change.created_at), days)
        url = reverse("changes:record", args=[change.uid])
        changes += moved(change, "statement_due", found, by=by, kind="撤销前申辩期限", url=url, never_earlier=True)
    return changes
