"""What a complaint needs at each stage."""

import datetime
from typing import Any

import pytest

from sdzx import clock
from sdzx.notifications.kinds import NoticeKind
from sites.oversight.complaints import rules
from sites.oversight.complaints.models import Complaint
from tests.factories import complaints, people

S = Complaint.Status
DAY = datetime.date(2026, 3, 20)


def unfit(**values: Any) -> list[str]:
    given: dict[str, Any] = {
        "site": None, "place": "某校", "center": "济南", "facts": complaints.FACTS, "happened_on": DAY, "anonymous": True,
        "name": "", "phone": "", "email": "", "day": DAY,
    }  # fmt: skip
    return [each.field for each in rules.filing_unfit(**{**given, **values})]


def test_filing_complete_and_anonymous():
    assert unfit() == []


def test_filing_with_a_contact():
    assert unfit(anonymous=False, name="赵大勇", phone="13905310001", email="") == []
    assert unfit(anonymous=False, name="赵大勇", phone="", email="z@example.com") == []


@pytest.mark.clause("5.4")
def test_filing_without_a_place_or_city():
    assert unfit(place=" ", center=None) == ["site", "center"]


@pytest.mark.clause("5.1")
def test_filing_all_at_once():
    found = unfit(
        facts="太  短", happened_on=DAY + datetime.timedelta(days=1), anonymous=False, name="", phone="12", email=""
    )
    assert found == ["facts", "happened_on", "name", "phone"]


def test_filing_anonymous_with_a_contact():
    assert unfit(phone="13905310001") == ["identity"]


def test_filing_without_any_way_to_answer():
    assert unfit(anonymous=False, name="赵大勇") == ["phone"]


@pytest.mark.clause("5.1")
@pytest.mark.parametrize("shown", ["我叫赵大勇", "请打139-0531 0001", "写信到Z@Example.com"])
def test_filing_facts_that_give_the_complainant_away(shown):
    facts = f"{complaints.FACTS}{shown}"
    assert unfit(anonymous=False, name="赵大勇", phone="13905310001", email="z@example.com", facts=facts) == ["facts"]


@pytest.mark.clause("5.1")
def test_texts_that_name_the_complainant():
    held = Complaint(anonymous=False, name="赵大勇", phone="13905310001")
    text = "经向举报人赵大勇核实，电话13905310001，情况属实。"
    found = [
        *rules.ground_unfit(held, text), *rules.findings_unfit(held, text), *rules.conclusion_unfit(held, "partly", text),
    ]  # fmt: skip
    assert [each.field for each in found] == ["ground", "findings", "answer"]
    assert found[0].sentence == "这里出现了举报人的姓名、电话，请删去：举报人身份须保密。"


def test_texts_of_an_anonymous_complaint():
    assert rules.ground_unfit(Complaint(), "赵大勇") == []


@pytest.mark.clause("5.1")
def test_conclusion_without_result_and_answer():
    found = rules.conclusion_unfit(Complaint(), "", "短")
    assert [each.field for each in found] == ["result", "answer"]


@pytest.mark.django_db
@pytest.mark.clause("5.1")
def test_transfer_unfit():
    held = Complaint(status=S.ACCEPTED, center=people.center())
    found = rules.transfer_unfit(held, people.center(), " ")
    assert [each.field for each in found] == ["", "center", "ground"]
    assert [
        each.field for each in rules.transfer_unfit(Complaint(center=people.center()), people.center("370000"), "省")
    ] == ["center"]
    assert rules.transfer_unfit(Complaint(center=people.center()), people.center("370200"), "属青岛") == []


def test_due_day():
    first, last = DAY, DAY + datetime.timedelta(days=30)
    days = [
        rules.due_day(Complaint(status=each, acceptance_due=first, due_on=last)) for each in (S.RECEIVED, S.ACCEPTED)
    ]
    assert days == [first, last]


@pytest.mark.parametrize(
    ("late", "left", "kind"),
    [(-1, None, NoticeKind.COMPLAINT_OVERDUE), (0, 0, NoticeKind.COMPLAINT_DUE), (4, 2, NoticeKind.COMPLAINT_DUE), (5, 3, None), (5, None, None)],
)  # fmt: skip
def test_reminder(late, left, kind):
    today = clock.today()
    assert rules.reminder(today + datetime.timedelta(days=late), today, lambda: left) == kind
