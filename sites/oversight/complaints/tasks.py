"""Reminders of complaints that are due, every working day in the morning; outcomes told to complainants (5.1)."""

from celery import shared_task
from django.db import transaction

from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.workdays import calendar
from sites.oversight.complaints import telling
from sites.oversight.complaints.models import Complaint
from sites.oversight.complaints.rules import due_day, reminder
from sites.oversight.complaints.services import OPEN, record_path

S = Complaint.Status


@shared_task
def remind() -> int:
    """Remind those who owe the next step, and the director of what is overdue; how many notices are new. Twice a day
    tells once."""
    if not calendar.is_workday(clock.today()):
        return 0
    return sum(map(_remind, Complaint.objects.filter(status__in=OPEN).select_related("center", "site").order_by("pk")))


@shared_task
def tell_outcomes() -> int:
    """Tell complainants who left a contact how it ended; how many were told."""
    return sum(map(telling.tell, telling.waiting()))


@transaction.atomic
def _remind(complaint: Complaint) -> int:
    today, day = clock.today(), due_day(complaint)
    kind = reminder(day, today, lambda: calendar.left(day, today))
    if kind is None:
        return 0
    roles = {Role.DIRECTOR if complaint.status == S.INVESTIGATED else Role.CLERK}
    if kind == NoticeKind.COMPLAINT_OVERDUE:
        roles.add(Role.DIRECTOR)
    people = [person for role in sorted(roles) for person in holders(role, center=complaint.center)]
    return notify(kind, to=people, subject=complaint, url=record_path(complaint), day=today, due=day)
