"""What happens by itself: publication at the set time, and the reminder of a year without an announcement (3.1)."""

from celery import shared_task
from django.db import transaction
from django.urls import reverse

from exams.announcements import services
from exams.announcements.missing import Missing, without_annual
from exams.announcements.models import Announcement
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.workdays.calendar import is_workday


@shared_task
def publish_scheduled() -> int:
    """Publish what is due, each for itself; how many were."""
    due = Announcement.objects.filter(
        status=Announcement.Status.SCHEDULED, publish_at__lte=clock.now(), failed_at__isnull=True
    )
    return sum(services.publish_due(each) for each in due.order_by("publish_at", "pk"))


@shared_task
def remind_missing() -> int:
    """Remind centres past their day without an annual announcement, once a year each; how many notices are new."""
    today = clock.today()
    if not is_workday(today):
        return 0
    late = [each for each in without_annual(today.year) if today > each.due]
    return sum(_remind(each) for each in late)


@transaction.atomic
def _remind(found: Missing) -> int:
    center = found.center
    to = [*holders(Role.DIRECTOR, center=center), *holders(Role.ARRANGER, center=center)]
    facts = {"year": found.due.year, "due": found.due, "state": found.said}
    return notify(
        NoticeKind.ANNOUNCEMENT_MISSING,
        to=to,
        subject=center,
        url=reverse("announcements:list"),
        day=found.due,
        **facts,
    )
