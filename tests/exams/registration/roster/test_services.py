"""Uploading, deciding, discarding: who may, what is refused, and that the same files change nothing."""

import datetime

import pytest

from exams.registration.roster import services, tasks
from exams.registration.roster.models import Roster, RosterLine
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.files.models import StoredFile
from sdzx.workflow import Refused
from tests.factories import announcements, catalogue, people, registration, rosters

pytestmark = pytest.mark.django_db
Status = Roster.Status
ROWS = rosters.crowd(2)
BOOK, ZIP = rosters.workbook(ROWS), rosters.album(ROWS)
HOUR = datetime.timedelta(hours=1)


def files(by, book=BOOK, zipped=ZIP):
    return {
        "workbook": rosters.draft(book, "名单.xlsx", by, sealed=True),
        "photos": rosters.draft(zipped, "照片.zip", by),
    }


def receive(item, by, **values):
    return services.receive(item, by=by, **{"consented": True, **files(by), **values})


def test_received_with_consent_and_trace():
    by, item = rosters.registrar(), registration.item()
    roster, new = receive(item, by)
    assert new
    assert (roster.status, roster.unit, roster.center) == (Status.RECEIVED, by.organization, item.announcement.center)
    assert (roster.workbook.kind, roster.photos.kind) == ("roster.workbook", "roster.album")
    assert roster.consent_version == "2026-01"
    entry = entries_of(roster).get()
    assert (entry.verb, entry.after) == ("roster.upload", {"文件": ["名单.xlsx", "照片.zip"]})


def test_the_same_files_again_are_the_same_roster():
    by, item = rosters.registrar(), registration.item()
    first, _ = receive(item, by)
    again, new = receive(item, by)
    assert (again, new) == (first, False)
    assert entries_of(first).count() == 1
    assert Roster.objects.count() == 1


def test_taken_roster_is_shown_even_after_closing():
    roster = rosters.taken(ROWS, content=BOOK, photos=ZIP)
    with clock.at(roster.item.registration_closes + HOUR):
        again, new = receive(roster.item, Actor.of(roster.membership))
    assert (again, new) == (roster, False)


def test_same_files_for_another_batch_or_unit_are_another_roster():
    by, item = rosters.registrar(), registration.item()
    receive(item, by)
    assert receive(registration.item(), by)[1]
    assert receive(item, rosters.registrar())[1]


def test_discarded_and_failed_ones_may_come_again():
    by, item = rosters.registrar(), registration.item()
    receive(item, by)
    for status in (Status.DISCARDED, Status.FAILED):
        Roster.objects.filter(unit=by.organization).update(status=status)
        assert receive(item, by)[1], status


def test_same_files_at_the_same_moment(monkeypatch):
    by, item = rosters.registrar(), registration.item()
    first, _ = receive(item, by)
    known, asked = services._known, []

    def blind_once(*args):
        asked.append(args)
        return None if len(asked) == 1 else known(*args)

    monkeypatch.setattr(services, "_known", blind_once)
    assert receive(item, by) == (first, False)


def test_other_violations_are_not_taken_for_it(monkeypatch):
    by, item = rosters.registrar(), registration.item()
    receive(item, by)
    monkeypatch.setattr(services, "_known", lambda *_: None)
    with pytest.raises(services.IntegrityError):
        receive(item, by)


@pytest.mark.clause("3.2")
@pytest.mark.parametrize(("opened", "reason"), [(True, "请先确认已取得名单中每个人的同意"), (False, "报名已于")])
def test_refused_without_consent_and_after_closing(opened, reason):
    by, item = rosters.registrar(), registration.item(opened=opened)
    with pytest.raises(Refused, match=reason):
        receive(item, by, consented=False)


@pytest.mark.clause("1")
def test_refused_for_a_withdrawn_project():
    item = announcements.item(project=catalogue.withdrawn_project())
    with pytest.raises(Refused, match="撤出"):
        receive(item, rosters.registrar())


