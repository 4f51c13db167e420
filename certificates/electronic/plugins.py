"""What electronic certificates bring to the office's registries."""

from certificates.electronic.models import ElectronicCertificate, PurposeCopy
from certificates.electronic.services import COPY, ORIGINAL, may_have
from certificates.electronic.views import COPY_READERS
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import User
from sdzx.accounts.own_data import Item, Kept, Part, Section
from sdzx.accounts.own_data import register as register_own_data
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.ui import menu, words


def reads_original(actor: Actor, stored: StoredFile) -> bool:
    """The holder the version in force, the centre's office all."""
    found = ElectronicCertificate.objects.visible_to(actor).select_related("certificate").filter(file=stored).first()
    return found is not None and may_have(actor, found)


def reads_copy(actor: Actor, stored: StoredFile) -> bool:
    """As the original that it was made of."""
    copies = PurposeCopy.objects.visible_to(actor).select_related("original__certificate").filter(file=stored)
    found = copies.first()
    return found is not None and may_have(actor, found.original)


def section(person: User) -> Section:
    """The copies that the person took, and what for."""
    copies = PurposeCopy.objects.filter(original__certificate__registration__user=person).select_related(
        "original__certificate"
    )
    return Section("电子证书副本", tuple(
        Item(f"副本{each.number}", {
            "证书编号": each.original.certificate.number, "用途": each.purpose, "有效期至": words.day(each.valid_until),
            "下载时间": words.moment(each.made_at),
        }) for each in copies
    ))  # fmt: skip


def kept(person: User) -> tuple[Kept, ...]:
    """Nothing of its own: the certificate says it."""
    return ()


def erase(person: User) -> None:
    """Nothing: who holds a certificate cannot erase the account."""


def register() -> None:
    """Called once by the composition root."""
    register_reader(ORIGINAL, reads_original, sensitive=True)
    register_reader(COPY, reads_copy, sensitive=True)
    register_own_data(Part(section=section, kept=kept, erase=erase))
    menu.register(menu.Item("电子证书副本", "electronic:copies", "证书", order=93, roles=COPY_READERS))
