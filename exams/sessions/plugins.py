"""What this slice brings to the house: menu, readers, the case's contents, due dates, the way back."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from exams.sessions import withdrawn
from exams.sessions.bundles.models import TicketBundle
from exams.sessions.bundles.printing import KIND as TICKETS
from exams.sessions.conduct import recompute_scores_due
from exams.sessions.filing import DOCUMENT, REQUIREMENTS
from exams.sessions.models import Preparation, Session
from exams.sessions.preparing import NOTICE, PHOTO
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import POOL_ROLES, Role
from sdzx.archive import registry
from sdzx.archive.models import Case, CaseItem
from sdzx.audit import provenance
from sdzx.catalogue import related
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.ui import menu
from sdzx.workdays.recompute import register_recomputer

OFFICE = (Role.ARRANGER, Role.CUSTODIAN, Role.CONFIRMER, Role.CERTIFIER, Role.ARCHIVIST, Role.DIRECTOR)


def register() -> None:
    """Called by the composition root; again changes nothing."""
    roles = (*OFFICE, Role.SITE, Role.PROVINCE, Role.AUDITOR, *POOL_ROLES)
    menu.register(menu.Item("考核场次", "sessions:list", "考核", 320, roles=roles))
    menu.register(menu.Item("准考证打印", "sessions:bundles:list", "考核", 322, grants=("session.print",)))
    register_reader(NOTICE, reads_notice)
    register_reader(PHOTO, reads_notice)
    register_reader(DOCUMENT, reads_filed)
    register_reader(TICKETS, reads_bundle, sensitive=True)
    registry.register(Case.Kind.SESSION, registry.Contents(lambda session: REQUIREMENTS, subject_of))
    register_recomputer("scores_due", recompute_scores_due)
    provenance.register(way_back)
    related.on_review(withdrawn.effect)


def reads_notice(actor: Actor, stored: StoredFile) -> bool:
    """Whoever sees the preparation reads its notice and photos."""
    visible = Preparation.objects.visible_to(actor)
    return visible.filter(notice=stored).exists() or visible.filter(items__photo=stored).exists()


def reads_bundle(actor: Actor, stored: StoredFile) -> bool:
    """Tickets in one file are read by whoever may print them."""
    return actor.may("session.print") and TicketBundle.objects.visible_to(actor).filter(document=stored).exists()


def reads_filed(actor: Actor, stored: StoredFile) -> bool:
    """Documents frozen into a case are read by whoever sees the case."""
    return CaseItem.objects.filter(file=stored, case__in=Case.objects.visible_to(actor)).exists()


def subject_of(case: Case) -> Session:
    """The session of a case."""
    return Session.objects.get(pk=case.subject_id)


def way_back(certificate: Any) -> list[provenance.Link]:
    """The session and its preparation."""
    session = certificate.session
    starts = timezone.localtime(session.starts_at)
    facts = [f"{starts:%Y-%m-%d %H:%M}", session.site.name]
    if prepared := Preparation.objects.filter(session=session).first():
        facts.append(f"考点准备{prepared.get_status_display()}")
    url = reverse("sessions:record", args=[session.uid])
    return [provenance.Link("考场安排", "3.3", session, url, tuple(facts))]
