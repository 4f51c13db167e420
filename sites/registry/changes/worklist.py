"""What waits: authorisations to renew, for the site that holds them and the clerk who will accept the application."""

from django.urls import reverse

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Waiting
from sdzx.workdays.due import due
from sites.registry.changes.selectors import Ending, ending
from sites.registry.models import Site

KIND = "授权延续"
MOST = 50


def waiting(actor: Actor) -> list[Waiting]:
    """Provider for 我的待办; one query."""
    if actor.role == Role.SITE and actor.organization is not None:
        sites = Site.objects.visible_to(actor)
        return [own(each) for each in ending(clock.today(), actor.organization.center, sites)[:MOST]]
    if actor.role == Role.CLERK and actor.center is not None:
        return [of_city(each) for each in ending(clock.today(), actor.center)[:MOST]]
    return []


def own(found: Ending) -> Waiting:
    """The site's: it leads to the renewal."""
    site, last_day, held = found
    return Waiting(
        title=f"申请延续{site.name}的授权",
        detail=f"{'、'.join(each.project.name for each in held)}，{last_day}到期",
        url=reverse("registry:renewal", args=[site.uid]),
        kind=KIND,
        due=due(last_day),
    )


def of_city(found: Ending) -> Waiting:
    """The clerk's: which sites have not applied yet."""
    site, last_day, held = found
    return Waiting(
        title=f"{site.name}的授权将到期，尚未申请延续",
        detail=f"{'、'.join(each.project.name for each in held)}，{last_day}到期",
        url=reverse("registry:record", args=[site.uid]),
        kind=KIND,
        due=due(last_day),
    )
