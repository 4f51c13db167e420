"""A site's later applications (2.4): how they differ from the site as it stands, and what they need beyond annex 2.

Everything is read through `application.site`; nothing is changed here.
"""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from sdzx import policy
from sdzx.clauses import enforces
from sdzx.fields import label_of
from sdzx.workflow import Blocker
from sites.applications.models import Application, ExaminerRow
from sites.applications.sections import Section

A = Application
CELLS = ("responsible", "public_phone", "staff_total", "staff_managers", "staff_teachers")
ROOMS = ("owned_classroom", "owned_workshop", "rented_classroom", "rented_workshop")
NOTHING = "（无）"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that would be otherwise: what, how it stands, how it is applied for."""

    what: str
    before: str
    after: str
    section: Section

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


def published(site: Any) -> list[Application]:
    """The applications that made the site what it is, newest first: its changes and renewals, then the founding one."""
    return list(
        A.objects.filter(Q(site=site) | Q(founded_site=site), status=A.Status.PUBLISHED)
        .prefetch_related("projects__project", "examiners__projects", "equipment", "managers")
        .order_by("-id")
    )


def examiners_of(made: Iterable[Application], projects: Iterable[int]) -> list[tuple[ExaminerRow, list[int]]]:
    """The site's examiners with the projects (keys) each judges: of a project, those of the newest application naming it."""
    wanted = set(projects)
    found: dict[str, tuple[ExaminerRow, list[int]]] = {}
    for application in made:
        named = {row.project_id for row in application.projects.all()} & wanted
        for row in application.examiners.all():
            judged = [project.pk for project in row.projects.all() if project.pk in named]
            if judged:
                found.setdefault(row.card_number, (row, []))[1].extend(judged)
        wanted -= named
    return list(found.values())


def held_on(site: Any, day: datetime.date) -> dict[int, Any]:
    """The site's authorisations whose term runs on that day, by project."""
    return {
        each.project_id: each
        for each in site.authorisations.select_related("project")
        if each.valid_from <= day <= each.valid_to
    }


def capacity(row: Any) -> str:
    """«每场20人，考场2个»."""
    return f"每场{row.workstations}人，考场{row.rooms}个"


def said(value: Any) -> str:
    return NOTHING if value in (None, "") else str(value)


def room(application: Application, name: str) -> str:
    """«2间，160 m²», or nothing."""
    count, area = getattr(application, f"{name}s"), getattr(application, f"{name}_area")
    return f"{count}间，{float(area or 0):g} m²" if count else NOTHING


def differences(application: Application, day: datetime.date) -> list[Difference]:
    """What would be otherwise than the site as it stands, in annex 2's order; nothing for a new site."""
    if application.site is None:
        return []
    made = published(application.site)
    found = _projects(application, day) + _examiners(application, made)
    if made:
        found += _cells(application, made[0]) + _rows(application, made[0])
    order = list(Section)
    return sorted(found, key=lambda each: order.index(each.section))


def _cells(application: Application, base: Application) -> list[Difference]:
    site: Any = application.site
    found = []
    if application.address != site.address:
        found.append(Difference("考点地址", said(site.address), said(application.address), Section.UNIT))
    for name in CELLS:
        old, new = getattr(base, name), getattr(application, name)
        if old != new:
            label = label_of(A, name)
            found.append(Difference(label, said(old), said(new), Section.UNIT))
    for name in ROOMS:
        if (was := room(base, name)) != (wanted := room(application, name)):
            label = label_of(A, f"{name}s").removesuffix("数")
            found.append(Difference(label, was, wanted, Section.PREMISES))
    return found


def _projects(application: Application, day: datetime.date) -> list[Difference]:
    terms = {each.project_id: each for each in application.site_required.authorisations.all()}
    found = []
    for row in application.projects.select_related("project"):
        held, name = terms.get(row.project_id), f"考核项目“{row.project.name}”"
        if held is None or held.valid_to < day:
            was = NOTHING if held is None else f"授权已于{held.valid_to}到期"
            found.append(Difference(name, was, capacity(row), Section.PROJECTS))
            continue
        if application.kind == A.Kind.RENEWAL:
            found.append(Difference(name, f"有效期至{held.valid_to}", "延续", Section.PROJECTS))
        if capacity(held) != capacity(row):
            found.append(Difference(name, capacity(held), capacity(row), Section.PROJECTS))
    return found


def _examiners(application: Application, made: list[Application]) -> list[Difference]:
    listed = [row.project_id for row in application.projects.all()]
    known = {row.card_number: row.name for row, _ in examiners_of(made, listed)}
    named = {row.card_number: row.name for row in application.examiners.all()}
    came = [
        Difference("考评员", NOTHING, f"增加{named[card]}（{card}）", Section.EXAMINERS)
        for card in named.keys() - known
    ]
    left = [
        Difference("考评员", f"{known[card]}（{card}）", "减少", Section.EXAMINERS) for card in known.keys() - named
    ]
    return sorted(came + left, key=lambda each: (each.after, each.before))


