"""The application's case in the archive: opened when the matter ends, with everything that the portal holds of it (5.2)."""

import datetime
from collections.abc import Sequence

from sdzx.accounts.actors import Actor
from sdzx.archive.models import Case
from sdzx.archive.registry import Contents, Requirement
from sdzx.archive.services import file_item, open_case
from sites.applications.models import Application, Attachment, IssuedDocument

KIND = "application"
NOTICE = "notice"
PORTAL, HOST = "系统生成", "申请单位上传"
S = Application.Status
EVALUATED = (S.REFUSED, S.APPROVED, S.PUBLISHED)


def archive(application: Application, *, by: Actor, event_on: datetime.date) -> Case:
    """Open the case (once) and file the application, its attachments and every letter and report."""
    case = open_case(
        kind=KIND,
        subject=application,
        title=str(application),
        center=application.center,
        event_on=event_on,
        by=by,
        organization=application.organization,
    )
    for letter in application.documents.select_related("file"):
        file_item(case, by=by, kind=letter.kind, title=str(letter), file=letter.file, source=PORTAL)
    for each in application.attachments.select_related("file"):
        file_item(case, by=by, kind=each.kind, title=str(each), file=each.file, source=HOST)
    return case


def requirements(application: Application) -> Sequence[Requirement]:
    """What the case must hold, by how far the application came."""
    wanted = [
        Requirement(IssuedDocument.Kind.ANNEX2, IssuedDocument.Kind.ANNEX2.label, "考点"),
        Requirement(Attachment.Kind.IMAGE, Attachment.Kind.IMAGE.label, "考点"),
        Requirement(Attachment.Kind.RULES, Attachment.Kind.RULES.label, "考点"),
        Requirement(Attachment.Kind.STAMPED, Attachment.Kind.STAMPED.label, "考点"),
        Requirement(Attachment.Kind.OTHER, Attachment.Kind.OTHER.label, "考点", required=False),
        Requirement(IssuedDocument.Kind.SUPPLEMENT, IssuedDocument.Kind.SUPPLEMENT.label, "受理", required=False),
    ]
    kinds: list[IssuedDocument.Kind] = []
    if application.status == S.REJECTED:
        kinds = [IssuedDocument.Kind.REJECTED]
    elif application.status in EVALUATED:
        kinds = [IssuedDocument.Kind.ACCEPTED, IssuedDocument.Kind.PANEL, IssuedDocument.Kind.REPORT]
    if application.status == S.REFUSED:
        kinds.append(IssuedDocument.Kind.REFUSED)
    wanted += [Requirement(kind, kind.label, "受理") for kind in kinds]
    if application.status == S.PUBLISHED:
        wanted.append(Requirement(NOTICE, "考点公布公告", "市人社局"))
    return wanted


def subject(case: Case) -> Application:
    return Application.objects.get(pk=case.subject_id)


CONTENTS = Contents(requirements=requirements, subject=subject)
