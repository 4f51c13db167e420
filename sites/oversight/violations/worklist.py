"""What waits: the site's answer, the director's finding, what follows from it."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Waiting
from sdzx.workdays.due import due
from sites.oversight.violations.models import Violation

S = Violation.Status
KIND = "考点违规"
LIMIT = 50


def waiting(actor: Actor) -> list[Waiting]:
    """Provider for 我的待办; one query for the site, two for the director."""
    if actor.role == Role.SITE:
        found = Violation.objects.visible_to(actor).filter(status=S.RECORDED)
        return [row("对违规登记作出说明", each, dated=True) for each in ordered(found)]
    if actor.role != Role.DIRECTOR:
        return []
    visible = Violation.objects.visible_to(actor)
    ripe = Q(status=S.RESPONDED) | Q(status=S.RECORDED, response_due__lt=clock.today())
    idle = visible.filter(status=S.CONFIRMED, measures=None, exit_cases=None).exclude(site__status="revoked")
    return [
        *(row("认定违规", each) for each in ordered(visible.filter(ripe))),
        *(row("对已认定的违规作出处理", each) for each in ordered(idle)),
    ]


def ordered(found: QuerySet[Violation]) -> Iterable[Violation]:
    return found.select_related("site").order_by("id")[:LIMIT]


def row(title: str, violation: Violation, *, dated: bool = False) -> Waiting:
    return Waiting(
        title=f"{title}：{violation.site.name}",
        detail=violation.get_ground_display(),
        url=reverse("violations:record", args=[violation.uid]),
        kind=KIND,
        due=due(violation.response_due) if dated else None,
        since=violation.status_at,
    )
