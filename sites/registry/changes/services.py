"""A site's changes and renewals: begun by the site, in force when the bureau publishes them (2.4)."""

import datetime
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.forms import model_to_dict

from sdzx import clock, policy
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.audit.services import record as trace
from sdzx.clauses import enforces
from sdzx.files import services as files
from sdzx.identifiers.masks import mask_phone
from sdzx.workflow import advance, locked, refuse_on
from sites.applications.changes import capacity, examiners_of, held_on, published
from sites.applications.models import Application, ApplicationProject, Attachment, ExaminerRow
from sites.applications.rules import not_editable
from sites.registry.changes import rules
from sites.registry.models import Authorisation, Publication, Site
from sites.registry.terms import renewed_end, term_end

Change, Kind = Application.Change, Application.Kind
COPIED = (
    "responsible", "phone", "public_phone", "staff_total", "staff_managers", "staff_teachers",
    "owned_classrooms", "owned_classroom_area", "owned_workshops", "owned_workshop_area",
    "rented_classrooms", "rented_classroom_area", "rented_workshops", "rented_workshop_area",
)  # fmt: skip


@transaction.atomic
def begin_change(site: Site, *, by: Actor, changes: Collection[str]) -> Application:
    """A draft change of these matters, filled with the site as it stands (2.4).

    Raises Refused for a site that is suspended or revoked (5.4), that has one under way, or without a matter.
    """
    locked(site)
    require(by, "application.edit", site)
    refuse_on(rules.change_barred(site, changes))
    held = list(held_on(site, clock.today()).values())
    return _begun(site, by, held, kind=Kind.CHANGE, changes=in_order(changes))


@transaction.atomic
def begin_renewal(site: Site, *, by: Actor, authorisations: Sequence[Authorisation]) -> Application:
    """A draft renewal of these authorisations, filled with the site as it stands (2.4).

    Raises Refused before policy.site_renewal_days, for a suspended or revoked site (5.4), and with one under way.
    """
    locked(site)
    require(by, "application.edit", site)
    refuse_on(rules.renewal_barred(site, authorisations, clock.today()))
    return _begun(site, by, authorisations, kind=Kind.RENEWAL)


@transaction.atomic
def choose_changes(application: Application, *, by: Actor, changes: Collection[str]) -> Application:
    """Choose other matters while it may be edited. Raises Refused when it may not, or without a matter."""
    locked(application)
    require(by, "application.edit", application)
    refuse_on(not_editable(application) + rules.nothing_chosen(changes))
    before, application.changes = labels_of(application.changes), in_order(changes)
    application.save(update_fields=["changes"])
    after = {"changes": labels_of(application.changes)}
    trace(
        by=by,
        verb="application.edit",
        label="修改变更事项",
        subject=application,
        before={"changes": before},
        after=after,
    )
    return application


def in_order(changes: Collection[str]) -> list[str]:
    """As the form lists them, each once."""
    return [each.value for each in Change if each in changes]


def labels_of(changes: Collection[str]) -> str:
    """«增加考核项目、搬迁考核场地»."""
    return "、".join(Change(each).label for each in changes)


def _begun(site: Site, by: Actor, held: Sequence[Authorisation], **kind: Any) -> Application:
    made = published(site)
    base = made[0] if made else site.application
    application = Application.objects.create(
        center=site.center, organization=site.organization, site=site, created_by=by.user_required, address=site.address,
        **{name: getattr(base, name) for name in COPIED}, **kind,
    )  # fmt: skip
    for each in held:
        application.projects.create(project=each.project, workstations=each.workstations, rooms=each.rooms)
    for row in base.equipment.all():
        application.equipment.create(**_cells(row))
    for manager in base.managers.all():
        application.managers.create(**_cells(manager))
    for examiner, projects in examiners_of(made, [each.project_id for each in held]):
        ExaminerRow.objects.create(application=application, **_cells(examiner)).projects.set(projects)
    _keep_files(application, base, by)
    after = {"kind": application.get_kind_display(), "site": site.code, "changes": labels_of(application.changes)}
    trace(by=by, verb="application.create", label=f"新建{application.matter}", subject=application, after=after)
    return application


def _cells(row: Any) -> dict[str, Any]:
    return model_to_dict(row, exclude=["id", "application", "projects"])


