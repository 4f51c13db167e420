"""What taking a workbook would do to a centre's register: computed for the preview, and again when it is taken."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from sdzx import clock
from sdzx.accounts.models import Center, Organization
from sdzx.catalogue.models import Project
from sdzx.documents.columns import ColumnSpec
from sdzx.documents.excel import CellProblem, Sheet, read_rows
from sdzx.documents.workbook import annotated_workbook
from sdzx.identifiers import normalise_uscc
from sdzx.personnel.models import Person, Qualification
from sdzx.personnel.register import columns
from sdzx.personnel.register.rows import Known, Line, agreeing, parsed


@dataclass(slots=True)
class Whom:
    """A person of the workbook, new or known, with the values that differ."""

    person: Person
    new: bool
    changes: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Held:
    """A qualification of the workbook, likewise; `moved` says that its projects differ."""

    qualification: Qualification
    new: bool
    changes: dict[str, Any]
    projects: tuple[Project, ...]
    moved: bool

    @property
    def changed(self) -> bool:
        return not self.new and bool(self.changes or self.moved)


@dataclass(slots=True)
class Plan:
    """Everything that the preview shows. `problems` stand in reading order; their rows are not among the rest."""

    sheet: Sheet
    problems: list[CellProblem]
    people: list[Whom] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)

    @property
    def bad_rows(self) -> int:
        return len({problem.row for problem in self.problems})

    @property
    def good_rows(self) -> int:
        return len(self.held)

    @property
    def acts(self) -> bool:
        """Would taking it change anything?"""
        return any(each.new or each.changes for each in self.people) or any(
            each.new or each.changed for each in self.held
        )

    @property
    def notes(self) -> list[str]:
        return self.sheet.notes

    @property
    def counts(self) -> dict[str, int]:
        """How many of what, as the preview and the trace say it."""
        changed = sum(each.changed for each in self.held)
        new = sum(each.new for each in self.held)
        return {
            "新增人员": sum(each.new for each in self.people),
            "更新人员": sum(not each.new and bool(each.changes) for each in self.people),
            "新增资格": new,
            "更新资格": changed,
            "资格无变化": len(self.held) - new - changed,
            "有问题的行": self.bad_rows,
        }

    def annotated(self) -> bytes:
        """The workbook back, with the problems beside the cells."""
        return annotated_workbook(
            title=columns.TITLE, columns=columns.COLUMNS, sheet=self.sheet, problems=self.problems
        )


def plan_of(content: bytes, center: Center, *, lock: bool = False) -> Plan:
    """Read a workbook against the centre's register. Raises UnreadableWorkbook for a file that is no such workbook.

    `lock` keeps the rows that would change until the transaction ends.
    """
    sheet = read_rows(content, columns=columns.COLUMNS, max_rows=columns.MAX_ROWS)
    known, usable = _known(sheet)
    problems = list(sheet.problems)
    lines = []
    for row in sheet.rows:
        read = parsed(sheet, row, known)
        if isinstance(read, Line):
            lines.append(read)
        else:
            problems += read
    lines, contradictions = agreeing(lines, sheet)
    plan = Plan(sheet, problems + contradictions)
    _compare(plan, lines, center, usable, lock)
    plan.problems.sort(key=lambda each: (each.row, len(each.letter), each.letter))
    return plan


def _known(sheet: Sheet) -> tuple[Known, frozenset[int]]:
    """What the rows refer to, and which projects may be newly registered: a withdrawn one may only stay."""
    codes = {normalise_uscc(str(row.value("uscc"))) for row in sheet.rows} - {""}
    unread: dict[int, set[str]] = {}
    for problem in sheet.problems:
        unread.setdefault(problem.row, set()).add(problem.header)
    projects = Project.objects.exclude(status=Project.Status.DRAFT)
    known = Known(
        {project.name: project for project in projects},
        {host.uscc: host for host in Organization.objects.filter(uscc__in=codes)},
        unread,
    )
    return known, frozenset(Project.objects.usable_on(clock.today()).values_list("pk", flat=True))


def _compare(plan: Plan, lines: list[Line], center: Center, usable: frozenset[int], lock: bool) -> None:
    people = _people(lines, center, lock)
    cards = _cards(lines, lock)
    said: dict[str, dict[str, Any]] = {}
    whom: dict[str, Whom] = {}
    for line in lines:
        qualification = cards.get((line.kind, line.card_number))
        if found := _barred(line, qualification, people, usable):
            plan.problems += [plan.sheet.problem(line.number, spec, sentence) for spec, sentence in found]
            continue
        if line.index not in whom:
            person = people.get(line.index) or Person(center=center, document_index=line.index)
            whom[line.index] = Whom(person, new=line.index not in people)
        said[line.index] = {**line.person, **said.get(line.index, {})}
        plan.held.append(_held(line, qualification, whom[line.index].person))
    for index, each in whom.items():
        each.changes = _changes(each.person, _with_employer(said[index]))
    plan.people = list(whom.values())


def _with_employer(values: Mapping[str, Any]) -> dict[str, Any]:
    """The employer follows the name: a name alone, other than that of the employer known, unties the two."""
    return {"employer": None, **values}


def _changes(person: Person, values: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: value for name, value in values.items() if getattr(person, name, None) != value}
    same_name = person.employer is not None and values["employer_name"] == person.employer.name
    if values["employer"] is None and same_name:
        found.pop("employer", None)
    return found if person.pk else dict(values)


def _barred(
    line: Line, held: Qualification | None, people: Mapping[str, Person], usable: frozenset[int]
) -> list[tuple[ColumnSpec, str]]:
    """Why the row cannot be taken as the register stands: whose card, revoked, withdrawn projects."""
    kept = {project.pk for project in held.projects.all()} if held else set()
    withdrawn = [project.name for project in line.projects if project.pk not in usable | kept]
    found = [(columns.PROJECTS, f"：“{name}”已退出或尚未启用，不能新登记。") for name in withdrawn]
    if held is None:
        return found
    if line.index not in people or held.person_id != people[line.index].pk:
        return [*found, (columns.CARD_NUMBER, f"“{line.card_number}”已由其他人员使用。")]
    if held.status == Qualification.Status.REVOKED and _held(line, held, held.person).changed:
        sentence = f"“{line.card_number}”的资格已取消，不能再修改；须以新的证卡编号重新登记。"
        found.append((columns.CARD_NUMBER, sentence))
    return found


def _held(line: Line, held: Qualification | None, person: Person) -> Held:
    if held is None:
        made = Qualification(person=person, kind=line.kind, card_number=line.card_number, **line.validity)
        return Held(made, True, dict(line.validity), line.projects, moved=bool(line.projects))
    changes = {name: value for name, value in line.validity.items() if getattr(held, name) != value}
    moved = {project.pk for project in held.projects.all()} != {project.pk for project in line.projects}
    return Held(held, False, changes, line.projects, moved)


def _people(lines: Iterable[Line], center: Center, lock: bool) -> dict[str, Person]:
    found = Person.objects.filter(center=center, document_index__in={line.index for line in lines})
    return {person.document_index: person for person in _locked(found.select_related("employer"), lock)}


def _cards(lines: Iterable[Line], lock: bool) -> dict[tuple[str, str], Qualification]:
    found = Qualification.objects.filter(card_number__in={line.card_number for line in lines})
    found = found.select_related("person").prefetch_related("projects")
    return {(held.kind, held.card_number): held for held in _locked(found, lock)}


def _locked(found: QuerySet[Any], lock: bool) -> QuerySet[Any]:
    return found.order_by("pk").select_for_update(of=("self",)) if lock else found
