"""From a row of the workbook to the values of a person and a qualification; every bad cell is named."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from sdzx.accounts.models import Organization
from sdzx.catalogue.models import Project
from sdzx.documents.excel import CellProblem, Row, Sheet
from sdzx.fields import document_index
from sdzx.identifiers import (
    DocumentType,
    birth_date,
    check_uscc,
    clean_name,
    normalise_document,
    normalise_phone,
    normalise_uscc,
    sex,
)
from sdzx.personnel import rules
from sdzx.personnel.models import Person, Qualification
from sdzx.personnel.register import columns
from sdzx.workflow import Blocker

BETWEEN = re.compile(r"[、，,；;\n]")


def room(model: type[Model], name: str) -> int:
    """How many characters the field takes."""
    field: Any = model._meta.get_field(name)
    return int(field.max_length)


ROOMS = [
    *((name, room(Person, name)) for name in ("education", "title", "employer_name")),
    ("card_number", room(Qualification, "card_number")),
]


@dataclass(frozen=True, slots=True)
class Known:
    """What rows refer to: projects by name, organisations by their code."""

    projects: Mapping[str, Project]
    organizations: Mapping[str, Organization]
    unread: Mapping[int, Collection[str]]  # headers of the cells that could not be read, by row


@dataclass(frozen=True, slots=True)
class Line:
    """A good row: who (by document), what is said of them (nothing empty), and the qualification."""

    number: int
    index: str
    person: Mapping[str, Any]
    kind: str
    card_number: str
    validity: Mapping[str, Any]
    projects: tuple[Project, ...] = field(default=())


def parsed(sheet: Sheet, row: Row, known: Known) -> Line | list[CellProblem]:
    """The row's values, or every problem of its cells but those that the sheet has already."""
    unread = known.unread.get(row.number, ())
    person, found = _person(row, known)
    found += _too_long(row)
    kind = columns.KINDS.get(str(row.value("kind")), "")
    if not kind:
        found.append(Blocker(f"应为{'、'.join(columns.KINDS)}之一。", field="kind"))
    card = str(row.value("card_number"))
    if not card:
        found.append(Blocker("是空的。", field="card_number"))
    validity = {"valid_from": row.value("valid_from"), "valid_to": row.value("valid_to")}
    found += _validity(validity)
    projects, unknown = _projects(str(row.value("projects")), known.projects)
    if unknown:
        found.append(Blocker(f"专项职业能力目录中没有“{'”“'.join(unknown)}”。", clause="1", field="projects"))
    else:
        found += rules.projects_missing(kind, projects)
    if problems := [_problem(sheet, row, each) for each in found if columns.BY_FIELD[each.field].header not in unread]:
        return problems
    if unread:
        return []
    index = document_index(person["document_type"], person["document_number"])
    return Line(row.number, index, {k: v for k, v in person.items() if v}, kind, card, validity, tuple(projects))


def _person(row: Row, known: Known) -> tuple[dict[str, Any], list[Blocker]]:
    said = str(row.value("document_type"))
    kind = columns.DOCUMENTS.get(said, "" if said else DocumentType.RESIDENT_ID.value)
    values: dict[str, Any] = {
        "name": clean_name(str(row.value("name"))),
        "document_type": kind,
        "document_number": normalise_document(str(row.value("document_number"))),
        "phone": normalise_phone(str(row.value("phone"))),
        "sex": str(row.value("sex")),
        "birth_date": row.value("birth_date"),
        "education": str(row.value("education")),
        "title": str(row.value("title")),
    }
    if not kind:
        found = [Blocker(f"应为{'、'.join(columns.DOCUMENTS)}之一。", field="document_type")]
    else:
        found = rules.wrong_identity(values["name"], kind, values["document_number"], values["phone"])
        values["birth_date"] = birth_date(kind, values["document_number"]) or values["birth_date"]
        values["sex"] = told.label if (told := sex(kind, values["document_number"])) else values["sex"]
    if values["sex"] not in ("", "男", "女"):
        found.append(Blocker("应为男或女。", field="sex"))
    employer, wrong = _employer(row, known)
    return values | employer, found + wrong


def _employer(row: Row, known: Known) -> tuple[dict[str, Any], list[Blocker]]:
    name, code = str(row.value("employer_name")), normalise_uscc(str(row.value("uscc")))
    if code and (wrong := check_uscc(code)):
        return {}, [Blocker(sentence, field="uscc") for sentence in wrong]
    host = known.organizations.get(code)
    if host is None and not name:
        return {}, [Blocker("是空的，回避审查要用。", clause="4.3", field="employer_name")]
    if host is not None and name and name != host.name:
        sentence = f"“{name}”与统一社会信用代码登记的“{host.name}”不一致。"
        return {}, [Blocker(sentence, clause="4.3", field="employer_name")]
    return {"employer": host, "employer_name": host.name if host else name}, []


def _too_long(row: Row) -> list[Blocker]:
    """Text that the register has no room for. The sentences say how much there is."""
    return [
        Blocker(f"最多{most}个字，现在是{len(str(row.value(name)))}个字。", field=name)
        for name, most in ROOMS
        if len(str(row.value(name))) > most
    ]


def _validity(validity: Mapping[str, Any]) -> list[Blocker]:
    if missing := [name for name, value in validity.items() if value is None]:
        return [Blocker("是空的。", field=name) for name in missing]
    return rules.wrong_validity(**validity)


def _projects(text: str, known: Mapping[str, Project]) -> tuple[list[Project], list[str]]:
    """The projects named, and the names that no usable project has. A project's own name may hold a separator."""
    if text in known:
        return [known[text]], []
    names = list(dict.fromkeys(filter(None, (part.strip() for part in BETWEEN.split(text)))))
    return [known[name] for name in names if name in known], [name for name in names if name not in known]


def _problem(sheet: Sheet, row: Row, blocker: Blocker) -> CellProblem:
    return sheet.problem(row.number, columns.BY_FIELD[blocker.field], f"：{blocker}")


def agreeing(lines: Sequence[Line], sheet: Sheet) -> tuple[list[Line], list[CellProblem]]:
    """Rows that contradict an earlier row (another name for one document, one card twice) become problems."""
    people: dict[str, Line] = {}
    cards: dict[tuple[str, str], int] = {}
    good, problems = [], []
    for line in lines:
        first = people.setdefault(line.index, line)
        found = [
            sheet.problem(line.number, columns.BY_FIELD[name], f"与第{first.number}行同一证件号码的人员不一致。")
            for name, value in line.person.items()
            if name in first.person and first.person[name] != value
        ]
        if (line.kind, line.card_number) in cards:
            earlier = cards[line.kind, line.card_number]
            found.append(sheet.problem(line.number, columns.CARD_NUMBER, f"“{line.card_number}”与第{earlier}行重复。"))
        cards.setdefault((line.kind, line.card_number), line.number)
        problems += found
        good += [] if found else [line]
    return good, problems
