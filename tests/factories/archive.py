"""Cases in every state, about a centre's organisation; straight ORM, with real files behind the items."""

import datetime
import itertools

from sdzx import clock
from sdzx.accounts.models import Center, Organization
from sdzx.archive.models import Case, CaseItem, Hold
from sdzx.archive.retention import dispose_from
from sdzx.files.services import store
from tests.factories import people

_numbers = itertools.count(1)
LONG_AGO = datetime.timedelta(days=800)


def case(
    status: str = Case.Status.OPEN, *, city: Center | None = None, organization: Organization | None = None,
    event_on: datetime.date | None = None, **values: object,
) -> Case:  # fmt: skip
    """A case without items. Proposed and approved ones have their proposer (and approver) and are about everything."""
    n = next(_numbers)
    city = city or people.center()
    host = organization or people.organization(city)
    event_on = event_on or clock.today()
    if status in (Case.Status.PROPOSED, Case.Status.APPROVED):
        values = {
            "disposal_proposed_by": people.user(),
            "disposal_scope": "all",
            "disposal_ground": "保管期满",
            **values,
        }
    if status == Case.Status.APPROVED:
        values = {"disposal_approved_by": people.user(), "disposal_allowed_from": clock.today(), **values}
    return Case.objects.create(
        **{
            "status": status, "number": f"AJ3701-{event_on.year}-9{n:04d}", "kind": Case.Kind.APPLICATION, "title": f"{host.name} 考点设立申请",
            "center": city, "organization": host, "subject_type": host._meta.label_lower, "subject_id": host.pk,
            "event_on": event_on, "due_on": event_on + datetime.timedelta(days=42), **values,
        }
    )  # fmt: skip


def item(
    owner: Case, *, kind: str = "minutes", video: bool = False, content: bytes = b"", **values: object
) -> CaseItem:
    """An item with its stored file; kept from the case's day."""
    n = next(_numbers)
    file = store(
        content or f"material {n}".encode(), name=f"材料{n}.txt", kind="case.video" if video else "case.upload"
    )
    retention = CaseItem.Retention.VIDEO if video else CaseItem.Retention.PAPER
    return CaseItem.objects.create(
        **{
            "case": owner, "kind": kind, "title": f"材料{n}", "file": file, "sha256": file.sha256, "size": file.size, "source": "系统生成",
            "retention": retention, "event_on": owner.event_on, "dispose_from": dispose_from(owner.event_on, retention, owner.center),
            **values,
        }
    )  # fmt: skip


def old_case(status: str = Case.Status.COMPLETE, *, video: bool = False, **values: object) -> Case:
    """A case whose papers (and video) may go: its day lies more than two years back."""
    made = case(status, event_on=clock.today() - LONG_AGO, **values)
    item(made)
    if video:
        item(made, kind="video", video=True)
    return made


def held(owner: Case, reason: str = "行政复议未结") -> Hold:
    """A hold on the case."""
    return Hold.objects.create(case=owner, reason=reason, placed_by=people.user())
