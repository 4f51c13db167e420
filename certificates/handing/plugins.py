"""What handing out brings to the registries."""

from certificates.handing.models import HandOut
from certificates.handing.services import SHEET
from certificates.handing.views import READERS
from sdzx.accounts.actors import Actor
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.ui import menu


def reads_sheet(actor: Actor, stored: StoredFile) -> bool:
    """Whoever reads the register of hand-outs."""
    return actor.role in READERS and HandOut.objects.visible_to(actor).filter(sheet=stored).exists()


def register() -> None:
    """Called once by the composition root."""
    register_reader(SHEET, reads_sheet, sensitive=True)
    menu.register(menu.Item("发放记录", "handing:list", "证书", order=91, roles=READERS))
