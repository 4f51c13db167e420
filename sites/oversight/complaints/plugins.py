"""What this slice tells the registries: menu, who reads what was sent in and found out."""

from sdzx.accounts.actors import Actor
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.ui import menu
from sdzx.workdays.recompute import register_recomputer
from sites.oversight.complaints.models import HANDLERS, Complaint
from sites.oversight.complaints.services import recompute_due
from sites.oversight.complaints.views import READERS


def reads_attachment(actor: Actor, stored: StoredFile) -> bool:
    """Those who handle it: a picture may show who took it."""
    return actor.role in HANDLERS and Complaint.objects.visible_to(actor).filter(attachments=stored).exists()


def reads_material(actor: Actor, stored: StoredFile) -> bool:
    """As above."""
    return actor.role in HANDLERS and Complaint.objects.visible_to(actor).filter(materials=stored).exists()


def register() -> None:
    """Called once by the composition root."""
    menu.register(menu.Item("投诉举报", "complaints:list", "考点", order=225, roles=READERS))
    register_recomputer("complaint_due", recompute_due)
    register_reader("complaint.attachment", reads_attachment, sensitive=True)
    register_reader("complaint.material", reads_material, sensitive=True)
