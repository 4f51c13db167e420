"""The score sheet's context: every candidate, with a result or why there is none."""

import pytest

from exams.registration.models import Registration
from exams.scores import documents
from exams.scores.models import ScoreSheet
from exams.sessions.models import Seat
from tests.factories import dispatch, scores

pytestmark = pytest.mark.django_db


def test_score_sheet_confirmed_with_absent_and_disqualified():
    sheet = scores.sheet(ScoreSheet.Status.CONFIRMED, candidates=4, late_days=1)
    first, second, third, _ = sheet.session.seats.all()
    sheet.scores.filter(seat=first).update(passed=False)
    sheet.scores.filter(seat__in=[second, third]).delete()
    Seat.objects.filter(pk=second.pk).update(attendance="absent")
    Registration.objects.filter(seat=third).update(status="disqualified")
    judge = dispatch.assignment(sheet.session)
    facts = documents.score_sheet(sheet)
    assert [row["result"] for row in facts["rows"]] == ["不合格", "缺考", "成绩无效", "合格"]
    assert [row["scores"] for row in facts["rows"]][:2] == [["80.0", "80.0"], ["", ""]]
    assert facts["counts"] == {"registered": 4, "present": 3, "absent": 1, "passed": 1, "failed": 1}
    assert (facts["pass_mark"], facts["late"]) == ("60", True)
    assert facts["examiners"] == [judge.person.name]
    assert facts["tasks"] == [{"name": "面团调制", "weight": "60"}, {"name": "成型烘烤", "weight": "40"}]
    assert all("*" in row["document_number"] for row in facts["rows"])


def test_score_sheet_draft_prints():
    facts = documents.score_sheet(scores.sheet())
    assert [row["result"] for row in facts["rows"]] == ["待评分", "待评分"]
    assert (facts["submitted_on"], facts["confirmed_on"]) == ("（未报送）", None)
