"""What is typed on a page, as the browser sends it: kept as JSON, laid over the stored rows, counted."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict

from sites.applications.models import Application
from sites.applications.sections import Section

PREFIX = "rows"
Raw = dict[str, list[str]]  # a row: the texts of each cell, several for boxes to tick

_EQUIPMENT = ("name", "model", "quantity", "note")
_PERSON = ("name", "sex", "birth_date", "education", "title", "certificate")
CELLS: Mapping[Section, tuple[str, ...]] = {
    Section.PROJECTS: ("project", "workstations", "rooms"),
    Section.EQUIPMENT: _EQUIPMENT,
    Section.MANAGERS: (*_PERSON, "major", "note"),
    Section.EXAMINERS: (*_PERSON, "trade", "card_number", "projects"),
}


def packed(data: Mapping[str, Any], names: Sequence[str]) -> str:
    """What was sent for these fields (a row's fields begin with the prefix), as JSON."""
    sent = data if isinstance(data, QueryDict) else query(data)
    kept = {name: sent.getlist(name) for name in sent if name in names or name.startswith(f"{PREFIX}-")}
    return json.dumps(kept, ensure_ascii=False)


def unpacked(typed: str) -> QueryDict:
    """The same as a form takes it."""
    return query(json.loads(typed))


def query(values: Mapping[str, Any]) -> QueryDict:
    """A QueryDict of lists or single texts."""
    made = QueryDict(mutable=True)
    for name, value in values.items():
        made.setlist(name, value if isinstance(value, list) else [str(value)])
    return made


def stored_rows(application: Application, section: Section) -> list[Raw]:
    """The rows in the application, as a browser would send them."""
    relation: Any = getattr(application, section.slug)
    if section == Section.EXAMINERS:
        relation = relation.prefetch_related("projects")
    return [{name: _texts(row, name) for name in CELLS[section]} for row in relation.all()]


def _texts(row: Any, name: str) -> list[str]:
    if name == "projects":
        return sorted(str(project.pk) for project in row.projects.all())
    return [str(row.project_id if name == "project" else getattr(row, name))]


def rows_in(data: QueryDict, section: Section) -> list[Raw]:
    """The rows that were sent, without those that are empty or to be deleted."""
    found = []
    for number in range(_count(data)):
        row = {name: data.getlist(f"{PREFIX}-{number}-{name}") for name in CELLS[section]}
        filled = any(text.strip() for name, texts in row.items() for text in texts if name != "rooms")
        if filled and not data.get(f"{PREFIX}-{number}-DELETE"):
            found.append(row)
    return found


def _count(data: QueryDict) -> int:
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "0")
    return min(int(total), 5000) if total.isdecimal() else 0


def as_sent(rows: Sequence[Raw]) -> QueryDict:
    """Rows as a browser sends them."""
    sent: dict[str, Any] = {f"{PREFIX}-TOTAL_FORMS": len(rows), f"{PREFIX}-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        sent |= {f"{PREFIX}-{number}-{name}": texts for name, texts in row.items()}
    return query(sent)
