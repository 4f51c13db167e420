"""Writing the catalogue: projects, and the versions of their specifications (clause 1). The province does it."""

import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import SYSTEM, Actor
from sdzx.audit.changes import differences
from sdzx.audit.services import record
from sdzx.catalogue import rules
from sdzx.catalogue.models import PreparationRequirement, Project, Specification, SpecificationTask
from sdzx.catalogue.related import tell_kept, tell_withdrawn
from sdzx.catalogue.rules import Content, Requirement, Task
from sdzx.files.services import adopt
from sdzx.workflow import Blocker, Refused, advance, locked, refuse_on

FILE_KIND = "specification.file"
_PROJECT = ("code", "name", "field", "source", "filing_number", "filed_on", "in_force_from")
_TEXTS = (
    "definition", "audience", "eligibility", "examiner_composition", "examiners", "mode", "minutes", "venue", "pass_mark",
    "in_force_from",
)  # fmt: skip


@transaction.atomic
def create_project(
    *,
    by: Actor,
    code: str,
    name: str,
    field: str,
    source: str,
    filing_number: str = "",
    filed_on: datetime.date | None = None,
    in_force_from: datetime.date | None = None,
) -> Project:
    """A draft entry. Refused for a name that is an occupation's, an incomplete source, a code or name in use (1)."""
    return _write_project(
        Project(), by=by, code=code, name=name, field=field, source=source, filing_number=filing_number,
        filed_on=filed_on, in_force_from=in_force_from,
    )  # fmt: skip


@transaction.atomic
def edit_project(project: Project, *, by: Actor, **values: Any) -> Project:
    """Change a draft; the keywords are those of `create_project`; what is not given stays. Refused once it is in force (1)."""
    locked(project)
    if project.status != Project.Status.DRAFT:
        raise Refused(f"项目“{project.name}”{project.get_status_display()}，不能再修改。")
    kept = {name: getattr(project, name) for name in _PROJECT}
    return _write_project(project, by=by, **kept | values)


@transaction.atomic
def put_in_force(project: Project, *, by: Actor) -> Project:
    """The entry is public and usable from its date on (1)."""
    locked(project)
    refuse_on(rules.not_ready(project))
    advance(project, "put_in_force", by=by, detail={"生效日期": project.in_force_from})
    return project


@transaction.atomic
def withdraw(
    project: Project,
    *,
    by: Actor,
    ground: str,
    withdrawn_from: datetime.date,
    announced_batches: str = Project.Batches.STOP,
) -> Project:
    """The entry is not usable from that date on; certificates stay valid (1). Those with work in it under way are told.

    `announced_batches` says whether batches that are public already go on. Refused for a date before today.
    """
    locked(project)
    refuse_on(rules.wrong_withdrawal(project, withdrawn_from, clock.today()))
    decision = Project.Batches(announced_batches)
    _set_withdrawal(project, withdrawn_from=withdrawn_from, ground=ground.strip(), at=clock.now(), batches=decision)
    detail = {"撤出日期": withdrawn_from, "已公布的批次": decision.label}
    advance(project, "withdraw", by=by, ground=ground, detail=detail)
    if withdrawn_from <= clock.today():
        advance(project, "take_out", by=by)
    tell_withdrawn(project, by)
    return project


@transaction.atomic
def keep(project: Project, *, by: Actor, ground: str) -> Project:
    """Undo a withdrawal before its day; those who were told of it are told of this."""
    locked(project)
    refuse_on(rules.too_late_to_keep(project, clock.today()))
    day = project.withdrawn_from
    advance(project, "keep", by=by, ground=ground, detail={"原定撤出日期": day})
    _set_withdrawal(project)
    tell_kept(project, by)
    return project


@transaction.atomic
def take_out(project: Project, *, by: Actor = SYSTEM) -> bool:
    """The day of a withdrawal has come. False when it was undone meanwhile, or is not yet due."""
    locked(project)
    if project.status != Project.Status.LEAVING or not rules.too_late_to_keep(project, clock.today()):
        return False
    advance(project, "take_out", by=by)
    return True


def _set_withdrawal(
    project: Project,
    *,
    withdrawn_from: datetime.date | None = None,
    ground: str = "",
    at: datetime.datetime | None = None,
    batches: str = "",
) -> None:
    """What the entry says of its withdrawal; nothing when it has none. Its status is for `advance`."""
    project.withdrawn_from, project.withdrawal_ground = withdrawn_from, ground
    project.withdrawal_decided_at, project.announced_batches = at, batches
    project.save(update_fields=["withdrawn_from", "withdrawal_ground", "withdrawal_decided_at", "announced_batches"])


def current_specification(project: Project) -> Specification | None:
    """The version in force."""
    return project.specifications.filter(status=Specification.Status.IN_FORCE).first()


