"""The province's calendar screen."""

import re

import pytest

from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center, Membership, User
from sdzx.accounts.roles import Role
from sdzx.workdays import calendar, services
from sdzx.workdays.models import Day, Year
from sdzx.workdays.recompute import DateChange

pytestmark = pytest.mark.django_db
ENTERED = {
    "source_title": "国务院办公厅关于2027年部分节假日安排的通知",
    "notice_date": "2026-11-05",
    "days": "2027-01-01,元旦,休\n2027-01-03,元旦,班",
}


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    monkeypatch.setattr(services, "recomputers", {})
    calendar.forget()
    yield
    calendar.forget()


@pytest.fixture
def acting():
    center = Center.objects.get(code="370000")

    def act(role):
        person = User.objects.create(username=role.value, name="孙某")
        return Actor.of(Membership.objects.create(user=person, role=role, center=center))

    return act


@pytest.fixture
def province(enter, acting):
    return enter(acting(Role.PROVINCE))


def test_list_shows_years_and_what_to_enter_next(province):
    page = province.get("/calendar/").content.decode()
    assert re.findall(r'href="/calendar/(\d{4}/[a-z/]*)"', page) == ["2027/amend/", "2026/", "2025/", "2024/"]


def test_record_shows_days_and_no_button_for_others(enter, acting):
    page = enter(acting(Role.CLERK)).get("/calendar/2026/").content.decode()
    assert ("2026年10月10日 周六 国庆节" in page, "/calendar/2026/amend/" in page) == (True, False)


def test_record_of_a_year_that_nobody_knows(province):
    assert province.get("/calendar/1990/").status_code == 404


def test_amend_shows_the_differences_and_then_saves(province):
    shown = province.post("/calendar/2027/amend/", ENTERED)
    page = shown.content.decode()
    assert (shown.status_code, "2027-01-01：按星期 → 元旦放假" in page) == (200, True)
    assert not Day.objects.filter(notice_year=2027).exists()
    mark = re.search(r'name="confirmed" value="(\w+)"', page)[1]
    saved = province.post("/calendar/2027/amend/", {**ENTERED, "confirmed": mark})
    assert (saved.status_code, saved["Location"]) == (302, "/calendar/2027/")
    assert Year.objects.get(year=2027).version == 1


def test_amend_confirmation_of_something_else_is_shown_again(province):
    page = province.post("/calendar/2027/amend/", ENTERED).content.decode()
    mark = re.search(r'name="confirmed" value="(\w+)"', page)[1]
    changed = {**ENTERED, "days": "2027-01-01,元旦,休", "confirmed": mark}
    assert province.post("/calendar/2027/amend/", changed).status_code == 200
    assert not Day.objects.filter(notice_year=2027).exists()


def test_amend_shows_the_due_days_that_move(province, monkeypatch):
    before, after = (calendar.add_workdays(Day.objects.first().date, count).day for count in (1, 2))
    monkeypatch.setattr(services, "recomputers", {"scores": lambda by: [DateChange("第3场", before, after, "/s/")]})
    page = province.post("/calendar/2027/amend/", ENTERED).content.decode()
    assert '<a href="/s/">第3场</a>' in page


def test_amend_with_faults_keeps_what_was_entered(province):
    answer = province.post("/calendar/2027/amend/", {**ENTERED, "days": "2027-02-30,春节,休"})
    page = answer.content.decode()
    assert (answer.status_code, "第1行：“2027-02-30”不是有效的日期。" in page, "2027-02-30,春节,休" in page) == (
        422,
        True,
        True,
    )


def test_amend_an_announced_year_without_a_reason(province):
    answer = province.post("/calendar/2026/amend/", {**ENTERED, "days": "2026-01-01,元旦,休"})
    assert (answer.status_code, "请填写调整的理由" in answer.content.decode()) == (422, True)


def test_amend_form_is_filled_with_what_is_stored(province):
    assert "2026-10-10,国庆节,班" in province.get("/calendar/2026/amend/").content.decode()


def test_amend_not_for_others_nor_for_impossible_years(enter, acting, province):
    assert province.get("/calendar/1066/amend/").status_code == 404
    assert enter(acting(Role.DIRECTOR)).get("/calendar/2027/amend/").status_code == 403
