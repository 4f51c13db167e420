"""What waits: statements, decisions, publications."""

from django.urls import reverse

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Waiting
from sdzx.workdays.due import due
from sites.oversight.models import ExitCase

S = ExitCase.Status
KIND = "考点退出"
TITLES = {
    (Role.SITE, S.NOTICED): "陈述申辩",
    (Role.DIRECTOR, S.NOTICED): "登记期满未陈述",
    (Role.DIRECTOR, S.STATED): "决定是否取消资格",
    (Role.BUREAU, S.DECIDED): "公布取消资格",
}


def waiting(actor: Actor) -> list[Waiting]:
    """Provider for 我的待办; one query."""
    states = [status for role, status in TITLES if role == actor.role]
    if not states:
        return []
    cases = ExitCase.objects.visible_to(actor).filter(status__in=states).select_related("site").order_by("id")[:50]
    return [row(actor, case) for case in cases if not too_early(actor, case)]


def too_early(actor: Actor, case: ExitCase) -> bool:
    """The director waits for the site's statement until its date has passed."""
    return actor.role == Role.DIRECTOR and case.status == S.NOTICED and clock.today() <= case.statement_due


def row(actor: Actor, case: ExitCase) -> Waiting:
    """One case; the site's own has the date of its statement."""
    return Waiting(
        title=f"{TITLES[actor.role, S(case.status)]}：{case.site.name}",
        detail=case.get_ground_display(),
        url=reverse("oversight:record", args=[case.uid]),
        kind=KIND,
        due=due(case.statement_due) if actor.role == Role.SITE else None,
        since=case.status_at,
    )
