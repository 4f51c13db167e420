"""Writing annex 2 while it is filled in: each section with its version, so that nobody overwrites another unseen (A2)."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.audit.services import record as trace
from sdzx.files import services as files
from sdzx.files.accept import Accept
from sdzx.files.models import StoredFile
from sdzx.workflow import Blocker, Refused, locked, refuse_on
from sites.applications import limits, rules
from sites.applications.entry.models import SectionDraft, SectionVersion
from sites.applications.models import Application, ApplicationProject, Attachment, Equipment, ExaminerRow, ManagerRow
from sites.applications.sections import Section

PAUSE = datetime.timedelta(minutes=30)  # a longer one ends a stretch of editing
ROW_MODELS: Mapping[Section, type[Any]] = {
    Section.PROJECTS: ApplicationProject,
    Section.EQUIPMENT: Equipment,
    Section.MANAGERS: ManagerRow,
    Section.EXAMINERS: ExaminerRow,
}


class Overtaken(Refused):
    """Somebody wrote the section after this page was opened: who and when stand in the sentence."""

    def __init__(self, version: SectionVersion, by: Actor) -> None:
        super().__init__([Blocker(f"{saved(version, by)}，您填写的内容还没有写入，请选择保留哪一份。")])


def saved(version: SectionVersion, by: Actor) -> str:
    """«王芳于10:40保存了“考核场地”», as this person is told."""
    writer = version.saved_by
    who = writer.name if writer and writer != by.user else "您在另一个窗口"
    moment = timezone.localtime(version.saved_at)
    day = "" if moment.date() == clock.today() else f"{moment.month}月{moment.day}日"
    return f"{who}于{day}{moment:%H:%M}保存了“{version.get_section_display()}”"


def version_of(application: Application, section: Section) -> SectionVersion:
    """The section's version; an unsaved one, 0, before anything was written."""
    found = application.section_versions.filter(section=section.slug).select_related("saved_by").first()
    return found or SectionVersion(application=application, section=section.slug)


@transaction.atomic
def save_fields(
    application: Application,
    *,
    by: Actor,
    section: Section,
    values: Mapping[str, Any],
    kind: str = "",
    reason: str = "",
    base: int | None = None,
    by_itself: bool = False,
) -> Application:
    """Write the plain cells of a section; `kind` and `reason` say what sort of unit the host is (2.1).

    `base` is the version that the writer started from (None: whatever it is now); `by_itself` says that nobody pressed
    a button. Raises Overtaken, and Refused when the section may not be written.
    """
    version = _opened(application, by, section)
    refuse_on(limits.values_unfit(Application, values))
    changed = [name for name, value in values.items() if getattr(application, name) != value]
    host = application.organization
    moved = bool(kind) and (host.kind, host.kind_reason) != (kind, reason)
    _not_overtaken(version, base, by, changes=bool(changed) or moved)
    for name in changed:
        setattr(application, name, values[name])
    application.save(update_fields=changed)
    if moved:
        host.kind, host.kind_reason = kind, reason
        refuse_on(rules.host_kind_unfit(host))
        host.save(update_fields=["kind", "kind_reason"])
        changed.append("kind")
    _written(version, by, {"fields": changed} if changed else {}, by_itself=by_itself)
    return application


@transaction.atomic
def save_rows(
    application: Application,
    *,
    by: Actor,
    section: Section,
    rows: Sequence[Mapping[str, Any]],
    base: int | None = None,
    by_itself: bool = False,
) -> Application:
    """Make the rows of a section exactly these; as many queries for one row as for hundreds.

    Examiners lose projects that are no longer applied for. `base`, `by_itself` and errors as in `save_fields`.
    """
    version = _opened(application, by, section)
    model = ROW_MODELS[section]
    refuse_on(limits.rows_unfit(model, rows))
    given = [_values(model, row) for row in rows]
    held = list(model.objects.filter(application=application).order_by("id"))
    changed = given != _stored(model, held)
    _not_overtaken(version, base, by, changes=changed)
    if changed:
        model.objects.filter(application=application).delete()
        made = model.objects.bulk_create([model(application=application, **values) for values, _ in given])
        if model is ExaminerRow:
            _link(zip(made, (projects for _, projects in given), strict=True))
        if section == Section.PROJECTS:
            _unlink(application, by, kept=[values["project_id"] for values, _ in given])
    _written(version, by, {"rows": len(given)} if changed else {}, by_itself=by_itself)
    return application


