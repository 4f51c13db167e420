"""Amending the calendar: one transaction for the days, the version, the due days and the trace."""

from datetime import date

import pytest

from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center, Membership, User
from sdzx.accounts.roles import Role
from sdzx.audit.services import last_entry
from sdzx.notifications.models import Notice
from sdzx.workdays import calendar, recompute, services
from sdzx.workdays.models import Day, Edition, Year
from sdzx.workdays.parse import Arranged
from sdzx.workdays.recompute import DateChange
from sdzx.workflow import Refused

pytestmark = pytest.mark.django_db
PROVINCE = Actor(Role.PROVINCE)
NEW_YEAR = (Arranged(date(2027, 1, 1), True, "元旦"), Arranged(date(2027, 1, 3), False, "元旦"))
NOTICE = {"source_title": "国务院办公厅关于2027年部分节假日安排的通知", "source_url": "https://www.gov.cn/2027"}


@pytest.fixture(autouse=True)
def _fresh_table():
    calendar.forget()
    yield
    calendar.forget()


@pytest.fixture
def recomputers(monkeypatch):
    mine = {}
    monkeypatch.setattr(services, "recomputers", mine)
    return mine


@pytest.fixture
def official():
    center = Center.objects.get(code="370100")
    person = User.objects.create(username="director", name="赵主任")
    return Membership.objects.create(user=person, role=Role.DIRECTOR, center=center)


def amend(days=NEW_YEAR, **more):
    return services.amend_year(by=PROVINCE, **{"year": 2027, "days": days, **NOTICE, **more})


def test_amend_year_announces_it(django_capture_on_commit_callbacks, recomputers):
    assert calendar.add_workdays(date(2026, 12, 30), 3) == calendar.Deadline(date(2027, 1, 4), True, "2026-1,2027-0")
    with django_capture_on_commit_callbacks(execute=True):
        done = amend()
    assert (done.year.status, done.year.version, done.days, done.deadlines) == (
        "announced",
        1,
        ("2027-01-01：按星期 → 元旦放假", "2027-01-03：按星期 → 元旦调休上班"),
        (),
    )
    assert calendar.add_workdays(date(2026, 12, 30), 3) == calendar.Deadline(date(2027, 1, 4), False, "2026-1,2027-1")
    assert calendar.is_workday(date(2027, 1, 3))


def test_amend_year_recomputes_by_the_new_table(recomputers):
    before = calendar.add_workdays(date(2026, 12, 31), 1).day

    def scores(by):
        return [DateChange("考核", before, calendar.add_workdays(date(2026, 12, 31), 1).day)]

    recomputers["scores"] = scores
    assert amend().deadlines == (DateChange("考核", date(2027, 1, 1), date(2027, 1, 3)),)


def test_amend_year_again_replaces_and_needs_a_reason(recomputers):
    amend()
    with pytest.raises(Refused, match="请填写调整的理由"):
        amend(days=NEW_YEAR[:1])
    done = amend(days=NEW_YEAR[:1], ground="国务院办公厅调整")
    assert (done.year.version, done.days) == (2, ("2027-01-03：元旦调休上班 → 按星期",))
    assert list(Day.objects.filter(notice_year=2027).values_list("date", flat=True)) == [date(2027, 1, 1)]
    entry = last_entry(done.year)
    assert (entry.label, entry.ground, entry.before["version"], entry.after["version"]) == (
        "调整工作日历",
        "国务院办公厅调整",
        1,
        2,
    )


def test_amend_year_again_tells_the_centres(recomputers, official):
    amend()
    assert Notice.objects.count() == 0
    amend(ground="调整")
    assert list(Notice.objects.values_list("kind", "recipient__name", "title")) == [
        ("calendar_amended", "赵主任", "2027年工作日历已调整")
    ]


def test_missing_years_by_month():
    months = (date(2026, 10, 31), date(2026, 11, 1), date(2027, 1, 1))
    assert [services.missing_years(day) for day in months] == [[], [2027], [2027]]


def test_remind_missing_once_a_week(official):
    Membership.objects.update(role=Role.PROVINCE)
    days = (date(2026, 11, 2), date(2026, 11, 2), date(2026, 11, 8), date(2026, 11, 9))
    assert [services.remind_missing(today=day) for day in days] == [1, 0, 0, 1]
    assert Notice.objects.first().title == "请录入2027年工作日历"


def test_amend_year_with_a_day_in_last_december(recomputers):
    amend(days=(*NEW_YEAR, Arranged(date(2026, 12, 31), True, "元旦")))
    assert dict(Year.objects.filter(year__in=(2026, 2027)).values_list("year", "version")) == {2026: 2, 2027: 1}


def test_amend_year_not_granted():
    with pytest.raises(Refused, match="不能调整工作日历"):
        services.amend_year(by=Actor(Role.DIRECTOR), year=2027, days=NEW_YEAR, **NOTICE)
    assert not Year.objects.filter(year=2027).exists()


def test_amend_year_when_a_recomputer_fails(recomputers):
    def broken(by):
        raise RuntimeError

    recomputers["broken"] = broken
    with pytest.raises(RuntimeError):
        amend()
    assert not Day.objects.filter(notice_year=2027).exists()


def test_rehearse_year_leaves_nothing(recomputers):
    shown = services.rehearse_year(by=PROVINCE, year=2027, days=NEW_YEAR, source_title="通知")
    assert shown.days == ("2027-01-01：按星期 → 元旦放假", "2027-01-03：按星期 → 元旦调休上班")
    assert not Year.objects.filter(year=2027).exists()


def test_register_recomputer_twice_under_one_name(monkeypatch):
    monkeypatch.setattr(recompute, "recomputers", {})
    recompute.register_recomputer("scores", list)
    recompute.register_recomputer("scores", list)
    with pytest.raises(ValueError, match="scores is registered already"):
        recompute.register_recomputer("scores", tuple)


def test_amend_year_keeps_every_edition(recomputers, official):
    by = Actor.of(official)
    Membership.objects.update(role=Role.PROVINCE)
    province = Actor.of(Membership.objects.get())
    with pytest.raises(Refused):
        services.amend_year(by=by, year=2027, days=NEW_YEAR, **NOTICE)
    services.amend_year(by=province, year=2027, days=NEW_YEAR, **NOTICE)
    services.amend_year(by=province, year=2027, days=NEW_YEAR[:1], ground=" 国务院办公厅调整 ", **NOTICE)
    second, first = Edition.objects.filter(year__year=2027)
    assert (first.version, first.ground, services.arranged(first)) == (1, "", list(NEW_YEAR))
    assert (second.version, second.ground, second.entered_by) == (2, "国务院办公厅调整", province.user)
    assert services.difference(services.arranged(first), services.arranged(second)) == (
        "2027-01-03：元旦调休上班 → 按星期",
    )


def test_amend_year_with_a_day_in_last_december_makes_an_edition_of_last_year(recomputers):
    amend(days=(*NEW_YEAR, Arranged(date(2026, 12, 31), True, "元旦")))
    last = Edition.objects.filter(year__year=2026).first()
    assert (last.version, last.ground) == (2, "2027年的通知安排了2026年12月的日期")
    assert services.arranged(last)[-1] == Arranged(date(2026, 12, 31), True, "元旦")


def test_seeded_years_have_their_edition():
    assert list(Edition.objects.order_by("year__year").values_list("year__year", "version")) == [
        (2024, 1),
        (2025, 1),
        (2026, 1),
    ]
