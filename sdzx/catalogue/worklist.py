"""What waits in the catalogue: drafts of projects and specifications, for the province."""

from django.urls import reverse

from sdzx.accounts.actors import Actor
from sdzx.catalogue.models import Project, Specification
from sdzx.catalogue.rules import LEFT
from sdzx.ui.parts import Waiting


def waiting(actor: Actor) -> list[Waiting]:
    """Drafts that can be put in force, one row each kind."""
    if not actor.may("project.put_in_force"):
        return []
    found = []
    if projects := Project.objects.filter(status=Project.Status.DRAFT).count():
        address = f"{reverse('catalogue:list')}?status={Project.Status.DRAFT}"
        found.append(Waiting("项目草稿待生效", f"共{projects}个项目", address, "考核项目目录", count=projects))
    drafts = Specification.objects.filter(status=Specification.Status.DRAFT).exclude(project__status__in=LEFT)
    for draft in drafts.select_related("project").order_by("created_at")[:20]:
        address = reverse("catalogue:specifications:record", args=[draft.uid])
        found.append(Waiting("考核规范待生效", str(draft), address, "考核项目目录", since=draft.created_at))
    return found
