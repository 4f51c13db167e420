"""What the registers bring to the registries."""

from sdzx.accounts.actors import Actor
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.personnel.models import Person
from sdzx.personnel.services import PHOTO_KIND
from sdzx.personnel.views.people import OFFICES
from sdzx.ui import menu


def may_read_photo(actor: Actor, stored: StoredFile) -> bool:
    """A person's photo is seen by whoever sees the person."""
    return Person.objects.visible_to(actor).filter(photo=stored).exists()


def register() -> None:
    """Called once by the composition root."""
    register_reader(PHOTO_KIND, may_read_photo)
    menu.register(menu.Item("队伍登记册", "personnel:list", "队伍", order=40, roles=OFFICES))
