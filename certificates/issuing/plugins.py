"""What certificates bring to the registries of the office and of the scores."""

from django.urls import reverse

from certificates.issuing import own_data
from certificates.issuing.models import Certificate, Print
from certificates.issuing.patterns.views import READERS as NUMBER_READERS
from certificates.issuing.services import number_passed
from certificates.issuing.views import OFFICE, READERS
from exams.scores.hooks import after_confirm
from exams.scores.models import ScoreSheet
from sdzx.accounts.actors import Actor
from sdzx.accounts.own_data import Part
from sdzx.accounts.own_data import register as register_own_data
from sdzx.audit import provenance
from sdzx.audit.provenance import Link
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.ui import menu


def numbered(sheet: ScoreSheet, by: Actor) -> None:
    """The hook that numbers inside the confirming transaction."""
    number_passed(sheet, by)


def reads_certificate(actor: Actor, stored: StoredFile) -> bool:
    """The office of the centre reads the printed copies."""
    visible = Certificate.objects.visible_to(actor)
    return actor.role in OFFICE and Print.objects.filter(file=stored, certificate__in=visible).exists()


def station(certificate: Certificate) -> list[Link]:
    """The certificate itself and its copies, the end of the way."""
    copies = [f"印制流水码 {each.serial}" for each in certificate.prints.all()]
    facts = (f"编号 {certificate.number}", f"{certificate.issued_on:%Y-%m-%d}发证", *copies)
    return [Link("证书", "4.5", certificate, reverse("issuing:record", args=[certificate.uid]), facts)]


def register() -> None:
    """Called once by the composition root."""
    after_confirm(numbered)
    register_reader("certificate.pdf", reads_certificate, sensitive=True)
    provenance.register(station)
    register_own_data(Part(section=own_data.section, kept=own_data.kept, erase=own_data.erase))
    menu.register(
        menu.Item("证书", "issuing:list", "证书", order=90, roles=READERS),
        menu.Item("编号规则", "issuing:patterns:list", "证书", order=95, roles=NUMBER_READERS),
        menu.Item("作废编号", "issuing:void_numbers", "证书", order=96, roles=NUMBER_READERS),
    )
