"""What the designs bring to the office's registries."""

from django.db.models import Q

from certificates.designs.models import Design
from certificates.designs.uploads import ART, SEAL
from certificates.designs.views import READERS
from sdzx.accounts.actors import Actor
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.ui import menu


def reads_picture(actor: Actor, stored: StoredFile) -> bool:
    """Whoever sees the design."""
    with_it = Design.objects.visible_to(actor).filter(Q(background=stored) | Q(seal=stored))
    return actor.role in READERS and with_it.exists()


def register() -> None:
    """Called once by the composition root."""
    register_reader(ART, reads_picture)
    register_reader(SEAL, reads_picture)
    menu.register(menu.Item("证书样式", "designs:list", "证书", order=94, roles=READERS))
