"""What applications about certificates bring to the registries."""

from certificates.changes.after_correction import follow
from certificates.changes.models import CertificateChange
from certificates.changes.outcome import outcome
from certificates.changes.recompute import recompute_due
from certificates.changes.rules import revocation_open
from certificates.changes.services import EVIDENCE
from certificates.changes.views import READERS
from certificates.handing.hooks import object_to_handing
from exams.scores.hooks import after_correction, show_outcome
from sdzx.accounts.actors import Actor
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.ui import menu
from sdzx.workdays.recompute import register_recomputer


def reads_evidence(actor: Actor, stored: StoredFile) -> bool:
    """Whoever sees the application."""
    visible = CertificateChange.objects.visible_to(actor)
    return actor.role in READERS and visible.filter(evidence=stored).exists()


def register() -> None:
    """Called once by the composition root."""
    after_correction(follow)
    show_outcome(outcome)
    object_to_handing(revocation_open)
    register_recomputer("revocation_statement_due", recompute_due)
    register_reader(EVIDENCE, reads_evidence, sensitive=True)
    menu.register(menu.Item("更正和补发", "changes:list", "证书", order=92, roles=READERS))
