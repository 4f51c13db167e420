"""What is done with an application until it is accepted: the only writer of its rows (2.1, 2.2, A2)."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse

from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.audit.services import record as trace
from sdzx.files import services as files
from sdzx.files.models import StoredFile
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.serials.services import take
from sdzx.workflow import Refused, advance, locked, refuse_on
from sites.applications import documents, filing, rules
from sites.applications.models import Application, Attachment, IssuedDocument
from sites.applications.sections import Section


def record_path(application: Application) -> str:
    """The address of the application's page."""
    return reverse("applications:record", args=[application.uid])


@transaction.atomic
def create(*, by: Actor) -> Application:
    """A draft for the actor's own organisation, filled with what is known of it. Raises Refused without the grant."""
    require(by, "application.edit")
    host = by.organization
    if host is None:
        raise Refused("请切换到考点单位的身份后再申请。")
    application = Application.objects.create(
        center=host.center,
        organization=host,
        created_by=by.user_required,
        responsible=host.contact,
        phone=host.phone,
        address=host.address,
    )
    trace(by=by, verb="application.create", label="新建申请", subject=application, after={"status": application.status})
    return application


def _opened(application: Application, by: Actor) -> None:
    """Lock for editing. Raises Refused when it may not be edited, or not by this actor."""
    locked(application)
    require(by, "application.edit", application)
    refuse_on(rules.not_editable(application))


def _edited(application: Application, by: Actor, section: Section, after: Mapping[str, Any]) -> None:
    trace(by=by, verb="application.edit", label=f"填写“{section.label}”", subject=application, after=after)


@transaction.atomic
def save_fields(
    application: Application,
    *,
    by: Actor,
    section: Section,
    values: Mapping[str, Any],
    kind: str = "",
    reason: str = "",
) -> Application:
    """Write the plain cells of a section; `kind` and `reason` say what sort of unit the host is (2.1)."""
    _opened(application, by)
    changed = [name for name, value in values.items() if getattr(application, name) != value]
    for name in changed:
        setattr(application, name, values[name])
    application.save(update_fields=changed)
    host = application.organization
    if kind and (host.kind, host.kind_reason) != (kind, reason):
        host.kind, host.kind_reason = kind, reason
        refuse_on(rules.host_kind_unfit(host))
        host.save(update_fields=["kind", "kind_reason"])
        changed.append("kind")
    if changed:
        _edited(application, by, section, {"fields": changed})
    return application


@transaction.atomic
def save_projects(application: Application, *, by: Actor, rows: Sequence[Mapping[str, Any]]) -> Application:
    """Replace the projects applied for; examiners lose those that are gone."""
    _opened(application, by)
    application.projects.all().delete()
    for row in rows:
        application.projects.create(**row)
    kept = [row["project"].pk for row in rows]
    for examiner in application.examiners.all():
        examiner.projects.set(examiner.projects.filter(pk__in=kept))
    _edited(application, by, Section.PROJECTS, {"rows": len(rows)})
    return application


@transaction.atomic
def save_equipment(application: Application, *, by: Actor, rows: Sequence[Mapping[str, Any]]) -> Application:
    """Replace the rows of 设施设备."""
    _opened(application, by)
    application.equipment.all().delete()
    for row in rows:
        application.equipment.create(**row)
    _edited(application, by, Section.EQUIPMENT, {"rows": len(rows)})
    return application


@transaction.atomic
def save_managers(application: Application, *, by: Actor, rows: Sequence[Mapping[str, Any]]) -> Application:
    """Replace the rows of 组织管理人员情况."""
    _opened(application, by)
    application.managers.all().delete()
    for row in rows:
        application.managers.create(**row)
    _edited(application, by, Section.MANAGERS, {"rows": len(rows)})
    return application


@transaction.atomic
def save_examiners(application: Application, *, by: Actor, rows: Sequence[Mapping[str, Any]]) -> Application:
    """Replace the rows of 考评员情况, each with the projects that the examiner is to judge."""
    _opened(application, by)
    application.examiners.all().delete()
    for row in rows:
        cells = dict(row)
        projects = cells.pop("projects")
        application.examiners.create(**cells).projects.set(projects)
    _edited(application, by, Section.EXAMINERS, {"rows": len(rows)})
    return application


@transaction.atomic
def save_attachments(
    application: Application, *, by: Actor, attached: Mapping[str, Sequence[StoredFile]]
) -> Application:
    """Make the attachments of each kind given exactly these files; new uploads become the application's."""
    _opened(application, by)
    for kind, held in attached.items():
        application.attachments.filter(kind=kind).exclude(file__in=held).delete()
        known = set(application.attachments.filter(kind=kind).values_list("file_id", flat=True))
        for stored in held:
            if stored.pk not in known:
                adopted = files.adopt(stored, kind=f"application.{kind}", by=by)
                Attachment.objects.create(application=application, kind=kind, file=adopted)
    counts = {Attachment.Kind(kind).label: len(held) for kind, held in attached.items()}
    _edited(application, by, Section.ATTACHMENTS, counts)
    return application


