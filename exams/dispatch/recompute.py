"""Supervision reports that are still to be written, when the calendar is amended (4.3)."""

from django.urls import reverse
from django.utils import timezone

from exams.dispatch.models import SupervisionReport
from exams.dispatch.services import REPORT_WORKDAYS
from sdzx.accounts.actors import Actor
from sdzx.workdays import calendar
from sdzx.workdays.recompute import DateChange, moved


def recompute_due(by: Actor) -> list[DateChange]:
    """The next working day, counted anew from the day on which the session ended."""
    draft = SupervisionReport.Status.DRAFT
    open_ = SupervisionReport.objects.select_for_update(of=("self",)).filter(status=draft, due_on__isnull=False)
    changes = []
    for report in open_.select_related("assignment__session__center").order_by("pk"):
        found = calendar.add_workdays(timezone.localdate(report.created_at), REPORT_WORKDAYS)
        url = reverse("dispatch:reports:record", args=[report.uid])
        changes += moved(report, "due_on", found, by=by, kind="督导报告提交期限", url=url)
    return changes
