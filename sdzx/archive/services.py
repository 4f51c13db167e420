"""Opening cases, filing into them, archiving, holding and disposing of them (5.2)."""

import datetime

from django.db import models, transaction
from django.urls import reverse

from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center, Organization
from sdzx.accounts.roles import Role
from sdzx.archive import documents, rules
from sdzx.archive.models import Case, CaseItem, DisposalRecord, Hold
from sdzx.archive.registry import contents_of
from sdzx.archive.retention import dispose_from
from sdzx.audit.services import record
from sdzx.clauses import enforces
from sdzx.files import services as files
from sdzx.files.models import StoredFile
from sdzx.policy import of
from sdzx.serials.services import take
from sdzx.workdays import calendar
from sdzx.workflow import Refused, advance, locked, refuse_on

PORTAL = "系统生成"
UPLOAD, VIDEO, DOCUMENT = "case.upload", "case.video", "case.document"


@transaction.atomic
@enforces("5.2")
def open_case(
    *,
    kind: str,
    subject: models.Model,
    title: str,
    center: Center,
    event_on: datetime.date,
    by: Actor,
    organization: Organization | None = None,
) -> Case:
    """The case of this subject, opened when there is none; retention counts from `event_on` (clause 5.2)."""
    subject_type = subject._meta.label_lower
    if known := Case.objects.filter(subject_type=subject_type, subject_id=subject.pk).first():
        return known
    number = take(f"case/{center.code}/{event_on.year}")[0]
    case = Case.objects.create(
        number=f"AJ{center.code[:4]}-{event_on.year}-{number:05d}",
        kind=kind,
        title=title,
        center=center,
        organization=organization,
        subject_type=subject_type,
        subject_id=subject.pk,
        event_on=event_on,
        due_on=calendar.add_workdays(event_on, of(center).archive_days).day,
    )
    record(
        by=by,
        verb="case.open",
        label="立卷",
        subject=case,
        after={"类别": case.get_kind_display(), "形成日期": event_on},
    )
    return case


@transaction.atomic
def set_due(subject: models.Model, *, after: datetime.date, by: Actor) -> None:
    """The case of this subject is to be complete so many working days after `after` (policy `archive_days`): the
    confirmation, when there is one, and not the event. A closed case keeps its day."""
    case = Case.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).first()
    if case is None or case.status != Case.Status.OPEN:
        return
    due = calendar.add_workdays(after, of(case.center).archive_days).day
    if due != case.due_on:
        record(
            by=by, verb="case.due", label="归档期限", subject=case, before={"期限": case.due_on}, after={"期限": due}
        )
        case.due_on = due
        case.save(update_fields=["due_on"])


@transaction.atomic
@enforces("5.2")
def file_item(
    case: Case, *, by: Actor, kind: str, title: str, file: StoredFile, source: str, video: bool = False
) -> CaseItem:
    """Put a stored file into an open case. Raises Refused when the case is closed; the same file of a kind counts once."""
    return _filed(
        case, by=by, kind=kind, title=title, source=source, video=video, file=file, sha256=file.sha256, size=file.size
    )


@transaction.atomic
@enforces("5.2")
def upload(case: Case, *, by: Actor, kind: str, title: str, file: StoredFile, video: bool = False) -> CaseItem:
    """The archivist or the site adds a material that the portal did not make. Raises Refused; takes the form's draft over."""
    require(by, "case.upload", case)
    kept = files.adopt(file, kind=VIDEO if video else UPLOAD, by=by)
    return file_item(case, by=by, kind=kind, title=title, file=kept, source=by.role.label, video=video)


@transaction.atomic
@enforces("5.2")
def locate(
    case: Case, *, by: Actor, kind: str, title: str, location: str, sha256: str, size: int, video: bool = True
) -> CaseItem:
    """Record where a video too large for the portal lies, with its digest and size. Raises Refused."""
    require(by, "case.upload", case)
    refuse_on(rules.blockers_locating(location=location, sha256=sha256, size=size))
    return _filed(
        case, by=by, kind=kind, title=title, source=by.role.label, video=video,
        location=location.strip(), sha256=sha256.lower(), size=size,
    )  # fmt: skip


