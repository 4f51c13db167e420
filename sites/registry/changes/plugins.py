"""What changes and renewals add to the pages of a site and of an application."""

from django.urls import reverse

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.ui.parts import Button, Fact, FactGroup
from sites.applications import actions
from sites.applications.changes import differences
from sites.applications.models import Application
from sites.applications.rules import EDITABLE
from sites.applications.views import READERS
from sites.registry import parts
from sites.registry.changes.rules import CLOSED, open_one
from sites.registry.changes.services import labels_of
from sites.registry.models import Site


def on_application(application: Application, actor: Actor) -> actions.Part:
    """Of which site, what is asked for, and what would be otherwise than now; nothing for a new site."""
    site = application.site
    if site is None:
        return actions.Part()
    url = "" if actor.role == Role.EXPERT else reverse("registry:record", args=[site.uid])
    facts = [
        Fact("申请类别", application.get_kind_display()),
        Fact("考点", f"{site.name}（{site.code}，{site.get_status_display()}）", url=url),
    ]
    if application.changes:
        facts.append(Fact("变更事项", labels_of(application.changes)))
    groups = [FactGroup(application.matter, tuple(facts))]
    if application.status not in CLOSED:
        found = differences(application, clock.today())
        lines = tuple(Fact(each.what, str(each), wide=True) for each in found)
        groups.append(FactGroup("与考点现状的差异", lines or (Fact("差异", "没有差异"),)))
    buttons = []
    if application.changes and application.status in EDITABLE and actor.may("application.edit"):
        buttons.append(Button("修改变更事项", reverse("registry:matters", args=[application.uid])))
    return actions.Part(groups=groups, buttons=buttons)


def on_site(site: Site, actor: Actor) -> parts.Part:
    """Its changes and renewals; for the site itself the way to begin one."""
    readable = actor.role in READERS
    rows = tuple(
        Fact(
            f"{each.matter}{each.number or ''}",
            each.get_status_display(),
            url=reverse("applications:record", args=[each.uid]) if readable else "",
        )
        for each in Application.objects.visible_to(actor).filter(site=site).order_by("-id")
    )
    groups = [FactGroup("变更和延续", rows)] if rows else []
    offered = site.status == Site.Status.ACTIVE and actor.may("application.edit") and open_one(site) is None
    buttons = [
        Button("申请变更", reverse("registry:change", args=[site.uid])),
        Button("申请延续", reverse("registry:renewal", args=[site.uid])),
    ]
    return parts.Part(groups=groups, buttons=buttons if offered else ())


def register() -> None:
    """Called once by the composition root."""
    actions.register_part(on_application)
    parts.register_part(on_site)