@transaction.atomic
def save_attachments(
    application: Application,
    *,
    by: Actor,
    attached: Mapping[str, Sequence[StoredFile]],
    base: int | None = None,
    by_itself: bool = False,
) -> Application:
    """Make the attachments of each kind given exactly these files in this order; new uploads become the application's.

    `base`, `by_itself` and errors as in `save_fields`.
    """
    version = _opened(application, by, Section.ATTACHMENTS)
    held = {
        kind: list(application.attachments.filter(kind=kind).values_list("file_id", flat=True)) for kind in attached
    }
    changed = [kind for kind, wanted in attached.items() if held[kind] != [each.pk for each in wanted]]
    _not_overtaken(version, base, by, changes=bool(changed))
    for kind in changed:
        application.attachments.filter(kind=kind).exclude(file__in=attached[kind]).delete()
        for position, stored in enumerate(attached[kind], 1):
            if stored.pk in held[kind]:
                application.attachments.filter(kind=kind, file=stored).update(position=position)
            else:
                adopted = files.adopt(stored, kind=f"application.{kind}", by=by)
                Attachment.objects.create(application=application, kind=kind, file=adopted, position=position)
    counts = {Attachment.Kind(kind).label: len(attached[kind]) for kind in changed}
    _written(version, by, counts, by_itself=by_itself)
    return application


@transaction.atomic
def attach(
    application: Application, *, by: Actor, kind: str, upload: UploadedFile, accept: Accept, limit: int
) -> Attachment:
    """Take one upload as the last of its kind. Raises Refused with what is wrong with it, or when there are `limit`."""
    version = _opened(application, by, Section.ATTACHMENTS)
    held = list(application.attachments.filter(kind=kind))
    if len(held) >= limit:
        raise Refused(f"“{Attachment.Kind(kind).label}”最多上传{limit}个文件，请先移除不用的。")
    stored = files.receive(upload, by=by, accept=accept, kind=f"application.{kind}")
    position = max((each.position for each in held), default=0) + 1
    made = Attachment.objects.create(application=application, kind=kind, file=stored, position=position)
    _written(version, by, {Attachment.Kind(kind).label: len(held) + 1}, by_itself=True)
    return made


@transaction.atomic
def rearrange(application: Application, *, by: Actor, attachment: str, to: str) -> Application:
    """Move a file up or down among those of its kind, or remove it (`to` is up, down or remove).

    One that is no longer there is left alone. Raises Refused when the application may not be edited.
    """
    version = _opened(application, by, Section.ATTACHMENTS)
    found = application.attachments.filter(pk=attachment).first() if attachment.isdecimal() else None
    if found is None:
        return application
    label = Attachment.Kind(found.kind).label
    row = list(application.attachments.filter(kind=found.kind).order_by("position", "id"))
    place = row.index(found)
    if to == "remove":
        row.pop(place).delete()
        _written(version, by, {f"移除{label}": found.file.name}, by_itself=False)
    else:
        other = max(min(place + (1 if to == "down" else -1), len(row) - 1), 0)
        row[place], row[other] = row[other], row[place]
        _written(version, by, {f"{label}次序": [each.file.name for each in row]}, by_itself=True)
    for position, each in enumerate(row, 1):
        each.position = position
    Attachment.objects.bulk_update(row, ["position"])
    return application


