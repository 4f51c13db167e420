"""What waits: inspections of today, records to sign and to close, sites that nobody inspected for a year."""

from django.urls import reverse

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Waiting
from sdzx.workdays.due import due
from sites.oversight.inspections.models import Inspection
from sites.oversight.inspections.selectors import overdue_sites

S = Inspection.Status
KIND = "考点检查"
MOST = 50


def waiting(actor: Actor) -> list[Waiting]:
    """Provider for 我的待办; at most three queries."""
    rows: list[Waiting] = []
    if actor.may("inspection.edit"):
        rows += [row(each, "开展检查") for each in mine_today(actor)]
    if actor.role == Role.SITE:
        rows += [row(each, "签署检查意见") for each in standing(actor, S.CARRIED_OUT)]
    if actor.role == Role.DIRECTOR:
        rows += [row(each, "办结检查") for each in standing(actor, S.SIGNED)]
        rows += overdue(actor)
    return rows


def mine_today(actor: Actor) -> list[Inspection]:
    """Those that this person carries out, from their day on."""
    mine = Inspection.objects.visible_to(actor).filter(inspectors__user=actor.user)
    open_now = mine.filter(status=S.PLANNED, scheduled_on__lte=clock.today())
    return list(open_now.select_related("site").order_by("scheduled_on", "id")[:MOST])


def standing(actor: Actor, status: str) -> list[Inspection]:
    found = Inspection.objects.visible_to(actor).filter(status=status)
    return list(found.select_related("site").order_by("status_at")[:MOST])


def row(inspection: Inspection, title: str) -> Waiting:
    return Waiting(
        title=f"{title}：{inspection.site.name}",
        detail=f"{inspection.number}，检查日期{inspection.carried_out_on or inspection.scheduled_on}",
        url=reverse("inspections:record", args=[inspection.uid]),
        kind=KIND,
        due=due(inspection.scheduled_on) if inspection.status == S.PLANNED else None,
        since=inspection.status_at,
    )


def overdue(actor: Actor) -> list[Waiting]:
    """One row for all of them."""
    count = overdue_sites(actor, clock.today()).count()
    if not count:
        return []
    detail = "公布满一年、近一年检查次数不足的考点"
    return [
        Waiting(title=f"{count}个考点待检查", detail=detail, url=reverse("inspections:due"), kind=KIND, count=count)
    ]
