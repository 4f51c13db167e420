"""Examiners' own sheets: given out, marked apart from each other, handed in, and their mean."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from exams.dispatch.models import Assignment
from exams.registration.models import Registration
from exams.scores import services as base
from exams.scores.models import ScoreSheet
from exams.scores.sheets import services
from exams.scores.sheets.models import ExaminerSheet
from exams.sessions.models import Session
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from tests.factories import dispatch, people, scores, sessions
from tests.records import insider

pytestmark = pytest.mark.django_db
Status = ExaminerSheet.Status


@pytest.fixture
def sheet():
    return scores.sheet(handed_over=True)


@pytest.fixture
def site(sheet):
    return sessions.staff_of(sheet.session)


@pytest.fixture
def arranger():
    return people.actor(Role.ARRANGER)


def by_of(mine):
    return insider(mine, Role.EXAMINER)


def marks(mine, *rows):
    """The same mark in both tasks for each candidate in turn."""
    seats = base.seats_of(mine.sheet)
    return {seat.pk: {"1": Decimal(row), "2": Decimal(row)} for seat, row in zip(seats, rows, strict=False)}


def handed_in(sheet, *rows):
    mine = scores.examiner_sheet(of=sheet)
    services.mark(mine, by=by_of(mine), marks=marks(mine, *rows))
    return services.submit(mine, by=by_of(mine))


def told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("recipient_id", flat=True))


def test_open_gives_one_to_every_examiner_who_is_there():
    session = sessions.session(Session.Status.RUNNING)
    there = [dispatch.assignment(session) for _ in range(2)]
    dispatch.assignment(session, status=Assignment.Status.ACCEPTED)
    dispatch.assignment(session, kind="supervisor")
    sheet = services.open_sheets(session, by=sessions.staff_of(session))
    assert [each.assignment for each in sheet.examiner_sheets.all()] == there
    assert sheet.by_examiners
    assert told("examiner_sheet_opened") == {each.person.user_id for each in there}


def test_open_again_gives_one_to_who_came_later():
    session = sessions.session(Session.Status.RUNNING)
    by = sessions.staff_of(session)
    dispatch.assignment(session)
    services.open_sheets(session, by=by)
    dispatch.assignment(session)
    sheet = services.open_sheets(session, by=by)
    services.open_sheets(session, by=by)
    assert sheet.examiner_sheets.count() == 2
    assert entries_of(sheet).count() == 2


@pytest.mark.clause("4.3")
def test_open_without_examiners_refused():
    session = sessions.session(Session.Status.ENDED)
    assert len(services.open_blockers(session)) == 1
    with pytest.raises(Refused, match="还没有考评员到岗"):
        services.open_sheets(session, by=sessions.staff_of(session))


def test_open_for_an_account_less_examiner_tells_nobody():
    session = sessions.session(Session.Status.RUNNING)
    assignment = dispatch.assignment(session)
    assignment.person.user = None
    assignment.person.save()
    services.open_sheets(session, by=sessions.staff_of(session))
    assert told("examiner_sheet_opened") == set()


def test_mark_in_part_keeps_and_traces_what_changed(sheet):
    mine = scores.examiner_sheet(of=sheet)
    first = base.seats_of(sheet)[0]
    services.mark(mine, by=by_of(mine), marks={first.pk: {"1": Decimal(80)}})
    services.mark(mine, by=by_of(mine), marks={first.pk: {"1": Decimal("86.5")}}, base=1)
    services.mark(mine, by=by_of(mine), marks={first.pk: {"1": Decimal("86.5")}}, base=2)
    assert (mine.marks, mine.version) == ({str(first.pk): {"1": "86.5"}}, 2)
    assert entries_of(mine).last().after["changed"] == [f"{first.ticket_number}任务1：80→86.5"]


@pytest.mark.clause("4.4")
def test_mark_off_the_scale_refused(sheet):
    mine = scores.examiner_sheet(of=sheet)
    with pytest.raises(Refused, match="应在0至100之间"):
        services.mark(mine, by=by_of(mine), marks=marks(mine, "101"))


def test_mark_from_a_second_device_refused(sheet):
    mine = scores.examiner_sheet(of=sheet)
    services.mark(mine, by=by_of(mine), marks=marks(mine, "80"), base=0)
    with pytest.raises(Refused, match="另一台设备"):
        services.mark(mine, by=by_of(mine), marks=marks(mine, "70"), base=0)


def test_mark_by_a_colleague_refused(sheet):
    mine, other = scores.examiner_sheet(of=sheet), scores.examiner_sheet(of=sheet)
    with pytest.raises(Refused, match="没有找到"):
        services.mark(mine, by=by_of(other), marks=marks(mine, "80"))


@pytest.mark.clause("4.4")
def test_submit_incomplete_refused(sheet):
    mine = scores.examiner_sheet(of=sheet)
    services.mark(mine, by=by_of(mine), marks=marks(mine, "80"))
    with pytest.raises(Refused) as refused:
        services.submit(mine, by=by_of(mine))
    assert len(refused.value.blockers) == 2


def test_last_one_makes_the_mean(sheet, site):
    last = scores.examiner_sheet(of=sheet)
    handed_in(sheet, "80", "60")
    assert sheet.scores.count() == 0
    services.mark(last, by=by_of(last), marks=marks(last, "81", "64.5"))
    services.submit(last, by=by_of(last))
    first, second = sheet.scores.order_by("seat__ticket_number")
    assert (first.total, first.spread, first.marks) == (Decimal("80.50"), Decimal("1.00"), {"1": "80.5", "2": "80.5"})
    assert (second.total, second.spread) == (Decimal("62.25"), Decimal("4.50"))
    assert told("examiner_sheets_complete") == {site.user.pk}


def test_mean_of_three_is_rounded_once(sheet):
    for row in ("80", "80", "81"):
        handed_in(sheet, row, row)
    first = sheet.scores.first()
    assert (first.total, first.marks["1"]) == (Decimal("80.33"), "80.33")


def test_mean_leaves_out_who_was_disqualified_meanwhile(sheet):
    handed_in(sheet, "80", "60")
    mine = scores.examiner_sheet(of=sheet, mark="70")
    out = base.seats_of(sheet)[0]
    Registration.objects.filter(pk=out.registration_id).update(status="disqualified")
    services.submit(mine, by=by_of(mine))
    assert list(sheet.scores.values_list("total", flat=True)) == [Decimal("65.00")]


def test_mean_passes_over_a_candidate_nobody_marked(sheet, arranger):
    late = base.seats_of(sheet)[1]
    Registration.objects.filter(pk=late.registration_id).update(status="disqualified")
    handed_in(sheet, "80")
    mine = scores.examiner_sheet(of=sheet)
    Registration.objects.filter(pk=late.registration_id).update(status="present")
    services.leave_out(mine, by=arranger, ground="中途离场")
    assert [score.total for score in sheet.scores.all()] == [Decimal("80.00")]
    assert "1名实考考生没有成绩" in str(base.submit_blockers(sheet)[0])


@pytest.mark.clause("4.4")
def test_submit_of_the_session_waits_for_all(sheet, site):
    handed_in(sheet, "80", "60")
    waiting = scores.examiner_sheet(of=sheet)
    with pytest.raises(Refused, match=f"还有1名考评员没有提交评分表：{waiting.assignment.person.name}"):
        base.submit(sheet, by=site)


@pytest.mark.clause("4.4")
def test_far_apart_is_explained_before_the_session_is_handed_in(sheet, site):
    handed_in(sheet, "60", "80")
    handed_in(sheet, "75", "80")
    score = services.apart_of(sheet)[0]
    with pytest.raises(Refused, match=f"分差超过10分，须先填写分差说明：{score.seat.registration.name}（15.00分）"):
        base.submit(sheet, by=site)
    services.explain(sheet, by=site, notes={score.seat_id: " 对成型工艺的理解不同，已复议 "})
    services.explain(sheet, by=site, notes={score.seat_id: ""})
    base.submit(sheet, by=site)
    score.refresh_from_db()
    assert (score.spread_note, score.spread_noted_by) == ("对成型工艺的理解不同，已复议", site.user)
    assert sheet.status == ScoreSheet.Status.SUBMITTED


def test_send_back_voids_the_mean(sheet):
    mine = handed_in(sheet, "80", "60")
    services.send_back(mine, by=people.actor(Role.CONFIRMER), ground="第2名漏评")
    assert (mine.status, sheet.scores.count()) == (Status.RETURNED, 0)
    assert told("examiner_sheet_returned") == {mine.assignment.person.user_id}
    services.submit(mine, by=by_of(mine))
    assert sheet.scores.count() == 2


@pytest.mark.clause("4.4")
def test_send_back_after_the_session_is_handed_in_refused(sheet, site, arranger):
    mine = handed_in(sheet, "80", "60")
    mine.assignment.person.user = None
    mine.assignment.person.save()
    sheet.refresh_from_db()
    base.submit(sheet, by=site)
    with pytest.raises(Refused, match="不能修改"):
        services.send_back(mine, by=arranger, ground="核对")
    base.send_back(sheet, by=people.actor(Role.CONFIRMER), ground="核对")
    services.send_back(mine, by=arranger, ground="核对")
    assert told("examiner_sheet_returned") == set()


def test_leave_out_counts_the_others(sheet, arranger):
    handed_in(sheet, "80", "60")
    ill = scores.examiner_sheet(of=sheet)
    services.leave_out(ill, by=arranger, ground="突发疾病离场")
    assert [score.total for score in sheet.scores.all()] == [Decimal("80.00"), Decimal("60.00")]


def test_leave_out_the_last_lets_the_site_type_and_readmit_takes_it_back(sheet, site, arranger):
    mine = scores.examiner_sheet(of=sheet)
    services.leave_out(mine, by=arranger, ground="平板故障")
    base.enter(sheet, by=site, marks=marks(mine, "70", "70"))
    services.readmit(mine, by=arranger, ground="已修复")
    sheet.refresh_from_db()
    assert (sheet.by_examiners, sheet.entered_by, sheet.scores.count(), mine.status) == (True, None, 0, Status.DRAFT)


def test_revealed_only_when_all_have_handed_in(sheet):
    handed_in(sheet, "80", "60")
    mine = scores.examiner_sheet(of=sheet)
    assert not services.revealed(sheet)
    services.mark(mine, by=by_of(mine), marks=marks(mine, "70", "70"))
    services.submit(mine, by=by_of(mine))
    assert services.revealed(sheet)


def test_two_sheets_of_one_examiner_cannot_exist(sheet):
    mine = scores.examiner_sheet(of=sheet)
    with pytest.raises(IntegrityError), transaction.atomic():
        scores.examiner_sheet(of=sheet, assignment=mine.assignment)
