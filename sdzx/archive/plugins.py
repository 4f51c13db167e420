"""What the archive brings to the house: its menu entry, and who reads what lies in cases."""

from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.archive.models import Case, CaseItem
from sdzx.archive.presenting import OFFICE
from sdzx.archive.recompute import recompute_due
from sdzx.archive.services import UPLOAD, VIDEO
from sdzx.archive.views import READERS
from sdzx.files.access import EVERY_KIND, register_reader
from sdzx.files.models import StoredFile
from sdzx.ui import menu
from sdzx.workdays.recompute import register_recomputer


def reads_as_office(actor: Actor, stored: StoredFile) -> bool:
    """Whoever keeps, approves or audits the archive reads everything in the cases that they see."""
    return actor.role in OFFICE and _filed(actor, stored)


def reads_as_site(actor: Actor, stored: StoredFile) -> bool:
    """The site reads what was added to the cases of its own sessions and applications."""
    return actor.role == Role.SITE and _filed(actor, stored)


def _filed(actor: Actor, stored: StoredFile) -> bool:
    return CaseItem.objects.filter(file=stored, case__in=Case.objects.visible_to(actor)).exists()


def register() -> None:
    """Called once by the composition root."""
    register_recomputer("case_due", recompute_due)
    menu.register(menu.Item("案卷", "archive:list", "归档", order=800, roles=READERS))
    register_reader(EVERY_KIND, reads_as_office)
    for kind in (UPLOAD, VIDEO):
        register_reader(kind, reads_as_site)
