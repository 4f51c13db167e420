"""Whom a registration concerns, and how they are told."""

from django.urls import reverse

from exams.registration.models import Registration
from sdzx.accounts.models import User
from sdzx.accounts.roles import Role
from sdzx.audit.services import last_entry
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify


def people_of(record: Registration) -> list[User]:
    """Whom to tell: the candidate, or those who register for the unit."""
    if record.user:
        return [record.user]
    return holders(Role.REGISTRAR, organization=record.unit)


def tell(record: Registration, kind: NoticeKind, *, persons: int = 1) -> None:
    """Tell of the last act; `persons`: how many of a group it concerns.

    The notice hangs on the act in the trace: a second decision on the same day is told too.
    """
    act = last_entry(record)
    assert act is not None
    url = reverse("registration:record", args=[record.uid])
    notify(kind, to=people_of(record), subject=act, url=url, registration=record, persons=persons)
