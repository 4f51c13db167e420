"""Holders who are being heard when the calendar is amended."""

import datetime

import pytest

from certificates.changes.models import CertificateChange
from certificates.changes.recompute import recompute_due
from sdzx import clock
from sdzx.accounts.actors import SYSTEM
from sdzx.workdays import calendar
from sdzx.workdays.table import Table
from tests.factories import holders

pytestmark = pytest.mark.django_db
DAY = datetime.date


@pytest.mark.clause("4.5")
def test_the_days_to_be_heard_grow_and_never_shrink():
    with clock.at(datetime.datetime(2026, 3, 2, 2, tzinfo=datetime.UTC)):
        change = holders.change(kind=CertificateChange.Kind.REVOCATION)
    CertificateChange.objects.filter(pk=change.pk).update(statement_due=DAY(2026, 3, 9))
    special = dict(calendar.current().special)
    with calendar.using(Table(special=special | {DAY(2026, 3, 7): False}, versions={2026: 2})):
        assert recompute_due(SYSTEM) == []
    with calendar.using(Table(special=special | {DAY(2026, 3, 4): True}, versions={2026: 3})):
        (moved,) = recompute_due(SYSTEM)
    change.refresh_from_db()
    assert (moved.before, moved.after, change.statement_due) == (DAY(2026, 3, 9), DAY(2026, 3, 10), DAY(2026, 3, 10))
