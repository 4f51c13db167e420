"""Two people, or two windows, filled in the same section: what each has, so that one can be chosen."""

from dataclasses import dataclass, field
from typing import Any

from sdzx.accounts.actors import Actor
from sites.applications.entry.building import ROWS, stored_cells
from sites.applications.entry.drafts import CELLS, Raw, rows_in, stored_rows
from sites.applications.entry.models import SectionVersion
from sites.applications.entry.services import saved
from sites.applications.models import Application
from sites.applications.sections import Section

NOTHING = "（空）"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Who saved when; of plain fields, where the two differ; of rows, those that only one of the two has."""

    said: str
    fields: list[tuple[str, str, str]] = field(default_factory=list)
    mine: list[str] = field(default_factory=list)
    theirs: list[str] = field(default_factory=list)


def conflict_of(
    application: Application, section: Section, form: Any, version: SectionVersion, actor: Actor
) -> Conflict:
    """What the page shows of the two."""
    said = saved(version, actor)
    if section in ROWS:
        mine = [_spoken(row, section, application) for row in rows_in(form.data, section)]
        theirs = [_spoken(row, section, application) for row in stored_rows(application, section)]
        return Conflict(said, mine=[x for x in mine if x not in theirs], theirs=[x for x in theirs if x not in mine])
    stored = stored_cells(application, section)
    pairs = [(str(form[name].label), _text(form, name, form[name].value()), _text(form, name, stored[name])) for name in form.fields]  # fmt: skip
    return Conflict(said, fields=[each for each in pairs if each[1] != each[2]])


def _text(form: Any, name: str, value: Any) -> str:
    """A value as the page shows it: choices by their label."""
    labels = {str(key): str(label) for key, label in getattr(form.fields[name], "choices", ())}
    text = "" if value is None else str(form.fields[name].prepare_value(value))
    return labels.get(text, text) or NOTHING


def _spoken(row: Raw, section: Section, application: Application) -> str:
    names = {}
    if section in (Section.PROJECTS, Section.EXAMINERS):
        held = application.projects.select_related("project")
        names = {str(each.project_id): each.project.name for each in held}
    texts = [names.get(text, text) if name in ("project", "projects") else text for name in CELLS[section] for text in row[name]]  # fmt: skip
    return " · ".join(filter(None, texts))
