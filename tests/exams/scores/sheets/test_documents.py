"""An examiner's sheet on paper: own marks, own totals, the examiners' mean; who may print it."""

from decimal import Decimal

import pytest
from django.urls import reverse

from exams.scores.models import ScoreSheet
from exams.scores.sheets import documents
from exams.sessions.models import Seat
from sdzx.accounts.roles import Role
from tests.factories import people, scores
from tests.factories.holders import text_of
from tests.records import insider

pytestmark = pytest.mark.django_db


def sheet_with(rows, **values):
    """The sheet of an examiner with these marks {candidate's place: {task: mark}} of a session with three candidates."""
    mine = scores.examiner_sheet(of=scores.sheet(candidates=3), **values)
    seats = list(mine.sheet.session.seats.order_by("ticket_number"))
    mine.marks = {str(seats[place].pk): row for place, row in rows.items()}
    mine.save()
    return mine, seats


def test_own_totals_by_weight_and_who_was_absent():
    mine, seats = sheet_with({0: {"1": "80", "2": "90.5"}, 1: {"1": "60", "2": "60"}})
    Seat.objects.filter(pk=seats[2].pk).update(attendance="absent")
    facts = documents.examiner_sheet(mine)
    assert [row["marks"] for row in facts["rows"]] == [["80", "90.5"], ["60", "60"], ["", ""]]
    assert [row["total"] for row in facts["rows"]] == [Decimal("84.20"), Decimal("60.00"), ""]
    assert [row["remark"] for row in facts["rows"]] == ["", "", "缺考"]
    assert (facts["scored"], facts["average"]) == (2, Decimal("72.10"))
    assert facts["examiner"] == mine.assignment.person.name
    assert (facts["submitted_at"], facts["state"]) == (None, "评分中")


def test_nothing_marked_yet_and_half_a_row():
    facts = documents.examiner_sheet(sheet_with({})[0])
    assert (facts["scored"], facts["average"]) == (0, "")
    half = documents.examiner_sheet(sheet_with({0: {"1": "80"}})[0])
    assert half["rows"][0]["total"] == ""


def test_the_mean_of_all_stands_beside_the_own_total():
    mine, _ = sheet_with({}, status="submitted")
    sheet = mine.sheet
    scores.score(sheet, sheet.session.seats.first(), "75.00")
    facts = documents.examiner_sheet(mine)
    assert facts["rows"][0]["mean"] == Decimal("75.00")
    assert facts["submitted_at"] == mine.submitted_at
    printed = text_of(documents.examiner_sheet_pdf(mine))
    assert "考评员评分表" in printed
    assert "考评员签名" in printed


@pytest.mark.clause("4.3")
def test_printed_by_others_only_when_all_have_handed_in(enter):
    sheet = scores.sheet(ScoreSheet.Status.DRAFT)
    mine = scores.examiner_sheet("submitted", of=sheet)
    path = reverse("scores:sheets:document", args=[mine.uid, "sheet"])
    other = scores.examiner_sheet(of=sheet)
    confirmer = enter(people.actor(Role.CONFIRMER))
    record = reverse("scores:sheets:record", args=[mine.uid])
    assert confirmer.get(path).status_code == 403
    assert path not in confirmer.get(record).content.decode()
    assert enter(insider(mine, Role.EXAMINER)).get(path)["Content-Type"] == "application/pdf"
    type(other).objects.filter(pk=other.pk).update(status="left_out")
    confirmer = enter(people.actor(Role.CONFIRMER))
    assert path in confirmer.get(record).content.decode()
    assert confirmer.get(path).status_code == 200
    assert confirmer.get(reverse("scores:sheets:document", args=[mine.uid, "other"])).status_code == 404
