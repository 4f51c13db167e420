"""What waits for the bureau: approved applications in no draft yet, and its drafts."""

from django.db.models import Exists, Min, OuterRef
from django.urls import reverse

from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Waiting
from sites.applications.models import Application
from sites.registry.models import Publication

KIND = "考点公布"


def waiting(actor: Actor) -> list[Waiting]:
    """Provider for 我的待办; two queries."""
    if actor.role != Role.BUREAU:
        return []
    return [*unlisted(actor), *drafts(actor)]


def unlisted(actor: Actor) -> list[Waiting]:
    """One row for all of them, since when."""
    listed = Publication.applications.through.objects.filter(application=OuterRef("pk"))
    free = Application.objects.visible_to(actor).filter(~Exists(listed), status=Application.Status.APPROVED)
    found = free.aggregate(since=Min("status_at"))["since"]
    if found is None:
        return []
    count = free.count()
    return [
        Waiting(
            title="公布市中心已同意的申请",
            detail="设立、变更和延续申请，待起草公告统一公布",
            url=reverse("registry:publications:new"),
            kind=KIND,
            since=found,
            count=count,
        )
    ]


def drafts(actor: Actor) -> list[Waiting]:
    open_ones = Publication.objects.visible_to(actor).filter(status=Publication.Status.DRAFT)
    return [
        Waiting(
            title=f"公布：{each.heading}",
            detail=each.number,
            url=reverse("registry:publications:record", args=[each.uid]),
            kind=KIND,
            since=each.created_at,
        )
        for each in open_ones.order_by("id")[:50]
    ]