def _rows(application: Application, base: Application) -> list[Difference]:
    found = []
    for relation, label, section, names in (
        ("equipment", "设施设备", Section.EQUIPMENT, ("name", "model", "quantity")),
        ("managers", "组织管理人员", Section.MANAGERS, ("name", "title")),
    ):
        was, now = (
            Counter(
                " ".join(str(getattr(row, name)) for name in names).strip() for row in getattr(each, relation).all()
            )
            for each in (base, application)
        )
        found += [Difference(label, NOTHING, f"增加{text}", section) for text in sorted((now - was).elements())]
        found += [Difference(label, text, "减少", section) for text in sorted((was - now).elements())]
    return found


@enforces("5.4")
def site_unfit(application: Application) -> list[Blocker]:
    """A suspended site is neither renewed nor changed, a revoked one is no site any more (5.4)."""
    site: Any = application.site
    if site is None or site.status == "active":
        return []
    return [Blocker(f"考点“{site.name}”{site.get_status_display()}，不能申请变更或延续。", "5.4")]


@enforces("2.4")
def change_unclear(application: Application, day: datetime.date) -> dict[Section, list[Blocker]]:
    """Each matter that was ticked is there, and what was not ticked stays as the site was made known (2.4)."""
    site: Any = application.site
    held, ticked = held_on(site, day), set(application.changes)
    rows = list(application.projects.select_related("project"))
    added = [row for row in rows if row.project_id not in held]
    resized = [row for row in rows if row.project_id in held and capacity(row) != capacity(held[row.project_id])]
    moved = application.address != site.address
    labels = {each.value: f"“{each.label}”" for each in A.Change}
    unit, projects, examiners = [], [], []
    if A.Change.PREMISES in ticked and not moved:
        unit.append(Blocker(f"申请了{labels['premises']}，请填写新的考点地址。", "2.4", "address"))
    if A.Change.PREMISES not in ticked and moved:
        unit.append(Blocker(f"考点地址与现址“{site.address}”不同，须同时申请{labels['premises']}。", "2.4", "address"))
    if A.Change.PROJECTS in ticked and not added:
        projects.append(Blocker(f"申请了{labels['projects']}，请填写要增加的项目。", "2.4"))
    if A.Change.PROJECTS not in ticked:
        projects += [
            Blocker(f"考点尚无“{row.project.name}”的授权，须同时申请{labels['projects']}。", "2.4") for row in added
        ]
    if A.Change.CAPACITY in ticked and not resized:
        projects.append(Blocker(f"申请了{labels['capacity']}，请修改有关项目的每场人数或考场数。", "2.4"))
    if ticked.isdisjoint({A.Change.CAPACITY, A.Change.PREMISES}):
        projects += [
            Blocker(f"“{row.project.name}”的容量与已公布的（{capacity(held[row.project_id])}）不同，须同时申请{labels['capacity']}。", "2.4")
            for row in resized
        ]  # fmt: skip
    if A.Change.PREMISES in ticked:
        listed = {row.project_id for row in rows}
        projects += [
            Blocker(f"搬迁后“{each.project.name}”也须重新评估，请保留这个项目。", "2.4")
            for key, each in held.items()
            if key not in listed
        ]
    if A.Change.EXAMINERS in ticked:
        known = {row.card_number for row, _ in examiners_of(published(site), (row.project_id for row in rows))}
        if not {row.card_number for row in application.examiners.all()} - known:
            examiners.append(Blocker(f"申请了{labels['examiners']}，请填写要增补的考评员。", "2.4"))
    return {Section.UNIT: unit, Section.PROJECTS: projects, Section.EXAMINERS: examiners}


def renewal_opens(site: Any, valid_to: datetime.date) -> datetime.date:
    """The first day on which an authorisation that ends then can be renewed (policy.site_renewal_days, calendar days)."""
    return valid_to - datetime.timedelta(days=policy.of(site.center).site_renewal_days)


@enforces("2.4")
def renewal_unfit(application: Application, day: datetime.date) -> dict[Section, list[Blocker]]:
    """Only what the site holds, near its end, at the same place and size (2.4)."""
    site: Any = application.site
    terms = {each.project_id: each for each in site.authorisations.all()}
    unit = []
    if application.address != site.address:
        unit.append(Blocker(f"延续申请不能改变考点地址（现址“{site.address}”），请另行申请变更。", "2.4", "address"))
    projects = []
    for row in application.projects.select_related("project"):
        held, name = terms.get(row.project_id), row.project.name
        if held is None:
            projects.append(Blocker(f"考点没有“{name}”的授权，不能延续，请申请变更。", "2.4"))
            continue
        if renewal_opens(site, held.valid_to) > day:
            opens = renewal_opens(site, held.valid_to)
            projects.append(Blocker(f"“{name}”的授权至{held.valid_to}，{opens}起方可申请延续。", "2.4"))
        if capacity(held) != capacity(row):
            projects.append(Blocker(f"延续申请不能改变“{name}”的容量（{capacity(held)}），请另行申请变更。", "2.4"))
    return {Section.UNIT: unit, Section.PROJECTS: projects}


def by_section(application: Application, day: datetime.date) -> dict[Section, list[Blocker]]:
    """What a change or renewal lacks beyond annex 2, by part; nothing for a new site."""
    if application.kind == A.Kind.ESTABLISHMENT:
        return {}
    found = change_unclear(application, day) if application.kind == A.Kind.CHANGE else renewal_unfit(application, day)
    return found | {Section.UNIT: site_unfit(application) + found[Section.UNIT]}
