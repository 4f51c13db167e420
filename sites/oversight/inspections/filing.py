"""An inspection's case in the archive: its record and its photos (5.2)."""

from collections.abc import Sequence

from sdzx.accounts.actors import Actor
from sdzx.archive.models import Case
from sdzx.archive.registry import Contents, Requirement
from sdzx.archive.services import file_item, open_case
from sites.oversight.inspections.models import Inspection

RECORD, PHOTO = "inspection_record", "inspection_photo"
PORTAL, TAKEN = "系统生成", "检查人员拍摄"


def archive(inspection: Inspection, *, by: Actor) -> Case:
    """Open the case once the inspection is closed, and file what it left behind."""
    if inspection.document is None or inspection.carried_out_on is None:
        raise ValueError(f"{inspection} has not been signed")
    case = open_case(
        kind=Case.Kind.INSPECTION,
        subject=inspection,
        title=str(inspection),
        center=inspection.site.center,
        event_on=inspection.carried_out_on,
        by=by,
        organization=inspection.site.organization,
    )
    file_item(case, by=by, kind=RECORD, title="考点检查记录", file=inspection.document, source=PORTAL)
    for photo in inspection.photos.select_related("file"):
        file_item(case, by=by, kind=PHOTO, title=f"{photo.code}现场照片", file=photo.file, source=TAKEN)
    return case


def requirements(inspection: Inspection) -> Sequence[Requirement]:
    """The signed record; photos where there are any."""
    return [
        Requirement(RECORD, "考点检查记录", "市中心"),
        Requirement(PHOTO, "现场照片", "检查人员", required=False),
    ]


def subject(case: Case) -> Inspection:
    return Inspection.objects.get(pk=case.subject_id)


CONTENTS = Contents(requirements=requirements, subject=subject)
