"""What registration brings: menu, readers of its files, what a revision does to it, its station on the way back."""

from typing import Any

from django.db.models import Q
from django.urls import reverse

from exams.announcements.hooks import after_revision, of_batch
from exams.registration import own_data, revisions, services, withdrawn
from exams.registration.models import Registration
from exams.registration.views.record import READERS
from sdzx.accounts.actors import Actor
from sdzx.accounts.own_data import Part
from sdzx.accounts.own_data import register as register_own_data
from sdzx.audit import provenance
from sdzx.catalogue import related
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.ui import menu, words


def register() -> None:
    """Called once by the composition root."""
    menu.register(
        menu.Item("我要报名", "registration:open", "报名", order=300, grants=("registration.submit",)),
        menu.Item("报名", "registration:list", "报名", order=310, roles=READERS),
        menu.Item("审核报名", "registration:review:list", "报名", order=320, grants=("registration.accept",)),
    )
    register_reader("registration.photo", sees)
    register_reader("registration.evidence", sees, sensitive=True)
    after_revision(services.follow_revision)
    after_revision(revisions.tell_of_removed)
    of_batch(revisions.registrants)
    provenance.register(station)
    related.on_review(withdrawn.effect)
    related.on_withdrawal(withdrawn.tell)
    related.on_keeping(withdrawn.tell_kept)
    register_own_data(Part(section=own_data.section, kept=own_data.kept, erase=own_data.erase))


def sees(actor: Actor, stored: StoredFile) -> bool:
    """The candidate or unit, the centre, the site where it was arranged: whoever sees the registration."""
    holding = Q(photo=stored) | Q(evidence=stored)
    return Registration.objects.visible_to(actor).filter(holding).exists()


def station(certificate: Any) -> list[provenance.Link]:
    """The registration behind a certificate."""
    record: Registration = certificate.registration
    facts = (
        f"报名号{record.number}",
        f"批次：{record.item}",
        f"提交于{words.moment(record.submitted_at)}",
        f"报名单位：{record.unit}" if record.unit else "个人报名",
    )
    return [provenance.Link("报名", "3.2", record, reverse("registration:record", args=[record.uid]), facts)]
