"""Scheduled: rectifications about to fall due, and overdue ones. Safe to run twice."""

import datetime

from celery import shared_task

from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sites.oversight.measures.models import Measure
from sites.oversight.measures.services import record_path

AHEAD = datetime.timedelta(days=3)


@shared_task
def remind_rectifications() -> int:
    """Every morning: tell sites three days ahead, sites and directors once a date has passed; how many notices are new."""
    today = clock.today()
    found = Measure.objects.filter(status__in=Measure.AT_SITE, due__lte=today + AHEAD)
    return sum(_remind(each, today) for each in found.select_related("site__organization", "site__center"))


def _remind(measure: Measure, today: datetime.date) -> int:
    assert measure.due is not None  # the query asked for a date
    staff, url = holders(Role.SITE, organization=measure.site.organization), record_path(measure)
    if measure.due >= today:
        return notify(NoticeKind.MEASURE_DUE, to=staff, subject=measure, url=url, day=measure.due)
    people = staff + holders(Role.DIRECTOR, center=measure.site.center)
    return notify(NoticeKind.MEASURE_OVERDUE, to=people, subject=measure, url=url, day=measure.due)
