"""What this slice tells the registries: menu, who reads evidence and decisions, the archive, a part of a site's page."""

from django.urls import reverse

from sdzx.accounts.actors import Actor
from sdzx.archive import registry as archive
from sdzx.archive.models import Case
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.ui import menu
from sdzx.ui.parts import Fact, FactGroup
from sites.oversight import filing
from sites.oversight.models import ExitCase
from sites.oversight.views import READERS
from sites.registry.models import Site
from sites.registry.parts import Part, register_part


def reads_evidence(actor: Actor, stored: StoredFile) -> bool:
    """Whoever sees the case: the site must know the evidence against it."""
    return ExitCase.objects.visible_to(actor).filter(evidence=stored).exists()


def reads_decision(actor: Actor, stored: StoredFile) -> bool:
    """A published decision is everybody's."""
    return ExitCase.objects.filter(document=stored, status=ExitCase.Status.PUBLISHED).exists()


def part(site: Site, actor: Actor) -> Part:
    """The cases about the site in the archive, as far as the actor sees them."""
    facts = tuple(
        Fact(each.get_kind_display(), f"{each.number}（{each.get_status_display()}）", url=reverse("archive:record", args=[each.uid]))
        for each in filing.cases_of(site, actor)
    )  # fmt: skip
    return Part(groups=[FactGroup("案卷", facts)] if facts else [])


def register() -> None:
    """Called once by the composition root."""
    menu.register(menu.Item("考点退出", "oversight:list", "考点", order=240, roles=READERS))
    register_reader("exit.evidence", reads_evidence)
    register_reader("exit.decision", reads_decision)
    register_part(part)
    archive.register(Case.Kind.EXIT, filing.CONTENTS)
