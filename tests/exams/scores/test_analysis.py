"""What the confirmer compares a session with."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse

from exams.scores import analysis, services
from exams.scores.models import Score, ScoreSheet
from exams.scores.sheets.models import ExaminerSheet
from exams.sessions.models import Seat
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.workflow import Blocker
from tests.factories import people, scores, sessions

PAST = analysis.History(sessions=2, count=40, mean=75.0, deviation=5.0, rate=80.0)


def seat(total):
    made = Seat(pk=1)
    made.score = Score(total=Decimal(total))
    return made


def test_summary():
    assert analysis.summary([], 0, 0) is None
    past = analysis.summary([Decimal(70), Decimal(80)], 1, 1)
    assert (past.mean, past.deviation, past.rate, past.enough) == (75.0, 5.0, 50.0, False)


@pytest.mark.django_db
def test_outliers_lie_more_than_two_and_a_half_deviations_away():
    seats = [seat("62.50"), seat("62.49"), seat("95"), seat("75"), Seat(pk=2)]
    assert [each.total for each in analysis.outliers(seats, PAST)] == [Decimal(95), Decimal("62.49")]
    for past in (None, analysis.History(1, 19, 75.0, 5.0, 80.0), analysis.History(1, 40, 75.0, 0.0, 80.0)):
        assert analysis.outliers(seats, past) == []


@pytest.mark.parametrize(
    ("passed", "count", "past", "expected"),
    [
        (6, 10, PAST, -20.0), (10, 10, PAST, 20.0), (7, 10, PAST, None), (0, 0, PAST, None), (0, 10, None, None),
        (0, 10, analysis.History(1, 5, 75.0, 5.0, 80.0), None),
    ],
)  # fmt: skip
def test_unusual_rate(passed, count, past, expected):
    assert analysis.unusual_rate(passed, count, past) == expected


def test_against_the_colleagues():
    totals = {
        1: {10: Decimal(90), 11: Decimal(80)}, 2: {10: Decimal(80), 11: Decimal(70)}, 3: {10: Decimal(84)},
        4: {12: Decimal(99)},
    }  # fmt: skip
    assert analysis.against(1, totals) == 9.0
    assert analysis.against(4, totals) is None


def test_checklist():
    sheet = ScoreSheet(papers_count=3, late_days=2)
    there = [Seat(attendance="present"), Seat(attendance="late"), Seat(attendance="absent")]
    found = analysis.checklist(sheet, there, [Blocker("还不能", "4.5")], reports=[True, False], pending=1)
    assert [each.good for each in found] == [False] * 6
    assert [each.said for each in found][:3] == ["试卷3份，实考2人", "尚未签收", "逾期2个工作日"]
    moved = analysis.checklist(sheet, there, [], reports=[], pending=0, extended=datetime.date(2026, 10, 9))
    assert moved[2].said == "逾期2个工作日（经批准延期至2026年10月9日 周五）"
    fine = ScoreSheet(papers_count=2, papers_received_at=clock.now())
    assert all(each.good for each in analysis.checklist(fine, there, [], reports=[True], pending=0))
    scans = analysis.checklist(ScoreSheet(), there, [], reports=[], pending=0)
    assert [each.good for each in scans] == [True, True, True, False, True, True]


@pytest.mark.django_db
def test_history_is_of_the_project_and_the_centre():
    sheet = scores.sheet(ScoreSheet.Status.SUBMITTED)
    assert analysis.history(sheet) is None
    other = scores.confirmed("70.0")
    type(other.session).objects.filter(pk=other.session_id).update(project=sheet.session.project)
    past = analysis.history(sheet)
    assert (past.sessions, past.count, past.mean, past.rate) == (1, 1, 70.0, 100.0)
    type(other.session).objects.filter(pk=other.session_id).update(center=people.center("370200"))
    assert analysis.history(sheet) is None


def examined(marks, of=None, like=()):
    """A sheet whose examiners gave these marks to everybody; `like`: the people of another sheet."""
    sheet = of or scores.sheet()
    for position, mark in enumerate(marks):
        made = scores.examiner_sheet(ExaminerSheet.Status.SUBMITTED, of=sheet, mark=mark)
        if like:
            made.assignment.person = like[position].assignment.person
            made.assignment.save(update_fields=["person"])
    return sheet


@pytest.mark.django_db
def test_leniency_here_and_over_time():
    sheet = examined(["90", "80"])
    assert [(each.here, each.over_time, each.sessions) for each in analysis.leniency(sheet)] == [
        (10.0, None, 0), (-10.0, None, 0)
    ]  # fmt: skip
    earlier = examined(["86", "80"], like=list(sheet.examiner_sheets.order_by("pk")))
    ScoreSheet.objects.filter(pk=earlier.pk).update(status="confirmed")
    assert [(each.here, each.over_time, each.sessions) for each in analysis.leniency(sheet)] == [
        (10.0, 6.0, 1), (-10.0, -6.0, 1)
    ]  # fmt: skip
    assert analysis.leniency(scores.sheet()) == []


@pytest.mark.django_db
@pytest.mark.clause("4.5")
def test_the_confirmer_has_it_on_one_page(enter, monkeypatch):
    monkeypatch.setattr(analysis, "ENOUGH", 1)
    sheet = examined(["90", "80"])
    staff = sessions.staff_of(sheet.session)
    ScoreSheet.objects.filter(pk=sheet.pk).update(status="submitted", papers_count=2)
    for each in services.seats_of(sheet):
        scores.score(sheet, each, "20.0")
    for total in ("70.0", "72.0"):
        other = scores.confirmed(total)
        type(other.session).objects.filter(pk=other.session_id).update(project=sheet.session.project)
    path = reverse("scores:record", args=[sheet.uid])
    page = enter(people.actor(Role.CONFIRMER)).get(path).content.decode()
    for said in ("确认前核对", "尚未签收", "考评员宽严", "10.00", "平均71.00分", "相差-100.0个百分点", "-51.0个标准差"):
        assert said in page
    site = enter(staff).get(path).content.decode()
    for hidden in ("确认前核对", "考评员宽严", "与本项目以往场次比较"):
        assert hidden not in site
