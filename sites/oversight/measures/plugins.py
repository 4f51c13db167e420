"""What this slice tells the registries: menu, who reads letters and reports, the archive, a part of a site's page."""

from sdzx.accounts.actors import Actor
from sdzx.archive import registry as archive
from sdzx.archive.models import Case
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.ui import menu
from sdzx.ui.parts import Fact, FactGroup
from sdzx.ui.words import day
from sites.oversight.measures import filing
from sites.oversight.measures.models import Measure
from sites.oversight.measures.services import LETTER, REPORT, record_path
from sites.oversight.violations.views import READERS
from sites.registry.models import Site
from sites.registry.parts import Part, register_part


def reads_letter(actor: Actor, stored: StoredFile) -> bool:
    """Whoever sees the measure."""
    return Measure.objects.visible_to(actor).filter(document=stored).exists()


def reads_report(actor: Actor, stored: StoredFile) -> bool:
    """Whoever sees the measure."""
    return Measure.objects.visible_to(actor).filter(report_files=stored).exists()


def part(site: Site, actor: Actor) -> Part:
    """The measures against the site, as far as the actor sees them."""
    visible = Measure.objects.visible_to(actor) if actor.role in READERS else Measure.objects.none()
    facts = tuple(
        Fact(f"{each.get_kind_display()}（{each.number}）", f"{day(each.issued_on)}，{each.get_status_display()}", url=record_path(each))
        for each in visible.filter(site=site).order_by("-issued_on", "-id")
    )  # fmt: skip
    return Part(groups=[FactGroup("监管措施", facts)] if facts else [])


def register() -> None:
    """Called once by the composition root."""
    menu.register(menu.Item("监管措施", "measures:list", "考点", order=238, roles=READERS))
    register_reader(LETTER, reads_letter)
    register_reader(REPORT, reads_report)
    register_part(part)
    archive.register(Case.Kind.MEASURE, filing.CONTENTS)
