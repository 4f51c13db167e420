"""Open appeals when the calendar is amended."""

import datetime

import pytest

from exams.scores.appeals.models import Appeal
from exams.scores.appeals.recompute import recompute_due
from sdzx import clock
from sdzx.accounts.actors import SYSTEM
from sdzx.workdays import calendar
from sdzx.workdays.table import Table
from tests.factories import scores

pytestmark = pytest.mark.django_db


@pytest.mark.clause("4.5")
def test_open_appeals_are_counted_anew_from_the_day_of_filing():
    with clock.at(datetime.datetime(2026, 3, 2, 2, tzinfo=datetime.UTC)):
        made = scores.appeal(scores.confirmed(), due_on=datetime.date(2026, 3, 16))
        answered = scores.appeal(scores.confirmed(), due_on=datetime.date(2026, 3, 16))
    Appeal.objects.filter(pk=answered.pk).update(
        status="rejected", answer="无误", answered_by=answered.filed_by, answered_at=clock.now()
    )
    special = dict(calendar.current().special) | {datetime.date(2026, 3, 10): True}
    with calendar.using(Table(special=special, versions={2026: 2})):
        (change,) = recompute_due(SYSTEM)
        assert recompute_due(SYSTEM) == []
    made.refresh_from_db()
    assert (change.before, change.after, change.kind) == (
        datetime.date(2026, 3, 16),
        datetime.date(2026, 3, 17),
        "成绩复核答复期限",
    )
    assert made.due_on == datetime.date(2026, 3, 17)
