"""Appeals that wait for an answer are called for, every working morning from the day before they are due (4.5)."""

from celery import shared_task
from django.db import transaction

from exams.scores.appeals.models import Appeal
from exams.scores.appeals.rules import reminded
from exams.scores.appeals.services import url_of
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.workdays import calendar


@shared_task
def remind() -> int:
    """Remind the confirmers, and the director of what is overdue; how many notices are new. Twice a day tells once."""
    today = clock.today()
    if not calendar.is_workday(today):
        return 0
    open_ = Appeal.objects.filter(status=Appeal.Status.SUBMITTED, due_on__isnull=False)
    related = open_.select_related("score__sheet__session__center", "score__seat__registration")
    return sum(_remind(each) for each in related)


@transaction.atomic
def _remind(appeal: Appeal) -> int:
    today, due = clock.today(), appeal.due_on
    if due is None or not reminded(due, today, calendar.left(due, today)):
        return 0
    center = appeal.trace_center
    to = holders(Role.CONFIRMER, center=center)
    to += holders(Role.DIRECTOR, center=center) if today > due else []
    return notify(NoticeKind.APPEAL_DUE, to=to, subject=appeal, url=url_of(appeal), day=today, overdue=today > due)