def _filed(
    case: Case, *, by: Actor, kind: str, title: str, source: str, video: bool, sha256: str, size: int,
    file: StoredFile | None = None, location: str = "",
) -> CaseItem:  # fmt: skip
    locked(case)
    if case.status != Case.Status.OPEN:
        raise Refused(f"案卷“{case.number}”{case.get_status_display()}，不能再增加材料。")
    known = CaseItem.objects.filter(case=case, kind=kind, sha256=sha256).first()
    if known is not None:
        return known
    retention = CaseItem.Retention.VIDEO if video else CaseItem.Retention.PAPER
    item = CaseItem.objects.create(
        case=case,
        kind=kind,
        title=title,
        file=file,
        location=location,
        sha256=sha256,
        size=size,
        source=source,
        retention=retention,
        event_on=case.event_on,
        dispose_from=dispose_from(case.event_on, retention, case.center),
    )
    record(
        by=by,
        verb="case.file",
        label="归入材料",
        subject=case,
        after={"材料": title, "来源": source, "SHA-256": sha256},
    )
    return item


@transaction.atomic
@enforces("5.2")
def complete(case: Case, *, by: Actor) -> Case:
    """归档: every required material is there; the list of contents is filed with them. Raises Refused with all that lacks."""
    locked(case)
    contents = contents_of(case)
    refuse_on(rules.blockers_completing(contents.requirements(contents.subject(case)), case.items.all()))
    if case.status == Case.Status.OPEN:
        index = files.store(documents.index(case, compiled_by=by.name), name="案卷目录.pdf", kind=DOCUMENT, by=by)
        file_item(case, by=by, kind="index", title="案卷目录", file=index, source=PORTAL)
    advance(case, "complete", by=by)
    return case


@transaction.atomic
@enforces("5.2")
def hold(case: Case, *, by: Actor, reason: str) -> Hold:
    """Keep the case whatever its term, until the hold is lifted (a complaint, a lawsuit, an audit). Raises Refused."""
    require(by, "case.hold", case)
    locked(case)
    refuse_on(rules.blockers_holding(case))
    placed = Hold.objects.create(case=case, reason=reason.strip(), placed_by=by.user_required)
    record(by=by, verb="case.hold", label="保全", subject=case, ground=reason)
    return placed


@transaction.atomic
def release(case: Case, *, by: Actor, placed: Hold, ground: str) -> Hold:
    """Lift a hold, with the reason. Raises Refused when it is lifted already."""
    require(by, "case.release", case)
    locked(case)
    placed.refresh_from_db()
    if placed.lifted_at is not None:
        raise Refused("这项保全已经解除。")
    placed.lifted_at = clock.now()
    placed.save(update_fields=["lifted_at"])
    record(
        by=by,
        verb="case.release",
        label="解除保全",
        subject=case,
        ground=ground,
        before={"保全": placed.reason},
        after={"保全": "已解除"},
    )
    return placed


@transaction.atomic
@enforces("5.2")
def propose_disposal(case: Case, *, by: Actor, scope: str, ground: str) -> Case:
    """拟销毁: of everything, or of the videos alone. Raises Refused before the terms have run out or while a hold stands."""
    locked(case)
    refuse_on(_keeping(case, scope))
    advance(case, "propose_disposal", by=by, ground=ground, detail={"销毁范围": Case.Scope(scope).label})
    case.disposal_scope, case.disposal_ground = scope, ground.strip()
    case.disposal_proposed_by, case.disposal_approved_by, case.disposal_allowed_from = by.user_required, None, None
    case.save(update_fields=_DISPOSAL)
    return case