def _keep_files(application: Application, base: Application, by: Actor) -> None:
    """Copies of the rules, and of the pictures unless the premises move: the former case keeps its own."""
    kinds = {Attachment.Kind.RULES} | ({Attachment.Kind.IMAGE} - _new_pictures(application))
    for each in base.attachments.filter(kind__in=kinds).select_related("file"):
        try:
            content = files.content(each.file)
        except files.ContentMissing:
            continue  # disposed of with the former case: it has to be uploaded anew
        copy = files.store(
            content, name=each.file.name, kind=f"application.{each.kind}", by=by, media_type=each.file.media_type,
            sealed=each.file.sealed,
        )  # fmt: skip
        application.attachments.create(kind=each.kind, file=copy)


def _new_pictures(application: Application) -> set[Attachment.Kind]:
    return {Attachment.Kind.IMAGE} if Change.PREMISES in application.changes else set()


@transaction.atomic
@enforces("2.4")
def take_effect(application: Application, publication: Publication, *, by: Actor, day: datetime.date) -> Site:
    """What was approved becomes so, now that the bureau publishes it; the old values stay in the trace of the site."""
    site: Site = locked(application.site_required)
    advance(application, "publish", by=by, detail={"publication": publication.number})
    approved = list(
        application.projects.filter(decision=ApplicationProject.Decision.APPROVED).select_related("project")
    )
    terms = {each.project_id: each for each in site.authorisations.select_related("project")}
    before, after = (
        _changed(site, application, approved, terms, day)
        if application.kind == Kind.CHANGE
        else _renewed(site, approved, terms, day)
    )
    label = f"公布{application.get_kind_display()}"
    after = {"application": application.number, "publication": publication.number, **after}
    trace(by=by, verb=f"site.{application.kind}", label=label, subject=site, before=before, after=after)
    return site


Values = dict[str, Any]


def _changed(
    site: Site,
    application: Application,
    approved: Sequence[ApplicationProject],
    terms: dict[int, Authorisation],
    day: datetime.date,
) -> tuple[Values, Values]:
    before: Values = {}
    after: Values = {}
    values = {
        "contact": application.responsible,
        "phone": application.public_phone or site.center.phone,
        "address": application.address if Change.PREMISES in application.changes else site.address,
    }
    for name, value in values.items():
        if (old := getattr(site, name)) != value:
            masked = mask_phone if name == "phone" else str
            before[name], after[name] = masked(old), masked(value)
            setattr(site, name, value)
    site.save(update_fields=list(values))
    until = term_end(day, policy.of(site.center).site_validity_years)
    for row in approved:
        held, name = terms.get(row.project_id), row.project.name
        if held is None:
            held = Authorisation(site=site, project=row.project)
        else:
            before[name] = _said(held)
        if held.pk is None or held.valid_to < day:
            held.valid_from, held.valid_to = day, until
        held.rooms, held.workstations = row.rooms, row.workstations
        held.save()
        after[name] = _said(held)
    if Change.PREMISES in application.changes:
        _end_unapproved(approved, terms, day, before, after)
    unchanged = [name for name, value in before.items() if after.get(name) == value]
    return {k: v for k, v in before.items() if k not in unchanged}, {
        k: v for k, v in after.items() if k not in unchanged
    }


def _end_unapproved(
    approved: Sequence[ApplicationProject],
    terms: dict[int, Authorisation],
    day: datetime.date,
    before: Values,
    after: Values,
) -> None:
    """What was not approved for the new premises ends: it cannot be examined there."""
    kept = {row.project_id for row in approved}
    for held in terms.values():
        if held.project_id not in kept and held.valid_to > day:
            before[held.project.name] = _said(held)
            held.valid_to = max(day, held.valid_from + datetime.timedelta(days=1))
            held.save(update_fields=["valid_to"])
            after[held.project.name] = _said(held)


def _renewed(
    site: Site, approved: Sequence[ApplicationProject], terms: dict[int, Authorisation], day: datetime.date
) -> tuple[Values, Values]:
    before: Values = {}
    after: Values = {}
    years = policy.of(site.center).site_validity_years
    for row in approved:
        held = terms[row.project_id]
        before[row.project.name] = _said(held)
        if held.valid_to < day:
            held.valid_from = day
        held.valid_to = renewed_end(held.valid_to, day, years)
        held.save(update_fields=["valid_from", "valid_to"])
        after[row.project.name] = _said(held)
    return before, after


def _said(held: Authorisation) -> str:
    """«每场20人，考场2个，2026-03-02至2029-03-01»."""
    return f"{capacity(held)}，{held.valid_from}至{held.valid_to}"
