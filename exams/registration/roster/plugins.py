"""What rosters bring: menu, readers of their files, what a revision does to them."""

from django.db.models import Q

from exams.announcements.hooks import after_revision
from exams.registration.roster import services
from exams.registration.roster.models import Roster
from exams.registration.roster.views import READERS
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.ui import menu


def register() -> None:
    """Called once by the composition root."""
    menu.register(menu.Item("单位名单", "registration:rosters:list", "报名", order=305, roles=READERS))
    register_reader("roster.workbook", reads, sensitive=True)
    after_revision(services.follow_revision)


def reads(actor: Actor, stored: StoredFile) -> bool:
    """The unit's registrars read its workbook; the centre reads the registrations that come of it."""
    if actor.role != Role.REGISTRAR:
        return False
    return Roster.objects.visible_to(actor).filter(Q(workbook=stored) | Q(annotated=stored)).exists()
