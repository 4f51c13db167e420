"""The reminder of the day before."""

import datetime

import pytest

from exams.sessions.tasks import remind_tomorrow
from sdzx import clock
from sdzx.notifications.models import Notice
from tests.factories import sessions

pytestmark = pytest.mark.django_db


def test_remind_tomorrow_tells_candidates_and_site_once() -> None:
    hour, day = datetime.timedelta(hours=1), datetime.timedelta(days=1)
    coming = sessions.session("published", candidates=2, starts_at=clock.now() + day)
    staff = sessions.staff_of(coming)
    for moment in (clock.now() + hour, clock.now() + 2 * day):
        sessions.session("published", candidates=1, starts_at=moment)
    sessions.session("cancelled", candidates=1, starts_at=clock.now() + day)
    assert (remind_tomorrow(), remind_tomorrow()) == (3, 0)
    told = {seat.registration.user_id for seat in coming.seats.all()} | {staff.user.pk}
    assert set(Notice.objects.values_list("recipient", flat=True)) == told
