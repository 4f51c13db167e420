"""The examiners' sheets in the session's case, from the submission on."""

import pytest

from exams.scores import services
from exams.scores.models import ScoreSheet
from sdzx.accounts.roles import Role
from sdzx.archive.models import CaseItem
from sdzx.files.services import content
from tests.factories import people, scores, sessions
from tests.factories.holders import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.clause("5.2")]


def titles():
    return list(CaseItem.objects.filter(kind="examiner_sheet").order_by("pk").values_list("title", flat=True))


def test_filed_when_the_scores_are_handed_in_and_again_after_a_return():
    sheet = scores.sheet(scored=True, handed_over=True)
    counted, gone = scores.examiner_sheet("submitted", of=sheet), scores.examiner_sheet("left_out", of=sheet)
    name = counted.assignment.person.name
    assert gone.assignment != counted.assignment
    site = sessions.staff_of(sheet.session)
    services.submit(sheet, by=site)
    assert titles() == [f"考评员评分表（{name}）"]
    kept = CaseItem.objects.get(kind="examiner_sheet").file
    assert name in text_of(content(kept))
    services.send_back(sheet, by=people.actor(Role.CONFIRMER), ground="请核对")
    counted.marks = {seat: dict.fromkeys(row, "70") for seat, row in counted.marks.items()}
    counted.save()
    services.submit(sheet, by=site)
    assert titles()[-1] == f"考评员评分表（{name}，第2次报送）"


def test_nothing_to_file_where_the_site_types_the_marks():
    sheet = scores.sheet(scored=True, handed_over=True)
    services.submit(sheet, by=sessions.staff_of(sheet.session))
    assert ScoreSheet.objects.get().status == "submitted"
    assert titles() == []
