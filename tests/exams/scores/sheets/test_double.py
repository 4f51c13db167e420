"""Two independent entries: neither sees the other's, both are compared, a third has no turn."""

from decimal import Decimal

import pytest

from exams.scores import services
from exams.scores.sheets import double
from sdzx.audit.services import entries_of
from sdzx.workflow import Refused
from tests.factories import scores, sessions

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet():
    made = scores.sheet(handed_over=True)
    made.session.center.policy = {"score_entries": 2}
    made.session.center.save()
    return made


@pytest.fixture
def first(sheet):
    return sessions.staff_of(sheet.session)


@pytest.fixture
def second(sheet):
    return sessions.staff_of(sheet.session)


def marks(sheet, *rows):
    return {
        seat.pk: {"1": Decimal(row), "2": Decimal(row)}
        for seat, row in zip(services.seats_of(sheet), rows, strict=False)
    }


def test_not_doubled_by_default_nor_where_examiners_mark(sheet):
    assert double.doubled(sheet)
    sheet.by_examiners = True
    assert not double.doubled(sheet)
    assert not double.doubled(scores.sheet(of=sessions.session("ended", city=sheet.session.center), by_examiners=True))


def test_second_sees_nothing_of_the_first(sheet, first, second):
    services.enter(sheet, by=first, marks=marks(sheet, "80", "60"))
    assert double.held_for(sheet, second.user) == {}
    assert double.blind(sheet, second)
    assert not double.blind(sheet, first)
    services.enter(sheet, by=second, marks=marks(sheet, "80"))
    assert set(double.held_for(sheet, second.user)) == set(marks(sheet, "80"))
    assert double.held_for(sheet, first.user) == double.first_marks(sheet)
    assert double.blind(sheet, second)
    services.enter(sheet, by=second, marks=marks(sheet, "80", "61"))
    assert not double.blind(sheet, second)


@pytest.mark.clause("4.4")
def test_submit_without_a_second_entry_refused(sheet, first):
    assert double.blockers(sheet) == []
    services.enter(sheet, by=first, marks=marks(sheet, "80", "60"))
    with pytest.raises(Refused, match="由另一人不看已录成绩"):
        services.submit(sheet, by=first)


@pytest.mark.clause("4.4")
def test_differences_stand_in_the_way_until_resolved(sheet, first, second):
    services.enter(sheet, by=first, marks=marks(sheet, "80", "60"))
    services.enter(sheet, by=second, marks=marks(sheet, "80.0", "61"))
    with pytest.raises(Refused, match="两次录入有2处不一致"):
        services.submit(sheet, by=first)
    seat = services.seats_of(sheet)[1]
    assert double.differing(sheet) == [(seat.pk, "1", "60", "61"), (seat.pk, "2", "60", "61")]
    double.resolve(sheet, by=second, marks={seat.pk: {"1": Decimal(61), "2": Decimal(60)}})
    assert sheet.scores.get(seat=seat).total == Decimal("60.60")
    assert entries_of(sheet).last().after["changed"] == [
        f"{seat.ticket_number}任务1：('60', '61')→61", f"{seat.ticket_number}任务2：('60', '61')→60"
    ]  # fmt: skip
    sheet.refresh_from_db()
    assert sheet.entered_by == first.user
    services.submit(sheet, by=first)


def test_resolve_only_what_differs(sheet, first, second):
    services.enter(sheet, by=first, marks=marks(sheet, "80", "60"))
    services.enter(sheet, by=second, marks=marks(sheet, "80", "60"))
    double.resolve(sheet, by=first, marks=marks(sheet, "99"))
    assert [score.total for score in sheet.scores.all()] == [Decimal(80), Decimal(60)]


@pytest.mark.clause("4.4")
def test_resolve_before_the_second_entry_refused(sheet, first):
    services.enter(sheet, by=first, marks=marks(sheet, "80", "60"))
    with pytest.raises(Refused, match="复录完成后才能比对"):
        double.resolve(sheet, by=first, marks={})


@pytest.mark.clause("4.4")
def test_resolve_off_the_scale_refused(sheet, first, second):
    services.enter(sheet, by=first, marks=marks(sheet, "80", "60"))
    services.enter(sheet, by=second, marks=marks(sheet, "80", "61"))
    with pytest.raises(Refused, match="应在0至100之间"):
        double.resolve(sheet, by=first, marks=marks(sheet, "80", "600"))


@pytest.mark.clause("4.4")
def test_third_person_refused(sheet, first, second):
    services.enter(sheet, by=first, marks=marks(sheet, "80", "60"))
    services.enter(sheet, by=second, marks=marks(sheet, "80", "60"))
    third = sessions.staff_of(sheet.session)
    assert double.held_for(sheet, third.user) == {}
    with pytest.raises(Refused, match="分别录入"):
        services.enter(sheet, by=third, marks=marks(sheet, "90", "90"))