@transaction.atomic
def submit(application: Application, *, by: Actor) -> Application:
    """Submit what is complete (2.2, A2, 1, 2.1), number it once, freeze annex 2, tell the clerks. Raises Refused."""
    locked(application)
    today = clock.today()
    refuse_on(rules.blockers_of_submission(application, today))
    if application.number is None:
        number = take(f"application/{application.center.code}/{today.year}")[0]
        application.number = f"SQ{application.center.code}-{today.year}-{number:04d}"
    application.submitted_at, application.supplement_due = clock.now(), None
    application.save(update_fields=["number", "submitted_at", "supplement_due"])
    advance(application, "submit", by=by, detail={"number": application.number})
    issue(application, IssuedDocument.Kind.ANNEX2, by=by, content=documents.annex2_pdf(application, today))
    clerks = holders(Role.CLERK, center=application.center)
    notify(NoticeKind.APPLICATION_SUBMITTED, to=clerks, subject=application, url=record_path(application))
    return application


@transaction.atomic
def withdraw(application: Application, *, by: Actor) -> Application:
    """The host takes it back before it is accepted."""
    locked(application)
    advance(application, "withdraw", by=by)
    return application


@transaction.atomic
def accept(application: Application, *, by: Actor) -> Application:
    """Accept, send 受理通知书. Raises Refused when something has become incomplete or a project unusable meanwhile."""
    locked(application)
    refuse_on(rules.blockers_of_submission(application, clock.today()))
    application.accepted_at = clock.now()
    application.save(update_fields=["accepted_at"])
    advance(application, "accept", by=by)
    send_letter(application, IssuedDocument.Kind.ACCEPTED, by=by)
    _tell_host(NoticeKind.APPLICATION_ACCEPTED, application)
    return application


@transaction.atomic
def return_for_supplement(
    application: Application, *, by: Actor, items: Sequence[str], due_on: datetime.date | None = None
) -> Application:
    """Return it with everything that is to be supplied, told at once (一次性告知). Raises Refused without items."""
    locked(application)
    refuse_on(rules.supplement_unclear(items, due_on, clock.today()))
    application.supplement, application.supplement_due = "\n".join(items), due_on
    application.save(update_fields=["supplement", "supplement_due"])
    advance(application, "return_for_supplement", by=by, ground="；".join(items))
    send_letter(application, IssuedDocument.Kind.SUPPLEMENT, by=by, items=items, due_on=due_on)
    _tell_host(NoticeKind.APPLICATION_RETURNED, application)
    return application


@transaction.atomic
def reject(application: Application, *, by: Actor, items: Sequence[str]) -> Application:
    """不予受理: with the grounds in a letter; the case goes to the archive. Raises Refused without grounds."""
    locked(application)
    refuse_on(rules.grounds_missing(items))
    application.decision_note = "\n".join(items)
    application.save(update_fields=["decision_note"])
    advance(application, "reject", by=by, ground="；".join(items))
    send_letter(application, IssuedDocument.Kind.REJECTED, by=by, items=items)
    filing.archive(application, by=by, event_on=clock.today())
    _tell_host(NoticeKind.APPLICATION_REJECTED, application)
    return application


def _tell_host(kind: NoticeKind, application: Application) -> None:
    staff = holders(Role.SITE, organization=application.organization)
    notify(kind, to=staff, subject=application, url=record_path(application))


def letter_number(application: Application, day: datetime.date) -> str:
    """The next number of the centre's letters in that year: «济南专考函〔2026〕3号»."""
    number = take(f"letter/{application.center.code}/{day.year}")[0]
    return f"{application.center.city.removesuffix('市')}专考函〔{day.year}〕{number}号"


@transaction.atomic
def send_letter(
    application: Application,
    kind: IssuedDocument.Kind,
    *,
    by: Actor,
    items: Sequence[str] = (),
    due_on: datetime.date | None = None,
) -> IssuedDocument:
    """Number a letter of the centre and keep it as it was issued."""
    day = clock.today()
    number = letter_number(application, day)
    content = documents.letter_pdf(
        application, kind, number=number, day=day, contact=by.name, items=items, due_on=due_on
    )
    return issue(application, kind, by=by, content=content, number=number)


@transaction.atomic
def issue(
    application: Application, kind: IssuedDocument.Kind, *, by: Actor, content: bytes, number: str = ""
) -> IssuedDocument:
    """Freeze a document of the application. Later changes of the record do not change it."""
    stored = files.store(content, name=f"{kind.label}.pdf", kind=f"application.{kind}", by=by)
    return IssuedDocument.objects.create(
        application=application, kind=kind, number=number, file=stored, issued_on=clock.today()
    )
