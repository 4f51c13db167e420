"""Reminders of evaluations that end soon or are overdue: once each, on a working day (2.3)."""

from celery import shared_task
from django.db import transaction

from sdzx import clock, policy
from sdzx.accounts.models import User
from sdzx.accounts.roles import Role
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.workdays.calendar import is_workday
from sites.applications.models import Application
from sites.applications.services import record_path
from sites.evaluations.models import Evaluation
from sites.evaluations.worklist import evaluation_due

S = Application.Status
OPEN = (S.ACCEPTED, S.PANEL_NAMED, S.VISITED)


@shared_task
def remind() -> int:
    """Remind experts and clerks before the day, the director too after it; how many notices are new."""
    if not is_workday(clock.today()):
        return 0
    waiting = Application.objects.filter(status__in=OPEN, accepted_at__isnull=False)
    return sum(_remind(each) for each in waiting.select_related("center", "organization"))


@transaction.atomic
def _remind(application: Application) -> int:
    due = evaluation_due(application)
    if due is None or due.left is None or due.left > policy.of(application.center).evaluation_reminder_days:
        return 0
    kind = NoticeKind.EVALUATION_OVERDUE if due.left < 0 else NoticeKind.EVALUATION_DUE
    out = list(
        Evaluation.objects.filter(member__panel__application=application)
        .outstanding()
        .select_related("member__person__user")
        .order_by("-member__leads", "member_id")
    )
    to: list[User] = holders(Role.CLERK, center=application.center)
    to += [
        each.member.person.user for each in out if each.member.person.user and each.status != Evaluation.Status.RECUSED
    ]
    if kind == NoticeKind.EVALUATION_OVERDUE:
        to += holders(Role.DIRECTOR, center=application.center)
    facts = {"due": due.day, "provisional": due.provisional, "waiting": waiting_for(application, out)}
    return notify(kind, to=to, subject=application, url=record_path(application), day=due.day, **facts)


def waiting_for(application: Application, out: list[Evaluation]) -> str:
    """In words: the panel, the experts by name, or the conclusion."""
    if application.status == S.ACCEPTED:
        return "组建专家评估组"
    return "、".join(f"{each.member.person.name}提交评估" for each in out) or "填写和汇总评估结论"
