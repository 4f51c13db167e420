"""Taking a roster: all in one transaction, places by the unit's choice, nothing on a change of circumstances."""

import datetime
from threading import Thread

import pytest
from django.db import connection, transaction

from exams.registration import bulk
from exams.registration.models import Registration
from exams.registration.roster import services, taking
from exams.registration.roster.models import Roster
from exams.registration.roster.taking import take
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.audit.services import entries_of
from sdzx.files.models import StoredFile
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from tests.factories import registration, rosters

pytestmark = pytest.mark.django_db
Status = Roster.Status
Places = Roster.Places
HOUR = datetime.timedelta(hours=1)


def decided(roster, places=Places.FIT):
    services.take(roster, by=Actor.of(roster.membership), places=places)
    return roster


def test_good_rows_become_registrations():
    roster = rosters.taken([*rosters.crowd(2), rosters.person(3, phone="")])

    assert (roster.status, roster.outcome) == (Status.TAKEN, "已收取2人，全部提交报名。")
    made = list(Registration.objects.filter(unit=roster.unit).order_by("pk"))
    first, row = made[0], rosters.person(1)
    assert [each.status for each in made] == ["submitted"] * 2
    assert [each.holds_place for each in made] == [True, True]
    assert (first.name, first.document_number, first.phone) == (row["name"], row["document_number"], row["phone"])
    assert (first.employer_name, first.eligibility, first.address) == (
        row["employer_name"],
        row["eligibility"],
        row["address"],
    )
    assert first.birth_date == datetime.date.fromisoformat(row["birth_date"])
    assert first.photo.kind == "registration.photo"
    assert first.consented_at == roster.consented_at
    assert made[1].number[-6:] == f"{int(first.number[-6:]) + 1:06d}"
    roster.item.refresh_from_db()
    assert roster.item.taken == 2


def test_lines_lead_to_registrations_and_forget_the_person():
    roster = rosters.taken(rosters.crowd(2))
    lines = list(roster.lines.select_related("registration"))
    assert [(line.state, line.values) for line in lines] == [("taken", "")] * 2
    assert [line.registration.name for line in lines] == [line.name for line in lines]


def test_every_registration_has_its_trace_and_the_registrar_is_told():
    roster = rosters.taken(rosters.crowd(1))
    entry = entries_of(Registration.objects.get()).get()
    assert (entry.verb, entry.before, entry.after["status"]) == (
        "registration.submit",
        {"status": "draft"},
        "submitted",
    )
    assert entry.ground == f"名单{roster.workbook.name}"
    assert Notice.objects.filter(recipient=roster.uploaded_by, title__startswith="名单已收取").count() == 1


def test_employer_is_the_unit_where_none_is_given():
    roster = rosters.taken([rosters.person(1, employer_name="")])
    assert Registration.objects.get().employer_name == roster.unit.name


def test_rest_waits_when_places_are_short():
    item = registration.item(places=3)
    registration.submitted(item)
    roster = rosters.taken(rosters.crowd(4), of=item)
    made = Registration.objects.filter(unit=roster.unit).order_by("pk")
    assert [each.status for each in made] == ["submitted", "submitted", "waiting", "waiting"]
    assert roster.outcome == "已收取4人：2人提交报名，2人因名额已满转入候补。"
    assert roster.waiting == 2
    assert entries_of(made.last()).get().verb == "registration.wait"
    item.refresh_from_db()
    assert item.taken == 3


@pytest.mark.clause("3.2")
def test_group_comes_whole_or_not_at_all():
    item = registration.item(places=2)
    roster = rosters.taken(rosters.crowd(3), of=item, places=Places.GROUP)
    assert roster.status == Status.CHECKED
    assert "名单有3人，本批次只剩2个名额，按您的选择一个也没有收" in roster.outcome
    assert not Registration.objects.exists()
    item.refresh_from_db()
    assert item.taken == 0
    assert Notice.objects.filter(recipient=roster.uploaded_by, title__startswith="名单未能收取").count() == 1

    decided(roster)
    take(roster.pk)
    roster.refresh_from_db()
    assert (roster.status, roster.waiting) == (Status.TAKEN, 1)


def test_group_that_fits_is_taken():
    roster = rosters.taken(rosters.crowd(3), of=registration.item(places=3), places=Places.GROUP)
    assert (roster.status, roster.waiting) == (Status.TAKEN, 0)


@pytest.mark.clause("3.2")
def test_somebody_registered_since_the_check():
    item = registration.item()
    roster = decided(rosters.checked(rosters.crowd(3), of=item))
    registration.submitted(item, document_index=roster.lines.first().document_index)
    take(roster.pk)

    roster.refresh_from_db()
    assert (roster.status, roster.good, roster.bad) == (Status.CHECKED, 2, 1)
    assert "检查之后有1行情况有变（第2行），一行也没有收" in roster.outcome
    assert roster.problems.get().sentence.startswith("第2行 证件号码：这个证件号码已通过")
    assert not Registration.objects.filter(unit=roster.unit).exists()


