"""What waits: complaints to accept, to investigate, to conclude."""

from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Waiting
from sdzx.workdays.due import due
from sites.oversight.complaints.models import Complaint
from sites.oversight.complaints.rules import due_day
from sites.oversight.complaints.services import record_path

S = Complaint.Status
KIND = "投诉举报"
TITLES = {
    (Role.CLERK, S.RECEIVED): "决定是否受理",
    (Role.CLERK, S.ACCEPTED): "调查并登记结果",
    (Role.DIRECTOR, S.INVESTIGATED): "作出结论并答复",
}


def waiting(actor: Actor) -> list[Waiting]:
    """Provider for 我的待办; one query."""
    states = [status for role, status in TITLES if role == actor.role]
    if not states:
        return []
    found = Complaint.objects.visible_to(actor).filter(status__in=states).select_related("site").order_by("id")
    return [row(actor, complaint) for complaint in found[:50]]


def row(actor: Actor, complaint: Complaint) -> Waiting:
    """One complaint, by its number: who complained stays out of lists."""
    return Waiting(
        title=f"{TITLES[actor.role, S(complaint.status)]}：{complaint.number}",
        detail=f"{complaint.about} · {complaint.get_category_display()}",
        url=record_path(complaint),
        kind=KIND,
        due=due(due_day(complaint)),
        since=complaint.status_at,
    )
