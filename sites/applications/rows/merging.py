"""Rows from outside put to those of a section: as they stand on the page, or in the application."""

from collections.abc import Sequence
from typing import Any

from django.http import QueryDict

from sdzx.catalogue.models import Project
from sites.applications.entry.drafts import Raw, as_sent, rows_in
from sites.applications.models import Application
from sites.applications.rows.columns import COLUMNS
from sites.applications.rows.reading import joined, pasted
from sites.applications.sections import Section


def projects_of(application: Application) -> list[Project]:
    """The projects that examiners' rows may name."""
    return list(Project.objects.filter(applicationproject__application=application).order_by("code"))


def with_pasted(data: QueryDict, application: Application, section: Section, text: str) -> QueryDict:
    """What the page sent, with the pasted rows after its own."""
    projects = projects_of(application) if section == Section.EXAMINERS else ()
    new = pasted(text, COLUMNS[section], projects)
    rows, _ = joined(rows_in(data, section), new)
    return merged(data, rows)


def merged(data: Any, rows: Sequence[Raw]) -> QueryDict:
    """Rows as a page sends them; what else was sent stays."""
    sent = as_sent(rows)
    for name in ("base", "next"):
        if name in data:
            sent[name] = data[name]
    return sent
