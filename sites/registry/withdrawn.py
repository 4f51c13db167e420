"""Projects that leave the catalogue while sites are authorised for them (1); and the sites that may examine a project now."""

import datetime
from urllib.parse import urlencode

from django.urls import reverse

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import User
from sdzx.accounts.roles import Role
from sdzx.catalogue.models import Project
from sdzx.catalogue.related import SHOWN, Effect
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import notify
from sdzx.ui.parts import Fact, FactGroup
from sites.registry.models import Authorisation


def effect(project: Project, day: datetime.date) -> Effect:
    """Authorisations that have not ended."""
    found = Authorisation.objects.filter(project=project, valid_to__gte=day)
    examples = tuple(
        Fact(held.site.name, f"授权至{held.valid_to:%Y-%m-%d}", url=reverse("registry:record", args=[held.site.uid]))
        for held in found.select_related("site").order_by("site__code")[:SHOWN]
    )
    return Effect(
        "考点授权", found.count(), examples=examples,
        going_on="只用于已公布的批次，不再用于新的批次，不再续期。", stopping="撤出日期起不再使用，不再续期。",
    )  # fmt: skip


def authorised(project: Project) -> FactGroup | None:
    """On the project's public page: how many sites may examine it today, some of them, and the way to the directory."""
    if project.status == Project.Status.WITHDRAWN and project.announced_batches != Project.Batches.CONTINUE:
        return None
    found = Authorisation.objects.filter(project=project).valid_on(clock.today())
    rows = list(found.select_related("site__center").order_by("site__code")[: SHOWN + 1])
    if not rows:
        return None
    facts = [
        Fact(held.site.center.city, held.site.name, url=reverse("registry:site", args=[held.site.code]))
        for held in rows[:SHOWN]
    ]
    if len(rows) > SHOWN:
        address = f"{reverse('registry:directory')}?{urlencode({'project': project.code})}"
        facts.append(Fact("更多", f"考点名录（共{found.count()}个考点）", url=address))
    return FactGroup("可以考核的考点", tuple(facts))


def tell(project: Project, by: Actor) -> None:
    """Everybody who acts for a site that is authorised."""
    _tell(project, NoticeKind.AUTHORISED_PROJECT_WITHDRAWN)


def tell_kept(project: Project, by: Actor) -> None:
    """The same people."""
    _tell(project, NoticeKind.PROJECT_KEPT)


def _tell(project: Project, kind: NoticeKind) -> None:
    held = Authorisation.objects.filter(project=project, valid_to__gte=clock.today())
    people = User.objects.filter(
        memberships__role=Role.SITE,
        memberships__is_active=True,
        memberships__organization__in=held.values("site__organization"),
    ).distinct()
    notify(kind, to=people, subject=project, url=reverse("catalogue:record", args=[project.uid]), project=project)
