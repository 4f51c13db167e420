"""The province's calendar screen."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center, Membership, User
from sdzx.accounts.roles import Role
from sdzx.documents.delimited import as_csv
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


def test_amend_from_a_pasted_notice_shows_months_notes_and_kinds(province, monkeypatch):
    change = DateChange("第3场", date(2027, 1, 4), date(2027, 1, 5), "/s/", kind="成绩报送期限", was_provisional=True)
    sure = DateChange("第4场", date(2027, 1, 5), date(2027, 1, 5), kind="成绩报送期限", was_provisional=True)
    monkeypatch.setattr(services, "recomputers", {"scores": lambda by: [change, sure]})
    text = "经国务院批准\n元旦：1月1日（周五）至3日（周日）放假，共3天。\n2026年11月5日"
    page = province.post("/calendar/2027/amend/", {**ENTERED, "days": text}).content.decode()
    for words in (
        "没有看到春节、清明", "第1行没有日期", "2027年12月", '<td class="off changed" title="元旦放假">1<small>休</small></td>',
        "成绩报送期限（2个）", "周一 → 2027年1月5日 周二，由暂定转为确定", "第4场：2027年1月5日 周二，由暂定转为确定",
    ):  # fmt: skip
        assert words in page, words


def test_amend_from_a_notice_signed_on_another_day(province):
    text = "元旦：1月1日（周五）放假，共1天。\n2026年11月6日"
    answer = province.post("/calendar/2027/amend/", {**ENTERED, "days": text})
    assert (answer.status_code, "落款是2026年11月6日 周五" in answer.content.decode()) == (422, True)


def test_amend_without_any_days(province):
    answer = province.post("/calendar/2027/amend/", {**ENTERED, "days": " "})
    assert (answer.status_code, "或上传表格" in answer.content.decode()) == (422, True)
    answer = province.post("/calendar/2027/amend/", {**ENTERED, "days": "元" * 20_001})
    assert answer.status_code == 422


def upload(*rows):
    labels = ["日期", "至", "节日", "安排"]
    table = as_csv(labels, [dict(zip(labels, row, strict=True)) for row in rows])
    return SimpleUploadedFile("安排.csv", table, content_type="text/csv")


def test_amend_from_an_uploaded_table(province):
    rows = [("2027-01-01", "2027-01-02", "元旦", "休"), ("2027-01-03", "", "元旦", "班")]
    shown = province.post("/calendar/2027/amend/", {**ENTERED, "days": "乱写", "upload": upload(*rows)})
    page = shown.content.decode()
    assert (shown.status_code, "2027-01-02：按星期 → 元旦放假" in page, "乱写" in page) == (200, True, True)
    mark = re.search(r'name="confirmed" value="(\w+)"', page)[1]
    kept = re.search(r'name="upload-kept" value="([^"]+)"|name="upload" value="([^"]+)"', page)
    assert kept, re.findall(r"<input[^>]*upload[^>]*>", page)
    again = {**ENTERED, "days": "乱写", "confirmed": mark, re.match(r'name="([^"]+)"', kept[0])[1]: kept[1] or kept[2]}
    assert province.post("/calendar/2027/amend/", again)["Location"] == "/calendar/2027/"
    assert Day.objects.filter(notice_year=2027).count() == 3


def test_amend_from_a_bad_table_names_every_cell_and_gives_it_back(province):
    rows = [("2027-01-01", "", "", "休"), ("2027-01-04", "", "元旦", "班")]
    answer = province.post("/calendar/2027/amend/", {**ENTERED, "upload": upload(*rows)})
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("C2 节日没有填写。", "A3 日期2027-01-04（周一）本来就是工作日", "下载标出问题的表格"):
        assert words in page, words
    back = province.post("/calendar/2027/amend/", {**ENTERED, "upload": upload(*rows), "do": "annotated"})
    assert back["Content-Disposition"] == 'attachment; filename="gongzuorili-2027-wenti.xlsx"'
    for table, words in ((upload(), "没有任何日期"), (SimpleUploadedFile("a.csv", b"x,y\n1,2\n"), "表头")):
        page = province.post("/calendar/2027/amend/", {**ENTERED, "upload": table}).content.decode()
        assert words in page, words


def test_template_holds_what_is_stored(enter, acting, province):
    assert province.get("/calendar/2026/template/")["Content-Disposition"].endswith('gongzuorili-2026.xlsx"')
    assert province.get("/calendar/1066/template/").status_code == 404
    assert enter(acting(Role.DIRECTOR)).get("/calendar/2026/template/").status_code == 403


def test_editions_stay_visible_with_who_changed_what(enter, acting):
    by = acting(Role.PROVINCE)
    days = services.days_of(2026)
    services.amend_year(by=by, year=2026, days=days[1:], source_title="通知", ground="更正元旦")
    client = enter(acting(Role.CLERK))
    page = client.get("/calendar/2026/").content.decode()
    assert [each in page for each in ("/calendar/2026/versions/1/", "/calendar/2026/versions/2/", "更正元旦")] == [
        True
    ] * 3
    first = client.get("/calendar/2026/versions/1/").content.decode()
    assert ("随系统提供" in first, "现行版本" in first) == (True, False)
    second = client.get("/calendar/2026/versions/2/").content.decode()
    for words in ("2026-01-01：元旦放假 → 按星期", "现行版本", "更正元旦", "孙某"):
        assert words in second, words
    assert client.get("/calendar/2026/versions/9/").status_code == 404


def test_record_of_a_missing_year(province):
    Year.objects.create(year=2027)
    page = province.get("/calendar/2027/").content.decode()
    assert ("还没有录入" in page, "录入安排" in page, "<td" in page) == (True, True, False)
