"""What a return named, and what changed since."""

from decimal import Decimal

import pytest
from django.urls import reverse

from exams.scores import returns, services
from exams.scores.models import ScoreSheet, SheetReturn
from exams.scores.sheets.entries import tasks_of
from sdzx.accounts.roles import Role
from sdzx.workflow import Refused
from tests.factories import people, scores, sessions

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet():
    return scores.sheet(ScoreSheet.Status.SUBMITTED)


@pytest.fixture
def confirmer():
    return people.actor(Role.CONFIRMER)


@pytest.mark.clause("4.5")
def test_rows_are_of_the_session_and_have_reasons(sheet, confirmer):
    seat = sheet.session.seats.first()
    with pytest.raises(Refused) as refusal:
        services.send_back(sheet, by=confirmer, ground="请核对", rows={seat.pk: " ", 0: "不存在"})
    assert [(each.sentence, each.field) for each in refusal.value.blockers] == [
        ("退回的考生不属于本场次。", ""),
        ("请写明这名考生退回的理由。", f"row_{seat.pk}"),
    ]
    assert not SheetReturn.objects.exists()


def test_reasons_only_while_it_lies_with_the_site(sheet, confirmer):
    assert returns.reasons(sheet) == {}
    seat = sheet.session.seats.first()
    services.send_back(sheet, by=confirmer, ground="请核对", rows={seat.pk: "第二项不符"})
    assert returns.reasons(sheet) == {seat.pk: "第二项不符"}
    sheet.status = ScoreSheet.Status.SUBMITTED
    assert returns.reasons(sheet) == {}


def test_what_changed_since(sheet, confirmer):
    first, second = services.seats_of(sheet)
    services.send_back(sheet, by=confirmer, ground="请核对", rows={first.pk: "第二项不符"})
    marks = {first.pk: {"1": Decimal(80), "2": Decimal(86)}, second.pk: {"1": Decimal(80), "2": Decimal(80)}}
    services.enter(sheet, by=sessions.staff_of(sheet.session), marks=marks)
    seats, tasks = services.seats_of(sheet), tasks_of(sheet)
    (row,) = returns.changed(returns.last(sheet), seats, tasks)
    assert (row.seat, row.reason, row.changes) == (first, "第二项不符", (f"{tasks[1].name}：80.0→86",))
    sheet.scores.filter(seat=second).delete()
    _, gone = returns.changed(returns.last(sheet), services.seats_of(sheet), tasks)
    assert (gone.reason, gone.changes[0]) == ("", f"{tasks[0].name}：80.0→无")


def test_pages_from_the_tick_to_the_site(enter, sheet, confirmer):
    seat = sheet.session.seats.first()
    step = reverse("scores:step", args=[sheet.uid, "send_back"])
    client = enter(confirmer)
    assert f"退回{seat.registration.name}" in client.get(step).content.decode()
    given = {"ground": "请核对", f"tick_{seat.pk}": "on"}
    assert "请写明这名考生退回的理由" in client.post(step, given).content.decode()
    assert client.post(step, {**given, f"row_{seat.pk}": "第二项不符"}).status_code == 302
    site = enter(sessions.staff_of(sheet.session))
    assert "退回：第二项不符" in site.get(reverse("scores:marks", args=[sheet.uid])).content.decode()
    assert "第二项不符（得分没有变动）" in site.get(reverse("scores:record", args=[sheet.uid])).content.decode()