@transaction.atomic
@enforces("5.2")
def approve_disposal(case: Case, *, by: Actor) -> Case:
    """Another person agrees; the waiting period begins. Raises Refused for the proposer, and when it must be kept."""
    locked(case)
    approver = by.user.pk if by.user else None
    refuse_on([*rules.blockers_approving(case, approver=approver), *_keeping(case, case.disposal_scope)])
    allowed_from = calendar.add_workdays(clock.today(), of(case.center).disposal_waiting_days).day
    advance(case, "approve_disposal", by=by, detail={"等待期满日": allowed_from})
    case.disposal_approved_by, case.disposal_allowed_from = by.user_required, allowed_from
    case.save(update_fields=_DISPOSAL)
    return case


@transaction.atomic
def reject_disposal(case: Case, *, by: Actor, ground: str) -> Case:
    """Not approved: the case stays in the archive. Raises Refused."""
    locked(case)
    advance(case, "reject_disposal", by=by, ground=ground)
    return _settled(case)


@transaction.atomic
@enforces("5.2")
def dispose(case: Case, *, by: Actor) -> Case:
    """销毁 after the waiting period: contents are erased, the record of what they were stays. Raises Refused.

    When only the videos went, the case goes on with the rest.
    """
    locked(case)
    refuse_on([*rules.blockers_waiting(case, today=clock.today()), *_keeping(case, case.disposal_scope)])
    gone = rules.concerned(case.disposal_scope, case.items.select_related("file"))
    advance(case, "dispose", by=by, detail={"销毁范围": case.get_disposal_scope_display(), "件数": len(gone)})
    DisposalRecord.objects.create(
        case=case,
        items=[{"title": each.title, "kind": each.kind, "size": each.size, "sha256": each.sha256} for each in gone],
        proposed_by=str(case.disposal_proposed_by),
        approved_by=str(case.disposal_approved_by),
        ground=case.disposal_ground,
        disposed_by=by.name,
    )
    for each in gone:
        _destroy(each)
    if case.items.filter(disposed_at=None).exists():
        advance(case, "keep", by=by)
    return _settled(case)


_DISPOSAL = [
    "disposal_scope", "disposal_ground", "disposal_proposed_by", "disposal_approved_by", "disposal_allowed_from",
]  # fmt: skip


def _keeping(case: Case, scope: str) -> list[rules.Blocker]:
    return rules.blockers_disposal(
        scope, list(case.items.all()), case.holds.all(), center=case.center, today=clock.today()
    )


def _settled(case: Case) -> Case:
    """No disposal is under way any more."""
    case.disposal_scope, case.disposal_ground = "", ""
    case.disposal_proposed_by = case.disposal_approved_by = case.disposal_allowed_from = None
    case.save(update_fields=_DISPOSAL)
    return case


def _destroy(item: CaseItem) -> None:
    """Erase the content unless another case still keeps the same file."""
    item.disposed_at = clock.now()
    item.save(update_fields=["disposed_at"])
    if item.file is not None and not CaseItem.objects.filter(file=item.file, disposed_at=None).exists():
        files.erase(item.file)


@transaction.atomic
@enforces("5.2")
def check_item(item: CaseItem) -> bool:
    """Compare the content with its digest; whether it is whole. A first failure leaves a trace on the case."""
    if item.file is None:
        raise ValueError(f"item {item.pk} lies elsewhere")
    whole = files.verify_fixity(item.file)
    if not whole and item.fixity_ok is not False:
        after = {"材料": item.title, "SHA-256": item.sha256}
        record(by=Actor(Role.SYSTEM), verb="case.fixity", label="核验不一致", subject=item.case, after=after)
    item.checked_at, item.fixity_ok = clock.now(), whole
    item.save(update_fields=["checked_at", "fixity_ok"])
    return whole


def case_url(case: Case) -> str:
    """The page of a case."""
    return reverse("archive:record", args=[case.uid])