@pytest.mark.clause("3.2")
def test_too_young_for_the_revised_dates():
    item = registration.item()
    roster = decided(rosters.checked(rosters.crowd(2), of=item))
    item.exam_from = datetime.date(1997, 1, 1)
    item.save()
    take(roster.pk)
    roster.refresh_from_db()
    assert (roster.status, roster.good) == (Status.CHECKED, 0)
    assert "没有一行合格" in roster.outcome


def elsewhere(act):
    """Done by somebody else at once, on a connection of their own."""

    def run():
        act()
        connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join(timeout=20)
    assert not thread.is_alive()


@pytest.mark.django_db(transaction=True)
def test_registered_in_the_very_moment_is_seen_on_the_second_look(monkeypatch):
    monkeypatch.setattr(services, "_queue", lambda *_: None)
    item = registration.item()
    roster = decided(rosters.checked(rosters.crowd(2), of=item))
    index, live, looks = roster.lines.first().document_index, taking.live_of, []

    def late(lines, batch):
        looks.append(list(live(lines, batch)))
        if len(looks) == 1:
            elsewhere(lambda: registration.draft(item, document_index=index))
        return looks[-1]

    monkeypatch.setattr(taking, "live_of", late)
    take(roster.pk)
    roster.refresh_from_db()
    assert [len(look) for look in looks] == [0, 1]
    assert (roster.status, roster.good, roster.bad) == (Status.CHECKED, 1, 1)
    assert not Registration.objects.filter(unit=roster.unit).exists()


def test_pressed_in_time_is_in_time():
    roster = decided(rosters.checked())
    with clock.at(roster.item.registration_closes + HOUR):
        take(roster.pk)
    roster.refresh_from_db()
    assert roster.status == Status.TAKEN


@pytest.mark.clause("3.2")
def test_revision_without_the_batch_stops_it():
    roster = decided(rosters.checked())
    announcement = roster.item.announcement
    announcement.status = announcement.Status.SUPERSEDED
    announcement.save()
    take(roster.pk)
    roster.refresh_from_db()
    assert roster.status == Status.CHECKED
    assert "公告没有发布或已被修订" in roster.outcome


def test_taking_twice_takes_once():
    roster = rosters.taken()
    assert take(roster.pk) is False
    assert Registration.objects.count() == 3


class Killed(BaseException):
    """As if the worker's process had gone."""


def test_crash_in_the_middle_leaves_nothing_half_done(monkeypatch):
    roster = decided(rosters.checked())
    note = taking._note_taken

    def dying(roster):
        note(roster)
        raise Killed

    monkeypatch.setattr(taking, "_note_taken", dying)
    with pytest.raises(Killed):
        take(roster.pk)
    roster.refresh_from_db()
    roster.item.refresh_from_db()
    assert (roster.status, roster.item.taken, Registration.objects.count()) == (Status.TAKING, 0, 0)
    assert StoredFile.objects.filter(kind="roster.photo").count() == 3

    monkeypatch.setattr(taking, "_note_taken", note)
    assert take(roster.pk) is True
    assert Registration.objects.count() == 3


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_rows(count, django_assert_num_queries):
    roster = decided(rosters.checked(rosters.crowd(count)))
    with django_assert_num_queries(33):
        take(roster.pk)


def test_promised_places_that_are_not_there():
    item = registration.item(places=1)
    record = Registration(center=item.announcement.center, item=item)
    with transaction.atomic(), pytest.raises(RuntimeError, match="2 places were promised"):
        bulk.submit_many([record], by=rosters.registrar(), holding=2)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction():
    with pytest.raises(RuntimeError, match="one transaction"):
        bulk.submit_many([], by=rosters.registrar(), holding=0)


def test_by_somebody_else():
    roster = rosters.checked()
    with pytest.raises(Refused, match="没有找到"):
        services.take(roster, by=rosters.registrar(), places=Places.FIT)


def test_group_waits_as_one_and_keeps_what_is_free():
    roster = rosters.taken(rosters.crowd(3), places=Places.WAIT, of=full_but_for(2, places=4))
    made = list(Registration.objects.filter(unit=roster.unit))
    roster.item.refresh_from_db()
    assert [each.status for each in made] == ["waiting"] * 3
    assert (len({each.group for each in made}), roster.waiting) == (1, 3)
    assert (roster.item.taken, roster.item.held) == (4, 2)


def test_group_that_fits_does_not_wait():
    roster = rosters.taken(rosters.crowd(2), places=Places.WAIT, of=full_but_for(2, places=4))
    assert (
        list(Registration.objects.filter(unit=roster.unit).values_list("status", "group")) == [("submitted", None)] * 2
    )


@pytest.mark.clause("3.2")
def test_group_larger_than_the_batch_is_refused():
    roster = rosters.checked(rosters.crowd(3), of=registration.item(places=2))
    take(decided(roster, Places.WAIT).pk)
    roster.refresh_from_db()
    assert roster.status == Status.CHECKED
    assert "超过本批次的全部2个名额" in roster.outcome


def full_but_for(free, *, places):
    item = registration.item(places=places)
    for _ in range(places - free):
        registration.submitted(item)
    return item
