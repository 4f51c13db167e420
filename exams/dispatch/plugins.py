"""What dispatch brings to the registries: menu, hooks of a session's life, file readers, the way back."""

import uuid
from typing import Any

from django.urls import reverse

from exams.dispatch import services
from exams.dispatch.models import Assignment, Incident, SupervisionReport
from exams.dispatch.recompute import recompute_due
from exams.sessions import hooks
from exams.sessions.models import Session
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.audit import provenance
from sdzx.audit.provenance import Link
from sdzx.files.access import register_reader
from sdzx.files.models import StoredFile
from sdzx.personnel import history
from sdzx.personnel.models import Person
from sdzx.ui import menu
from sdzx.workdays.recompute import register_recomputer
from sites.oversight.violations import origins


def register() -> None:
    """Called by the composition root; again changes nothing."""
    hooks.add(hooks.START_CHECKS, services.start_check)
    hooks.add(hooks.AFTER_MOVE, services.after_move)
    hooks.add(hooks.AFTER_END, services.after_end)
    hooks.add(hooks.AFTER_CANCEL, services.after_cancel)
    origins.register("incident", incident)
    register_reader("dispatch.letter", reads_letter)
    register_reader("supervision.report", reads_report)
    register_reader("supervision.photo", reads_report)
    register_reader("incident.evidence", reads_evidence, sensitive=True)
    register_recomputer("supervision_due", recompute_due)
    provenance.register(stations)
    history.register_duties(duties)
    history.register_violations(violations)
    people = (Role.ARRANGER, Role.DIRECTOR, Role.EXAMINER, Role.SUPERVISOR)
    menu.register(
        menu.Item("派遣", "dispatch:list", "考核", 340, roles=(*people, Role.SITE)),
        menu.Item(
            "督导报告", "dispatch:reports:list", "考核", 341, roles=(Role.ARRANGER, Role.DIRECTOR, Role.SUPERVISOR)
        ),
        menu.Item("违纪违规", "dispatch:incidents:list", "考核", 342, roles=(*people, Role.SITE)),
    )


def reads_letter(actor: Actor, stored: StoredFile) -> bool:
    return Assignment.objects.visible_to(actor).filter(letter=stored).exists()


def reads_report(actor: Actor, stored: StoredFile) -> bool:
    visible = SupervisionReport.objects.visible_to(actor)
    return visible.filter(document=stored).exists() or visible.filter(photos=stored).exists()


def reads_evidence(actor: Actor, stored: StoredFile) -> bool:
    return Incident.objects.visible_to(actor).filter(evidence=stored).exists()


def stations(certificate: Any) -> list[Link]:
    """Who judged and who supervised, with their cards and the report."""
    people = (
        Assignment.objects.filter(session=certificate.session, status=Assignment.Status.PRESENT)
        .select_related("person", "qualification", "session__project", "report")
        .order_by("duty", "id")
    )
    return [
        Link(
            stage=f"派遣{each.get_duty_display()}",
            clause="4.3",
            record=each,
            url=reverse("dispatch:record", args=[each.uid]),
            facts=_facts(each),
        )
        for each in people
    ]


def duties(person: Person) -> list[history.Duty]:
    """The sessions at which the person was present and which were held."""
    done = Assignment.objects.filter(person=person, status=Assignment.Status.PRESENT)
    done = done.exclude(session__status=Session.Status.CANCELLED)
    return [
        history.Duty(
            day=each.session.day,
            role=each.get_duty_display(),
            place=each.session.site.name,
            project=each.session.project.name,
            number=each.session.number,
        )
        for each in done.select_related("session__site", "session__project")
    ]


def violations(person: Person) -> list[history.Violation]:
    """Incidents against the person, open ones too; what came to nothing is left out."""
    found = Incident.objects.filter(person=person).exclude(outcome=Incident.Outcome.NONE).select_related("session")
    return [
        history.Violation(
            day=each.session.day,
            facts=each.facts,
            outcome=each.get_outcome_display() or "待处理",
            number=each.session.number,
        )
        for each in found
    ]


def incident(actor: Actor, uid: uuid.UUID) -> origins.Origin | None:
    """An incident as it prefills a violation of the site."""
    visible = Incident.objects.visible_to(actor).select_related("session__site", "session__project")
    found = visible.filter(uid=uid).first()
    if found is None:
        return None
    proofs = tuple(origins.Proof(file=each, note="登记时的证据") for each in found.evidence.order_by("id"))
    return origins.Origin(
        source="incident", record=found, label=f"场次{found.session.number}的违纪违规登记", site=found.session.site,
        url=reverse("dispatch:incidents:record", args=[found.uid]), ground="discipline", facts=found.facts,
        happened_on=found.session.day, proofs=proofs,
    )  # fmt: skip


def _facts(assignment: Assignment) -> tuple[str, ...]:
    how = "随机抽取" if assignment.seed else "指定派遣"
    report = getattr(assignment, "report", None)
    said = (f"督导报告{report.get_status_display()}",) if report else ()
    return (f"{assignment.person.name}，证卡{assignment.checked_card}", how, *said)
