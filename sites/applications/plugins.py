"""What this slice tells the registries: menu, file readers, the case's contents."""

from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.archive import registry as archive
from sdzx.catalogue import related
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.ui import menu
from sites.applications import filing, withdrawn
from sites.applications.models import Application, Attachment, IssuedDocument
from sites.applications.views import READERS


def reads_attachment(actor: Actor, stored: StoredFile) -> bool:
    """Whoever sees the application sees its attachments."""
    return Application.objects.visible_to(actor).filter(attachments__file=stored).exists()


def reads_document(actor: Actor, stored: StoredFile) -> bool:
    """Whoever sees the application reads its letters; the experts' report is not for the host."""
    held = IssuedDocument.objects.filter(file=stored)
    if actor.role == Role.SITE:
        held = held.exclude(kind=IssuedDocument.Kind.REPORT)
    return held.filter(application__in=Application.objects.visible_to(actor)).exists()


def register() -> None:
    """Called once by the composition root."""
    menu.register(menu.Item("考点申请", "applications:list", "考点", order=200, roles=READERS))
    for kind in Attachment.Kind.values:
        register_reader(f"application.{kind}", reads_attachment)
    for kind in IssuedDocument.Kind.values:
        register_reader(f"application.{kind}", reads_document)
    archive.register(filing.KIND, filing.CONTENTS)
    related.on_review(withdrawn.effect)
    related.on_withdrawal(withdrawn.tell)
    related.on_keeping(withdrawn.tell_kept)
