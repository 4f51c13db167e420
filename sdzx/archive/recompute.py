"""Open cases when the calendar is amended (5.2)."""

import datetime
from collections.abc import Collection

from django.urls import reverse
from django.utils import timezone

from sdzx import policy
from sdzx.accounts.actors import Actor
from sdzx.archive.models import Case
from sdzx.audit.models import Entry
from sdzx.workdays import calendar
from sdzx.workdays.recompute import DateChange, moved


def recompute_due(by: Actor) -> list[DateChange]:
    """The days for completing a case, counted anew: from the event, or from the confirmation that set them running."""
    open_ = Case.objects.select_for_update(of=("self",)).filter(status=Case.Status.OPEN).select_related("center")
    cases = list(open_.order_by("pk"))
    restarted = _restarted([case.pk for case in cases])
    changes = []
    for case in cases:
        found = calendar.add_workdays(restarted.get(case.pk, case.event_on), policy.of(case.center).archive_days)
        url = reverse("archive:record", args=[case.uid])
        changes += moved(case, "due_on", found, by=by, kind="归档期限", url=url)
    return changes


def _restarted(cases: Collection[int]) -> dict[int, datetime.date]:
    entries = Entry.objects.filter(subject_type=Case._meta.label_lower, verb="case.due", subject_id__in=cases)
    return {key: timezone.localdate(at) for key, at in entries.order_by("pk").values_list("subject_id", "at")}
