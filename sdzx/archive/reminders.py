"""What the schedule says about cases: terms reached, cases overdue, contents that changed. Each notice goes out once."""

import datetime

from django.db import models
from django.db.models import F, Max

from sdzx.accounts.roles import Role
from sdzx.archive import rules
from sdzx.archive.documents import requirements_of
from sdzx.archive.models import Case, CaseItem
from sdzx.archive.services import case_url, check_item
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.models import Notice
from sdzx.notifications.services import holders, notify
from sdzx.workdays import calendar

FIXITY_BATCH = 500
LOOKS_BACK = datetime.timedelta(days=60)


def remind_retention(today: datetime.date) -> int:
    """Tell archivists which cases may go since lately: their videos, or all that is left; how many notices are new."""
    if not calendar.is_workday(today):
        return 0
    kept = CaseItem.objects.filter(case__status=Case.Status.COMPLETE, disposed_at=None)
    ends = kept.values("case", "retention").annotate(day=Max("dispose_from")).order_by("case", "retention")
    rows = list(ends.filter(day__lte=today, day__gt=today - LOOKS_BACK))
    cases = Case.objects.select_related("center").in_bulk({row["case"] for row in rows})
    return sum(
        notify(
            NoticeKind.RETENTION_REACHED,
            to=holders(Role.ARCHIVIST, center=cases[row["case"]].center),
            subject=cases[row["case"]],
            url=case_url(cases[row["case"]]),
            day=row["day"],
            video=row["retention"] == CaseItem.Retention.VIDEO,
        )
        for row in rows
    )


def remind_incomplete(today: datetime.date) -> int:
    """Tell archivists, and the site where it is asked, what overdue cases still lack; how many notices are new."""
    if not calendar.is_workday(today):
        return 0
    told = Notice.objects.filter(
        kind=NoticeKind.CASE_INCOMPLETE.value, subject_type=Case._meta.label_lower, subject_id=models.OuterRef("pk")
    )
    overdue = Case.objects.filter(~models.Exists(told), status=Case.Status.OPEN, due_on__lt=today)
    return sum(_ask(case) for case in overdue.select_related("center", "organization").prefetch_related("items"))


def _ask(case: Case) -> int:
    lacking = rules.missing(requirements_of(case), case.items.all())
    people = holders(Role.ARCHIVIST, center=case.center)
    if case.organization and any(each.asked in Role.SITE.label for each in lacking):
        people += holders(Role.SITE, organization=case.organization)
    return notify(
        NoticeKind.CASE_INCOMPLETE, to=people, subject=case, url=case_url(case), day=case.due_on, lacking=lacking
    )


def check_fixity(today: datetime.date, batch: int = FIXITY_BATCH) -> int:
    """Verify the contents that were not looked at for longest; how many differ. Archivist and director are told at once."""
    waiting = CaseItem.objects.filter(disposed_at=None, file__isnull=False).select_related("file", "case__center")
    return sum(_alarm(item, today) for item in waiting.order_by(F("checked_at").asc(nulls_first=True), "id")[:batch])


def _alarm(item: CaseItem, today: datetime.date) -> bool:
    known = item.fixity_ok is False
    if check_item(item):
        return False
    if not known:
        people = [
            person for role in (Role.ARCHIVIST, Role.DIRECTOR) for person in holders(role, center=item.case.center)
        ]
        notify(NoticeKind.FIXITY_ALARM, to=people, subject=item, url=case_url(item.case), day=today)
    return True
