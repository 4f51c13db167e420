"""Whom a panel can be named from: the centre's experts, why each may not sit, and whose turn it is."""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max, Q

from sdzx.personnel.models import Person, Qualification
from sdzx.workflow import Blocker
from sites.applications.models import SEATED, Application
from sites.evaluations import rules
from sites.evaluations.models import Panel


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expert for one application: `load` panels in the year of the visit, the last visit, what stands in the way."""

    person: Person
    load: int
    last_on: datetime.date | None
    blockers: tuple[Blocker, ...]

    @property
    def label(self) -> str:
        person = self.person
        return "，".join(filter(None, (person.name, person.title, person.employer_name)))

    @property
    def turn(self) -> str:
        """How often and when they sat."""
        last = f"，最近一次{self.last_on:%Y-%m-%d}" if self.last_on else ""
        return f"本年度评估{self.load}次{last}" if self.load or self.last_on else "本年度未参加评估"


def candidates(application: Application, day: datetime.date, without: Collection[int] = ()) -> list[Candidate]:
    """Every expert on the centre's register but those `without`: the fit first, then whose turn it is. Four queries."""
    seated = Q(panelmember__evaluation__status__in=SEATED)
    people: Iterable[Any] = (  # with the two annotations
        Person.objects.filter(center=application.center, is_active=True, qualifications__kind=Qualification.Kind.EXPERT)
        .exclude(pk__in=without)
        .annotate(
            load=Count("panelmember", filter=seated & Q(panelmember__panel__visit_on__year=day.year), distinct=True),
            last_on=Max("panelmember__panel__visit_on", filter=seated),
        )
        .prefetch_related("qualifications__projects", "recusals")
    )
    projects = [row.project for row in application.projects.select_related("project")]
    found = [
        Candidate(
            person,
            person.load,
            person.last_on,
            tuple(rules.expert_unfit(person, application.organization, projects, day)),
        )
        for person in people
    ]
    never = datetime.date.min
    return sorted(found, key=lambda each: (bool(each.blockers), each.load, each.last_on or never, each.person.name))


def seat_candidates(panel: Panel, day: datetime.date) -> list[Candidate]:
    """Who could take a seat of this panel: everybody who never sat on it."""
    return candidates(panel.application, day, without=set(panel.members.values_list("person", flat=True)))
