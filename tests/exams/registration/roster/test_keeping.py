"""The files of a roster go when nobody can need them any more; what was taken lives on."""

import datetime

import pytest

from exams.registration.roster import tasks
from exams.registration.roster.models import Roster
from sdzx import clock
from sdzx.audit.services import entries_of
from sdzx.files.models import StoredFile
from tests.factories import registration, rosters

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
ROWS = [rosters.person(1), rosters.person(2, phone="")]


def later(roster, days):
    return clock.at(roster.item.registration_closes + days * DAY)


def test_kept_for_the_days_of_the_centre():
    roster = rosters.taken(ROWS)
    with later(roster, 29):
        assert tasks.forget() == 0
    center = roster.center
    center.policy = {"roster_file_days": 10}
    center.save()
    with later(roster, 11):
        assert tasks.forget() == 1
        assert tasks.forget() == 0


def test_taken_people_keep_their_photos():
    roster = rosters.taken(ROWS)
    with later(roster, 31):
        tasks.forget()
    erased = StoredFile.objects.exclude(erased_at=None)
    assert set(erased.filter(pk__in=[roster.workbook_id, roster.annotated_id])) == {roster.workbook, roster.annotated}
    assert not erased.filter(kind="registration.photo").exists()
    entry = entries_of(roster).last()
    assert (entry.verb, entry.after) == ("roster.forget", {"文件数": 2})


def test_undecided_people_are_forgotten_with_their_photos():
    roster = rosters.checked(ROWS)
    with later(roster, 31):
        tasks.forget()
    line = roster.lines.select_related("photo").get(number=2)
    assert (line.values, line.document_index) == ("", "")
    assert line.photo.erased_at is not None


def test_what_a_worker_is_at_is_left():
    roster = rosters.received(of=registration.item())
    with later(roster, 31):
        assert tasks.forget() == 0
    assert Roster.objects.get().workbook.erased_at is None
