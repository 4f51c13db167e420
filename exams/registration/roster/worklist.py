"""What waits for a unit's registrar: rosters whose check is done."""

from django.urls import reverse

from exams.registration.roster.models import Roster
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Waiting


def waiting(actor: Actor) -> list[Waiting]:
    """Each checked roster, the oldest first."""
    if actor.role != Role.REGISTRAR:
        return []
    checked = Roster.objects.visible_to(actor).filter(status=Roster.Status.CHECKED).select_related("item__project")
    return [
        Waiting(f"确认名单：{roster.item}", f"合格{roster.good}行，有问题{roster.bad}行",
                reverse("registration:rosters:record", args=[roster.uid]), "报名", since=roster.status_at)
        for roster in checked.order_by("status_at")
    ]  # fmt: skip
