"""What this slice tells the registries: menu, who reads evidence and decisions."""

from sdzx.accounts.actors import Actor
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.ui import menu
from sites.oversight.models import ExitCase
from sites.oversight.views import READERS


def reads_evidence(actor: Actor, stored: StoredFile) -> bool:
    """Whoever sees the case: the site must know the evidence against it."""
    return ExitCase.objects.visible_to(actor).filter(evidence=stored).exists()


def reads_decision(actor: Actor, stored: StoredFile) -> bool:
    """A published decision is everybody's."""
    return ExitCase.objects.filter(document=stored, status=ExitCase.Status.PUBLISHED).exists()


def register() -> None:
    """Called once by the composition root."""
    menu.register(menu.Item("考点退出", "oversight:list", "考点", order=240, roles=READERS))
    register_reader("exit.evidence", reads_evidence)
    register_reader("exit.decision", reads_decision)
