"""Which centres have no annual announcement for a year, and how far each has come (3.1)."""

import datetime
from dataclasses import dataclass

from exams.announcements.models import Announcement
from sdzx import policy
from sdzx.accounts.models import Center

_FURTHEST = (Announcement.Status.SCHEDULED, Announcement.Status.PENDING, Announcement.Status.DRAFT)


@dataclass(frozen=True, slots=True)
class Missing:
    """A centre without, and its announcement that has come furthest, if any."""

    center: Center
    on_the_way: Announcement | None
    due: datetime.date

    @property
    def said(self) -> str:
        """In a word."""
        return str(self.on_the_way.get_status_display()) if self.on_the_way else "尚未起草"


def due_day(center: Center, year: int) -> datetime.date:
    """The last day on which the centre means to publish."""
    return datetime.date(year, 1, 1) + datetime.timedelta(days=policy.of(center).announcement_due_day - 1)


def without_annual(year: int) -> list[Missing]:
    """City centres without a published annual announcement of that year, in the order of their codes; two queries."""
    found: dict[int, list[Announcement]] = {}
    for each in Announcement.objects.filter(year=year, kind=Announcement.Kind.ANNUAL).select_related("center"):
        found.setdefault(each.center_id, []).append(each)
    missing = []
    for center in Center.objects.filter(kind=Center.Kind.CITY).order_by("code"):
        held = found.get(center.pk, [])
        if not any(each.status == Announcement.Status.PUBLISHED for each in held):
            unfinished = [each for each in held if each.status in _FURTHEST]
            unfinished.sort(key=lambda each: _FURTHEST.index(each.status))
            missing.append(Missing(center, unfinished[0] if unfinished else None, due_day(center, year)))
    return missing
