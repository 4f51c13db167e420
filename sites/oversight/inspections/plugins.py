"""What this slice tells the registries: menu, who reads photos and records, the archive, a part of a site's page."""

from django.urls import reverse

from sdzx.accounts.actors import Actor
from sdzx.archive import registry as archive
from sdzx.archive.models import Case
from sdzx.files.access import register_reader
from sdzx.ui import menu
from sdzx.ui.parts import Button, Fact, FactGroup
from sites.oversight.inspections import filing, services
from sites.oversight.inspections.checklists.views import READERS as CHECKLIST_READERS
from sites.oversight.inspections.models import Inspection
from sites.oversight.inspections.views import READERS, reads_file
from sites.registry.models import Site
from sites.registry.parts import Part, register_part

SHOWN = 5


def part(site: Site, actor: Actor) -> Part:
    """The site's latest inspections, as far as the actor sees them, and the button for a new one."""
    visible = Inspection.objects.visible_to(actor) if actor.role in READERS else Inspection.objects.none()
    held = visible.filter(site=site).order_by("-scheduled_on", "-id")[:SHOWN]
    facts = tuple(
        Fact(
            str(each.carried_out_on or each.scheduled_on),
            said(each),
            url=reverse("inspections:record", args=[each.uid]),
        )
        for each in held
    )
    may = actor.may("inspection.open") and site.status != Site.Status.REVOKED
    buttons = [Button("安排检查", f"{reverse('inspections:new')}?site={site.uid}")] if may else []
    return Part(groups=[FactGroup("检查", facts)] if facts else [], buttons=buttons)


def said(inspection: Inspection) -> str:
    return inspection.get_result_display() or inspection.get_status_display()


def register() -> None:
    """Called once by the composition root."""
    menu.register(
        menu.Item("考点检查", "inspections:list", "考点", order=232, roles=READERS),
        menu.Item("检查表", "inspections:checklists:list", "考点", order=234, roles=CHECKLIST_READERS),
    )
    register_reader(services.PHOTO, reads_file)
    register_reader(services.RECORD, reads_file)
    register_part(part)
    archive.register(Case.Kind.INSPECTION, filing.CONTENTS)
