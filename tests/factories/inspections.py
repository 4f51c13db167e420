"""Inspections of sites in named states, straight through the ORM."""

import datetime
import itertools
from typing import Any

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center, Membership
from sdzx.accounts.roles import Role
from sdzx.files.models import StoredFile
from sites.oversight.inspections.answers import items_of
from sites.oversight.inspections.candidates import Candidate
from sites.oversight.inspections.models import Checklist, Inspection, Inspector
from sites.registry.models import Site
from tests.factories import people, personnel, pictures, sites

_numbers = itertools.count(1)
S = Inspection.Status


def checklist(city: Center | None = None, status: str = Checklist.Status.DRAFT, **values: Any) -> Checklist:
    """A version of a centre's own checklist, or of the province's: the first version's items."""
    first = Checklist.objects.order_by("id")[0]
    version = Checklist.objects.filter(center=city).count() + 1
    given = {"name": first.name, "items": first.items, **values}
    return Checklist.objects.create(center=city, status=status, version=version, **given)


def team(city: Center | None = None) -> list[Candidate]:
    """A clerk of the centre and an expert of its pool."""
    clerk, expert = people.actor(Role.CLERK, city), personnel.qualified("expert", city=city, user=True)
    people.actor(Role.EXPERT, city, person=expert.person.user)
    return [Candidate(clerk.user_required, "受理"), Candidate(expert.person.user, "专家")]  # type: ignore[arg-type]


def planned(of: Site | None = None, *, inspectors: list[Candidate] | None = None, **values: Any) -> Inspection:
    """For today, announced unless said otherwise, by a team of two with the province's checklist."""
    site = of or sites.site()
    given = {
        "site": site, "number": f"济南专考检〔2026〕{next(_numbers)}号", "scheduled_on": clock.today(), "reason": "年度检查",
        "checklist": Checklist.objects.for_center(site.center),
    }  # fmt: skip
    made = Inspection.objects.create(**{**given, **values})
    for each in inspectors if inspectors is not None else team(site.center):
        Inspector.objects.create(inspection=made, user=each.user, capacity=each.capacity)
    return made


def inspector(inspection: Inspection, position: int = 0) -> Actor:
    """One of its inspectors, acting: the first is the clerk, the second the expert."""
    user = inspection.inspectors.all()[position].user
    return Actor.of(Membership.objects.filter(user=user).order_by("id")[0])


def photo(kind: str = "inspection.photo") -> StoredFile:
    return sites.stored(kind, "现场.jpg", pictures.portrait())


def fill(inspection: Inspection, faults: dict[str, tuple[str, str]] | None = None) -> Inspection:
    """Everything in order, with a photo where one is demanded; `faults` maps codes to (value, remark)."""
    wrong = faults or {}
    for item in items_of(inspection.checklist):
        value, remark = wrong.get(item.code, (item.choices[0], ""))
        inspection.answers[item.code] = {"value": value, "remark": remark}
        if item.photo:
            inspection.photos.create(code=item.code, file=photo())
    inspection.summary = "考点负责人在场。"
    inspection.save(update_fields=["answers", "summary"])
    return inspection


def carried_out(of: Site | None = None, *, faults: Any = None, **values: Any) -> Inspection:
    """Submitted today; waits for the site's signature."""
    given = {"status": S.CARRIED_OUT, "carried_out_on": clock.today(), **values}
    return fill(planned(of, **given), faults)


def signed(of: Site | None = None, **values: Any) -> Inspection:
    """Signed without objection, with a frozen record."""
    given = {"status": S.SIGNED, "representative": "李明", "opinion": "无异议。", **values}
    made = carried_out(of, **given)
    made.document = sites.stored("inspection.record", "检查记录.pdf")
    made.save(update_fields=["document"])
    return made


def closed(of: Site | None = None, *, on: datetime.date | None = None, **values: Any) -> Inspection:
    """Closed with a pass unless said otherwise."""
    given = {"status": S.CLOSED, "result": Inspection.Result.PASSED, "carried_out_on": on or clock.today(), **values}
    return signed(of, **given)
