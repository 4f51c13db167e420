"""Opening cases and filing into them (5.2)."""

import datetime

from django.db import models, transaction

from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center, Organization
from sdzx.archive.models import Case, CaseItem
from sdzx.archive.retention import dispose_from
from sdzx.audit.services import record
from sdzx.clauses import enforces
from sdzx.files.models import StoredFile
from sdzx.policy import of
from sdzx.serials.services import take
from sdzx.workdays import calendar
from sdzx.workflow import Refused


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
    record(by=by, verb="case.open", label="立卷", subject=case, after={"kind": kind, "event_on": event_on})
    return case


@transaction.atomic
@enforces("5.2")
def file_item(
    case: Case, *, by: Actor, kind: str, title: str, file: StoredFile, source: str, video: bool = False
) -> CaseItem:
    """Put a stored file into an open case. Raises Refused when the case is closed; the same file of a kind counts once."""
    if case.status != Case.Status.OPEN:
        raise Refused(f"案卷“{case.number}”{case.get_status_display()}，不能再增加材料。")
    known = CaseItem.objects.filter(case=case, kind=kind, sha256=file.sha256).first()
    if known is not None:
        return known
    retention = CaseItem.Retention.VIDEO if video else CaseItem.Retention.PAPER
    item = CaseItem.objects.create(
        case=case,
        kind=kind,
        title=title,
        file=file,
        sha256=file.sha256,
        size=file.size,
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
        after={"item": title, "kind": kind, "sha256": file.sha256},
    )
    return item
