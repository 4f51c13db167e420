"""Who may be dispatched, may evaluate, may write: conditions on the registers (5.3, 4.3)."""

import datetime

from sdzx.accounts.models import Organization
from sdzx.catalogue.models import Project
from sdzx.clauses import enforces
from sdzx.identifiers import DocumentType, check_document, check_name, check_phone
from sdzx.personnel.models import Person, Qualification
from sdzx.workflow import Blocker


@enforces("5.3", "4.3")
def unfit(
    qualification: Qualification,
    *,
    project: Project | None = None,
    day: datetime.date,
    organization: Organization | None = None,
) -> list[Blocker]:
    """Why this person must not act by this qualification on that day, in that project, at that organisation.

    An examiner judges only the projects listed; other kinds are bound by a list only when they have one. Reads
    `projects` of the qualification and `recusals` of the person: prefetch them in long loops.
    """
    found = [*lapsed(qualification, day)]
    if project is not None and not judges(qualification, project):
        found.append(Blocker(f"{_who(qualification)}的考评项目中没有“{project.name}”。", clause="5.3"))
    if organization is not None:
        found += conflicts(qualification.person, organization)
    return found


@enforces("5.3")
def lapsed(qualification: Qualification, day: datetime.date) -> list[Blocker]:
    """Suspended, revoked, off the register, or not valid on the day."""
    found = []
    if not qualification.person.is_active:
        found.append(Blocker(f"{qualification.person.name}已不在册。", clause="5.3"))
    if qualification.status != Qualification.Status.VALID:
        found.append(Blocker(f"{_who(qualification)}的资格已{qualification.get_status_display()}。", clause="5.3"))
    if not qualification.valid_from <= day <= qualification.valid_to:
        found.append(
            Blocker(
                f"{_who(qualification)}的资格有效期为{qualification.valid_from:%Y-%m-%d}至{qualification.valid_to:%Y-%m-%d}，"
                f"不含{day:%Y-%m-%d}。",
                clause="5.3",
            )
        )
    return found


def judges(qualification: Qualification, project: Project) -> bool:
    """Is the project among those of the qualification?"""
    listed = list(qualification.projects.all())
    return project in listed or (not listed and qualification.kind != Qualification.Kind.EXAMINER)


@enforces("4.3", "5.3")
def conflicts(person: Person, organization: Organization) -> list[Blocker]:
    """Employed by the organisation, or a declared relation to it."""
    found = []
    if person.employer_id == organization.pk or person.employer_name.strip() == organization.name:
        found.append(Blocker(f"{person.name}的工作单位是“{organization.name}”，应当回避。", clause="4.3"))
    found += [
        Blocker(f"{person.name}已声明与“{organization.name}”有关联（{recusal.reason}），应当回避。", clause="4.3")
        for recusal in person.recusals.all()
        if recusal.organization_id == organization.pk
    ]
    return found


def wrong_identity(name: str, document_type: str, document_number: str, phone: str) -> list[Blocker]:
    """Every problem of a person's name, document number and phone, each with its form field."""
    latin = document_type != DocumentType.RESIDENT_ID
    found = [Blocker(sentence, field="name") for sentence in check_name(name, latin=latin)]
    found += [Blocker(sentence, field="document_number") for sentence in check_document(document_type, document_number)]
    if phone:
        found += [Blocker(sentence, field="phone") for sentence in check_phone(phone)]
    return found


@enforces("5.3")
def wrong_validity(valid_from: datetime.date, valid_to: datetime.date) -> list[Blocker]:
    """A qualification ends after it begins."""
    if valid_to < valid_from:
        return [Blocker("有效期止不能早于有效期起。", clause="5.3", field="valid_to")]
    return []


@enforces("5.3")
def projects_missing(kind: str, projects: list[Project]) -> list[Blocker]:
    """An examiner is registered with the projects that they judge."""
    if kind == Qualification.Kind.EXAMINER and not projects:
        return [Blocker("考评员须至少登记一个考评项目。", clause="5.3", field="projects")]
    return []


def _who(qualification: Qualification) -> str:
    return f"{qualification.get_kind_display()}{qualification.person.name}"
