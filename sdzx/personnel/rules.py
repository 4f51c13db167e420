"""Who may be dispatched, may evaluate, may write: conditions on the registers (5.3, 4.3)."""

import datetime

from sdzx.accounts.models import Organization
from sdzx.catalogue.models import Project
from sdzx.clauses import enforces
from sdzx.identifiers import DocumentType, check_document, check_name, check_phone
from sdzx.personnel.models import Person, Qualification
from sdzx.workflow import Blocker

MOST_HOURS = 999


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


def standing(qualification: Qualification, day: datetime.date) -> tuple[str, str]:
    """What a card counts for on that day, in a word, and the tone of its badge: 有效, 暂停, 取消, 未到有效期 or 过期."""
    if qualification.status == Qualification.Status.SUSPENDED:
        return "暂停", "warning"
    if qualification.status == Qualification.Status.REVOKED or not qualification.person.is_active:
        return "取消", "bad"
    if day < qualification.valid_from:
        return "未到有效期", "warning"
    return ("有效", "good") if day <= qualification.valid_to else ("过期", "bad")


@enforces("5.3")
def wrong_training(began_on: datetime.date, ended_on: datetime.date, hours: int, today: datetime.date) -> list[Blocker]:
    """A training is recorded when it is over, with its hours."""
    found = []
    if ended_on < began_on:
        found.append(Blocker("结束日期不能早于开始日期。", clause="5.3", field="ended_on"))
    if ended_on > today:
        found.append(Blocker("培训尚未结束，结束后再登记。", clause="5.3", field="ended_on"))
    if not 0 < hours <= MOST_HOURS:
        found.append(Blocker(f"学时应为1至{MOST_HOURS}的整数。", clause="5.3", field="hours"))
    return found


@enforces("5.3")
def wrong_assessment(qualification: Qualification, year: int, today: datetime.date) -> list[Blocker]:
    """A year is assessed in which the qualification counted, and not before it has come."""
    first, last = qualification.valid_from.year, min(qualification.valid_to.year, today.year)
    if first <= year <= last:
        return []
    if first > last:
        return [Blocker("资格的有效期尚未开始，没有可考核的年度。", clause="5.3", field="year")]
    span = f"{first}" if first == last else f"{first}至{last}"
    return [Blocker(f"资格在{year}年度没有效力，可考核的年度为{span}。", clause="5.3", field="year")]


def _who(qualification: Qualification) -> str:
    return f"{qualification.get_kind_display()}{qualification.person.name}"