@transaction.atomic
def keep_draft(
    application: Application, *, by: Actor, section: Section, typed: str, base: int, problems: int
) -> SectionDraft:
    """Keep what this person typed, right or wrong (JSON), until it is saved or given up. Raises Refused without the grant."""
    locked(application)
    require(by, "application.edit", application)
    kept, _ = SectionDraft.objects.update_or_create(
        application=application,
        section=section.slug,
        user=by.user_required,
        defaults={"typed": typed, "base": base, "problems": problems, "saved_at": clock.now()},
    )
    return kept


@transaction.atomic
def drop_draft(application: Application, *, by: Actor, section: Section) -> None:
    """Forget this person's draft: it has been saved, or is given up for what somebody else saved."""
    SectionDraft.objects.filter(application=application, section=section.slug, user=by.user_required).delete()


def _opened(application: Application, by: Actor, section: Section) -> SectionVersion:
    """Lock for editing. Raises Refused when it may not be edited, or not by this actor."""
    locked(application)
    require(by, "application.edit", application)
    refuse_on(rules.not_editable(application))
    return version_of(application, section)


def _not_overtaken(version: SectionVersion, base: int | None, by: Actor, *, changes: bool) -> None:
    """Whoever would change nothing overwrites nobody."""
    if changes and base is not None and base != version.version:
        raise Overtaken(version, by)


def _written(version: SectionVersion, by: Actor, after: Mapping[str, Any], *, by_itself: bool) -> None:
    """Count the version and trace: what saves itself is traced when a stretch of editing begins, a pressed button always."""
    now, user = clock.now(), by.user_required
    goes_on = version.session_at is not None and version.saved_by_id == user.pk and now - version.saved_at < PAUSE
    if not after and not (goes_on and not by_itself):
        return
    if not (goes_on and by_itself):
        label = f"填写“{version.get_section_display()}”" + ("（自动保存）" if by_itself else "")
        kept = after or {"version": version.version}
        trace(by=by, verb="application.edit", label=label, subject=version.application, after=kept)
    version.version += bool(after)
    version.saved_by, version.saved_at = user, now
    version.session_at = (version.session_at if goes_on else now) if by_itself else None
    version.save()


def _values(model: type[Any], row: Mapping[str, Any]) -> tuple[dict[str, Any], list[int]]:
    """A row as column values, and the projects of an examiner."""
    cells = {name: value for name, value in row.items() if name not in ("project", "projects")}
    if model is ApplicationProject:
        cells["project_id"] = row["project"].pk
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in ("id", "application_id")]
    whole = {name: cells.get(name, model._meta.get_field(name).get_default()) for name in names}
    return whole, sorted(project.pk for project in row.get("projects", ()))


def _stored(model: type[Any], held: Sequence[Any]) -> list[tuple[dict[str, Any], list[int]]]:
    judged: dict[int, list[int]] = {}
    if model is ExaminerRow:
        through = ExaminerRow.projects.through.objects.filter(examinerrow__in=[row.pk for row in held])
        for examiner, project in through.order_by("project").values_list("examinerrow", "project"):
            judged.setdefault(examiner, []).append(project)
    names = [field.attname for field in model._meta.concrete_fields if field.attname not in ("id", "application_id")]
    return [({name: getattr(row, name) for name in names}, judged.get(row.pk, [])) for row in held]


def _link(examiners: Any) -> None:
    through = ExaminerRow.projects.through
    through.objects.bulk_create(
        [through(examinerrow_id=row.pk, project_id=project) for row, projects in examiners for project in projects]
    )


def _unlink(application: Application, by: Actor, *, kept: Sequence[int]) -> None:
    """Examiners lose the projects that are gone; the examiners' page notices it by its version."""
    through = ExaminerRow.projects.through.objects.filter(examinerrow__application=application)
    lost, _ = through.exclude(project__in=kept).delete()
    if lost:
        version = version_of(application, Section.EXAMINERS)
        version.version += 1
        version.saved_by, version.saved_at, version.session_at = by.user_required, clock.now(), None
        version.save()
