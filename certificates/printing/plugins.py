"""What printing brings to the registries of the office."""

from certificates.printing.blanks.views import READERS as STOCK_READERS
from certificates.printing.chunks import PART
from certificates.printing.models import PrintBatch
from certificates.printing.views import OFFICE, READERS
from sdzx.accounts.actors import Actor
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.ui import menu


def reads_part(actor: Actor, stored: StoredFile) -> bool:
    """The office of the centre whose batch it is."""
    return actor.role in OFFICE and PrintBatch.objects.visible_to(actor).filter(parts__file=stored).exists()


def register() -> None:
    """Called once by the composition root."""
    register_reader(PART, reads_part, sensitive=True)
    menu.register(
        menu.Item("印制批次", "printing:list", "证书", order=91, roles=READERS),
        menu.Item("印制台账", "printing:ledger", "证书", order=91, roles=READERS),
        menu.Item("空白证书", "blanks:list", "证书", order=92, roles=STOCK_READERS),
    )
