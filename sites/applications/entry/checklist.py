"""The checklist beside the form: every part, what it lacks and why, each line leading to its field."""

from dataclasses import dataclass

from django.urls import reverse

from sdzx import clock
from sites.applications import rules
from sites.applications.models import Application
from sites.applications.sections import Section


@dataclass(frozen=True, slots=True)
class Lack:
    """One unmet condition."""

    sentence: str
    citation: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A part of annex 2."""

    label: str
    url: str
    current: bool
    missing: list[Lack]


def lines(application: Application, here: Section) -> list[Line]:
    """All parts in annex 2's order."""
    found = []
    for section, blockers in rules.by_section(application, clock.today()).items():
        url = reverse("applications:section", args=[application.uid, section.slug])
        own = "" if section is here else url
        lacks = [
            Lack(each.sentence, each.citation, f"{own}#{f'id_{each.field}' if each.field else 'section-form'}")
            for each in blockers
        ]
        found.append(Line(section.label, url, section is here, lacks))
    return found
