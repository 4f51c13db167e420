"""Supervision reports when the calendar is amended."""

import datetime

import pytest

from exams.dispatch.recompute import recompute_due
from sdzx import clock
from sdzx.accounts.actors import SYSTEM
from sdzx.workdays import calendar
from sdzx.workdays.table import Table
from tests.factories import dispatch, sessions

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.mark.clause("4.3")
def test_reports_to_be_written_are_counted_anew():
    with clock.at(datetime.datetime(2026, 3, 2, 2, tzinfo=datetime.UTC)):
        open_, done = (dispatch.assignment(sessions.session("ended", candidates=1)) for _ in range(2))
        report = dispatch.report(open_, due_on=DAY(2026, 3, 3))
        dispatch.report(done, "submitted", due_on=DAY(2026, 3, 3))
    special = dict(calendar.current().special) | {DAY(2026, 3, 3): True}
    with calendar.using(Table(special=special, versions={2026: 2})):
        (change,) = recompute_due(SYSTEM)
    report.refresh_from_db()
    assert (change.before, change.after, report.due_on) == (DAY(2026, 3, 3), DAY(2026, 3, 4), DAY(2026, 3, 4))
