"""Open cases when the calendar is amended."""

import datetime

import pytest

from sdzx import clock
from sdzx.accounts.actors import SYSTEM
from sdzx.archive.models import Case
from sdzx.archive.recompute import recompute_due
from sdzx.archive.services import set_due
from sdzx.workdays import calendar
from sdzx.workdays.table import Table
from tests.factories import archive

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.mark.clause("5.2")
def test_open_cases_are_counted_anew_from_event_or_confirmation():
    event = DAY(2026, 3, 2)
    due = calendar.add_workdays(event, 30).day
    plain, closed = (
        archive.case(event_on=event, due_on=due),
        archive.case(Case.Status.COMPLETE, event_on=event, due_on=due),
    )
    confirmed = archive.case(event_on=event, due_on=due)
    with clock.at(datetime.datetime(2026, 3, 9, 2, tzinfo=datetime.UTC)):
        set_due(confirmed.organization, after=DAY(2026, 3, 9), by=SYSTEM)
    confirmed.refresh_from_db()
    special = dict(calendar.current().special) | {DAY(2026, 3, 10): True}
    with calendar.using(Table(special=special, versions={2026: 2})):
        changes = recompute_due(SYSTEM)
        expected = [calendar.add_workdays(day, 30).day for day in (event, DAY(2026, 3, 9))]
    assert [(change.before, change.after) for change in changes] == list(
        zip([due, confirmed.due_on], expected, strict=True)
    )
    closed.refresh_from_db()
    assert closed.due_on == due
    assert Case.objects.get(pk=plain.pk).due_on == expected[0]