def former_version(specification: Specification) -> Specification | None:
    """The version before this one, drafts that were never in force left out."""
    earlier = specification.project.specifications.filter(version__lt=specification.version)
    return earlier.exclude(status=Specification.Status.DRAFT).select_related("file").order_by("-version").first()


@transaction.atomic
def create_specification(project: Project, *, by: Actor, content: Content) -> Specification:
    """The next version, as a draft. Refused for a project that is to leave the catalogue or has left it (1)."""
    locked(project)
    refuse_on(rules.left(project))
    newest = project.specifications.aggregate(newest=Max("version"))["newest"] or 0
    return _write_specification(Specification(project=project, version=newest + 1), by=by, content=content)


@transaction.atomic
def edit_specification(specification: Specification, *, by: Actor, content: Content) -> Specification:
    """Change a draft version wholly. Refused once it was in force: sessions rest on it."""
    locked(specification)
    if specification.status != Specification.Status.DRAFT:
        raise Refused(f"{specification}{specification.get_status_display()}，不能再修改；请新建一个版本。")
    return _write_specification(specification, by=by, content=content)


@transaction.atomic
def put_specification_in_force(specification: Specification, *, by: Actor) -> Specification:
    """The version becomes the current one and ends the former (1)."""
    project = locked(specification.project)
    locked(specification)
    former = current_specification(project)
    refuse_on(missing(specification, former=former))
    if former is not None and specification.status == Specification.Status.DRAFT:
        former.in_force_to = specification.in_force_from
        former.save(update_fields=["in_force_to"])
        advance(former, "supersede", by=by, detail={"替代版本": specification.version})
    advance(specification, "put_in_force", by=by, detail={"实施日期": specification.in_force_from})
    return specification


def missing(specification: Specification, *, former: Specification | None = None) -> list[Blocker]:
    """What stands in the way of this version, with its rows as they are stored."""
    content = content_of(specification)
    return rules.incomplete(
        specification,
        tasks=content.tasks,
        requirements=content.requirements,
        day=clock.today(),
        former=former if former != specification else None,
    )


def content_of(specification: Specification) -> Content:
    """Everything that a stored version says: to show it, or to write the next one from it. Uses rows that were prefetched."""
    return Content(
        **{name: getattr(specification, name) for name in _TEXTS},
        file=specification.file,
        tasks=tuple(Task(row.name, row.procedure, row.knowledge, row.weight) for row in specification.tasks.all()),
        requirements=tuple(
            Requirement(row.kind, row.name, row.quantity, row.spec, row.unit, row.per_candidate)
            for row in specification.requirements.all()
        ),
    )


def _write_project(project: Project, *, by: Actor, **values: Any) -> Project:
    require(by, "project.edit")
    values["name"], values["code"] = values["name"].strip(), values["code"].strip()
    found = rules.wrong_name(values["name"])
    found += rules.wrong_source(values["source"], values["filing_number"], values["filed_on"])
    others = Project.objects.exclude(pk=project.pk)
    if others.filter(code=values["code"]).exists():
        found.append(Blocker(f"项目编码“{values['code']}”已被使用。", field="code"))
    if others.filter(name=values["name"]).exists():
        found.append(Blocker(f"目录中已有项目“{values['name']}”。", field="name"))
    refuse_on(found)
    label = "修改项目" if project.pk else "新建项目"
    before = {name: getattr(project, name) for name in values if project.pk}
    for name, value in values.items():
        setattr(project, name, value)
    project.save()
    before, after = differences(Project, before, values)
    record(by=by, verb="project.edit", label=label, subject=project, before=before, after=after)
    return project


def _write_specification(specification: Specification, *, by: Actor, content: Content) -> Specification:
    require(by, "specification.edit")
    refuse_on(rules.wrong_numbers(content))
    label = "修改规范" if specification.pk else "新建规范"
    for name in _TEXTS:
        setattr(specification, name, getattr(content, name))
    specification.file = adopt(content.file, kind=FILE_KIND, by=by) if content.file else None
    specification.save()
    _write_rows(specification, content)
    record(by=by, verb="specification.edit", label=label, subject=specification,
           after={"版本": specification.version, "工作任务": len(content.tasks), "准备要求": len(content.requirements),
                  "文件SHA-256": content.file.sha256 if content.file else ""})  # fmt: skip
    return specification


def _write_rows(specification: Specification, content: Content) -> None:
    specification.tasks.all().delete()
    SpecificationTask.objects.bulk_create(
        SpecificationTask(specification=specification, position=position, name=task.name, procedure=task.procedure,
                          knowledge=task.knowledge, weight=task.weight)
        for position, task in enumerate(content.tasks, 1)
    )  # fmt: skip
    specification.requirements.all().delete()
    PreparationRequirement.objects.bulk_create(
        PreparationRequirement(specification=specification, position=position, kind=each.kind, name=each.name,
                               spec=each.spec, unit=each.unit, quantity=each.quantity, per_candidate=each.per_candidate)
        for position, each in enumerate(content.requirements, 1)
    )  # fmt: skip