def test_damaged_zip_is_refused_beside_its_field():
    by = rosters.registrar()
    with pytest.raises(Refused) as refusal:
        receive(registration.item(), by, **files(by, zipped=b"PK\x03\x04 broken"))
    assert [(each.field, each.sentence) for each in refusal.value.blockers] == [
        ("photos", "照片压缩包已损坏，无法打开；请重新压缩为ZIP后上传。")
    ]


def test_without_photos():
    by = rosters.registrar()
    roster, _ = receive(registration.item(), by, photos=None)
    assert roster.photos is None


@pytest.mark.parametrize("role", [Role.APPLICANT, Role.CLERK, Role.SITE])
def test_only_registrars_upload(role):
    by = people.actor(role)
    with pytest.raises(Refused):
        receive(registration.item(), by)


def test_upload_is_handed_to_the_worker(django_capture_on_commit_callbacks):
    by, item = rosters.registrar(), registration.item()
    with django_capture_on_commit_callbacks(execute=True):
        roster, _ = receive(item, by)
    roster.refresh_from_db()
    assert roster.status == Status.CHECKED

    with django_capture_on_commit_callbacks(execute=True):
        services.take(roster, by=by, places="group")
    roster.refresh_from_db()
    assert (roster.status, roster.places) == (Status.TAKEN, "group")


def test_queue_that_is_away_is_no_reason_to_refuse(monkeypatch):
    def away(*_):
        raise tasks.check.OperationalError

    monkeypatch.setattr(tasks.check, "delay", away)
    assert services._queue(tasks.check, 1) is None


@pytest.mark.clause("3.2")
def test_taking_after_closing_is_refused():
    roster = rosters.checked()
    with clock.at(roster.item.registration_closes + HOUR), pytest.raises(Refused, match="报名已于"):
        services.take(roster, by=Actor.of(roster.membership), places="fit")
    roster.refresh_from_db()
    assert (roster.status, roster.asked_at) == (Status.CHECKED, None)


@pytest.mark.clause("3.2")
def test_nothing_good_nothing_to_take():
    roster = rosters.checked([rosters.person(1, phone="")])
    with pytest.raises(Refused, match="没有一行合格"):
        services.take(roster, by=Actor.of(roster.membership), places="fit")


def test_taking_twice_says_who_did():
    roster = rosters.checked()
    by = Actor.of(roster.membership)
    services.take(roster, by=by, places="fit")
    with pytest.raises(Refused, match="不能再“收取合格行”"):
        services.take(roster, by=by, places="fit")


def test_discarded_roster_forgets_the_people_and_keeps_the_workbook(django_capture_on_commit_callbacks):
    roster = rosters.checked([*ROWS, rosters.person(3, phone="")])
    photos = list(StoredFile.objects.filter(kind="roster.photo"))
    with django_capture_on_commit_callbacks(execute=True):
        services.discard(roster, by=Actor.of(roster.membership))

    assert roster.status == Status.DISCARDED
    assert set(RosterLine.objects.values_list("values", "document_index")) == {("", "")}
    assert [each.path.exists() for each in photos] == [False, False]
    for kept in (roster.workbook, roster.annotated):
        kept.refresh_from_db()
        assert kept.erased_at is None


def test_rosters_follow_the_revised_batch():
    roster = rosters.checked()
    former = roster.item.announcement
    revision = announcements.published(revises=former)
    item = announcements.batch(revision, roster.item.project, origin=roster.item)
    services.follow_revision(former, revision, people.actor(Role.DIRECTOR))
    roster.refresh_from_db()
    assert roster.item == item


def test_what_stands_for_ten_minutes_is_started_again():
    waiting, fresh = rosters.received(), rosters.received()
    taking = rosters.checked()
    services.take(taking, by=Actor.of(taking.membership), places="fit")
    early = clock.now() - datetime.timedelta(minutes=11)
    Roster.objects.filter(pk__in=[waiting.pk, taking.pk]).update(status_at=early)

    assert tasks.resume() == 2
    for roster, status in ((waiting, Status.CHECKED), (taking, Status.TAKEN), (fresh, Status.RECEIVED)):
        roster.refresh_from_db()
        assert roster.status == status
    assert tasks.resume() == 0
