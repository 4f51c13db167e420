"""What this slice tells the registries: menu, who reads letters and reports."""

from sdzx.accounts.actors import Actor
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.ui import menu
from sites.oversight.measures.models import Measure
from sites.oversight.measures.services import LETTER, REPORT
from sites.oversight.violations.views import READERS


def reads_letter(actor: Actor, stored: StoredFile) -> bool:
    """Whoever sees the measure."""
    return Measure.objects.visible_to(actor).filter(document=stored).exists()


def reads_report(actor: Actor, stored: StoredFile) -> bool:
    """Whoever sees the measure."""
    return Measure.objects.visible_to(actor).filter(report_files=stored).exists()


def register() -> None:
    """Called once by the composition root."""
    menu.register(menu.Item("监管措施", "measures:list", "考点", order=238, roles=READERS))
    register_reader(LETTER, reads_letter)
    register_reader(REPORT, reads_report)
