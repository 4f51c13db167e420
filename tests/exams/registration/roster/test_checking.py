"""A roster in the worker: progress, what is kept, what a second run does, what cannot be read."""

import pytest
from django.db import connection, connections

from exams.registration.roster import checking, services
from exams.registration.roster.checking import check, unpacked
from exams.registration.roster.models import Roster, RosterLine
from sdzx.audit.services import entries_of
from sdzx.files.models import StoredFile
from sdzx.files.services import content
from sdzx.notifications.models import Notice
from tests.factories import rosters

pytestmark = pytest.mark.django_db
Status = Roster.Status


def sentences(roster):
    return [each.sentence for each in roster.problems.all()]


def test_good_rows_wait_sealed_with_their_photos():
    roster = rosters.checked(rosters.crowd(3))

    assert (roster.status, roster.total, roster.done, roster.good, roster.bad) == (Status.CHECKED, 3, 3, 3, 0)
    assert sentences(roster) == []
    assert roster.annotated is None
    lines = list(roster.lines.select_related("photo"))
    assert [line.state for line in lines] == ["good"] * 3
    assert [(line.photo.kind, line.photo.width, line.photo.height) for line in lines] == [
        ("roster.photo", 295, 413)
    ] * 3
    assert unpacked(lines[0])["document_number"] == rosters.person(1)["document_number"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT values FROM exams_rosterline WHERE id = %s", [lines[0].pk])
        assert rosters.person(1)["document_number"] not in cursor.fetchone()[0]


def test_zip_goes_once_its_photos_are_cut():
    roster = rosters.checked()
    roster.photos.refresh_from_db()
    assert roster.photos.erased_at is not None


def test_registrar_is_told_and_the_trace_counts():
    roster = rosters.checked([rosters.person(1), rosters.person(2, phone="")])
    notice = Notice.objects.get(recipient=roster.uploaded_by)
    assert "名单检查完成" in notice.title
    assert "合格1行，有问题1行" in notice.body
    last = entries_of(roster).last()
    assert (last.verb, last.after["合格"], last.after["有问题"]) == ("roster.finish_check", 1, 1)


def test_bad_rows_keep_nothing_of_the_person_but_the_name():
    roster = rosters.checked([rosters.person(1, phone="12345")])
    line = roster.lines.get()
    assert (line.state, line.values, line.document_index, line.photo) == ("bad", "", "", None)


def test_missing_twice_there_and_left_over_photos():
    rows = rosters.crowd(3)
    first, second = (row["document_number"] for row in rows[:2])
    zipped = rosters.album(rows[1:], **{f"{second}.png": rosters.face(), "370102198001010016.jpg": rosters.face()})
    roster = rosters.checked(rows, photos=zipped)

    assert first not in " ".join(sentences(roster))
    assert sentences(roster) == [
        "D2 证件号码：压缩包中没有以证件号码命名的照片。",
        "D3 证件号码：压缩包中有2张照片可以对应，请只留一张。",
    ]
    assert roster.sheet_notes == ["压缩包中有1个文件没有对应的行，未读取：370***********0016。"]
    assert [line.state for line in roster.lines.all()] == ["bad", "bad", "good"]


def test_photo_by_the_name_given():
    row = rosters.person(1, photo_name="王伟.jpg")
    roster = rosters.checked(
        [row, rosters.person(2, photo_name="没有.jpg")], photos=rosters.album([], **{"王伟.jpg": rosters.face()})
    )
    assert sentences(roster) == ["N3 照片文件名：压缩包中没有“没有.jpg”。"]


def test_without_a_zip_every_row_lacks_its_photo():
    roster = rosters.received()
    Roster.objects.filter(pk=roster.pk).update(photos=None)
    check(roster.pk)
    roster.refresh_from_db()
    assert (roster.status, roster.good, roster.bad) == (Status.CHECKED, 0, 3)
    assert "没有上传照片压缩包" in sentences(roster)[0]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04 no workbook", "文件已损坏"),
        (rosters.workbook([]), "没有数据行"),
        (rosters.workbook(rosters.crowd(1), headers=["姓名", "联系电话"]), "缺少列：“证件号码”“符合的报名条件”"),
    ],
)
def test_unreadable_workbook_fails_with_the_reason(content, reason):
    roster = rosters.checked(content=content)
    assert roster.status == Status.FAILED
    assert reason in roster.outcome
    assert "名单无法读取" in Notice.objects.get(recipient=roster.uploaded_by).title
    assert not RosterLine.objects.exists()


def test_missing_content_fails():
    roster = rosters.received()
    roster.workbook.path.unlink()
    check(roster.pk)
    roster.refresh_from_db()
    assert (roster.status, roster.outcome) == (Status.FAILED, "文件内容已不在系统中，请重新上传。")


def test_accident_fails_and_says_so(monkeypatch, caplog):
    roster = rosters.received()
    monkeypatch.setattr(checking, "plan_of", lambda *_: 1 / 0)
    check(roster.pk)
    roster.refresh_from_db()
    assert (roster.status, roster.outcome) == (Status.FAILED, checking.ACCIDENT)
    assert "could not be checked" in caplog.text


def test_second_run_does_nothing():
    roster = rosters.checked()
    entries = entries_of(roster).count()
    assert check(roster.pk) is False
    assert entries_of(roster).count() == entries


class Killed(BaseException):
    """As if the worker's process had gone."""


def test_cut_off_check_begins_again_and_leaves_nothing_double(monkeypatch):
    roster = rosters.received(rosters.crowd(5))
    monkeypatch.setattr(checking, "STEP", 2)
    write, calls = checking._write, []

    def dying(*args):
        calls.append(args)
        if len(calls) == 3:
            raise Killed
        write(*args)

    monkeypatch.setattr(checking, "_write", dying)
    with pytest.raises(Killed):
        check(roster.pk)
    roster.refresh_from_db()
    assert (roster.status, roster.total, roster.done) == (Status.CHECKING, 5, 4)

    assert check(roster.pk) is True
    roster.refresh_from_db()
    assert (roster.status, roster.done, roster.good) == (Status.CHECKED, 5, 5)
    assert [line.number for line in roster.lines.all()] == [2, 3, 4, 5, 6]
    assert StoredFile.objects.filter(kind="roster.photo", erased_at=None).count() == 5


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_check_the_same_roster(monkeypatch):
    monkeypatch.setattr(services, "_queue", lambda *_: None)
    roster = rosters.received()
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"roster/{roster.pk}"])
        assert check(roster.pk) is False
        roster.refresh_from_db()
        assert roster.status == Status.RECEIVED
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_all()")
        assert check(roster.pk) is True
    finally:
        other.close()


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_rows(count, django_assert_num_queries):
    roster = rosters.received(rosters.crowd(count))
    with django_assert_num_queries(56):
        check(roster.pk)


def test_annotated_workbook_is_kept_sealed():
    roster = rosters.checked([rosters.person(1, phone="1")])
    assert roster.annotated.sealed
    assert content(roster.annotated).startswith(b"PK")


def test_failed_without_a_zip_has_none_to_erase():
    roster = rosters.received(content=rosters.workbook([]))
    Roster.objects.filter(pk=roster.pk).update(photos=None)
    check(roster.pk)
    roster.refresh_from_db()
    assert roster.status == Status.FAILED


def test_empty_number_asks_for_no_photo():
    roster = rosters.checked([rosters.person(1, document_number="")])
    assert sentences(roster) == ["D2 证件号码是空的。"]
