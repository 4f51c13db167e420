"""What waits: drafts and supplements for the host, acceptance for the clerk."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils import timezone

from sdzx import policy
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Waiting
from sdzx.workdays.calendar import add_workdays
from sdzx.workdays.due import due
from sites.applications.models import Application

S = Application.Status
KIND = "考点申请"
MOST = 50


def waiting(actor: Actor) -> list[Waiting]:
    """Provider for 我的待办; one query."""
    if actor.role == Role.SITE:
        return [own(each) for each in found(actor, (S.DRAFT, S.RETURNED))]
    if actor.role == Role.CLERK:
        return [to_accept(each) for each in found(actor, (S.SUBMITTED,))]
    return []


def found(actor: Actor, states: Iterable[str]) -> Iterable[Application]:
    visible = Application.objects.visible_to(actor).filter(status__in=list(states))
    return visible.select_related("organization", "center").order_by("status_at")[:MOST]


def own(application: Application) -> Waiting:
    """The host's draft, or what it has to supply."""
    returned = application.status == S.RETURNED
    return Waiting(
        title=f"补正{application.matter}" if returned else f"填写{application.matter}",
        detail=application.supplement.splitlines()[0] if returned else "尚未提交",
        url=reverse("applications:record", args=[application.uid]),
        kind=KIND,
        due=due(application.supplement_due) if returned and application.supplement_due else None,
        since=application.status_at,
    )


def to_accept(application: Application) -> Waiting:
    """Acceptance is due some working days after submission (policy.acceptance_days)."""
    submitted = timezone.localdate(application.submitted_at)
    deadline = add_workdays(submitted, policy.of(application.center).acceptance_days)
    return Waiting(
        title=f"受理{application.organization.name}的{application.get_kind_display()}申请",
        detail=str(application.number),
        url=reverse("applications:record", args=[application.uid]),
        kind=KIND,
        due=due(deadline.day, provisional=deadline.provisional),
        since=application.submitted_at,
    )
