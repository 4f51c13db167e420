"""Pages on which the site fills the sheet: problems given back as a workbook, two entries compared, spread, scans, receipt."""

import io
from decimal import Decimal

import openpyxl
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exams.scores import plugins, services, workbook
from exams.scores.marks import TENTH
from exams.scores.sheets import double
from exams.scores.sheets import services as examiners
from exams.scores.sheets.entries import scans_of, tasks_of
from sdzx.accounts.roles import Role
from tests.factories import dispatch, people, registration, scores, sessions
from tests.records import insider

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet():
    return scores.sheet(handed_over=True)


@pytest.fixture
def site(sheet):
    return sessions.staff_of(sheet.session)


def url(name, sheet):
    return reverse(f"scores:{name}", args=[sheet.uid])


def typed(sheet, *rows):
    seats = services.seats_of(sheet)
    return {f"{seat.pk}-{task}": row for seat, row in zip(seats, rows, strict=False) for task in (1, 2)}


def upload(sheet, mark=""):
    held = {seat.pk: {"1": mark, "2": mark} for seat in services.seats_of(sheet)} if mark else {}
    body = workbook.template(sheet, services.seats_of(sheet), tasks_of(sheet), TENTH, held)
    return SimpleUploadedFile("成绩.xlsx", body)


def test_workbook_problems_come_back_as_a_workbook(enter, sheet, site):
    client = enter(site)
    page = client.post(url("workbook", sheet), {"file": upload(sheet, "101")})
    assert "下载标出问题的工作簿" in page.content.decode()
    token = page.context["form"]["file"].value()[0][1]
    given = client.post(url("workbook", sheet), {"do": "annotated", "file-kept": token})
    assert given["Content-Disposition"] == f'attachment; filename="scores-{sheet.session.number}-wenti.xlsx"'
    book = openpyxl.load_workbook(io.BytesIO(given.content)).active
    assert "应在0至100之间" in book["E2"].comment.text


@pytest.mark.clause("4.4")
def test_workbook_of_another_session_is_named(enter, sheet, site):
    page = enter(site).post(url("workbook", sheet), {"file": upload(scores.sheet(), "80")})
    assert "本场次是" in page.content.decode()
    assert "下载标出问题的工作簿" not in page.content.decode()


def test_workbook_again_says_that_nothing_changed(enter, sheet, site):
    client = enter(site)
    assert "已采用" in client.post(url("workbook", sheet), {"file": upload(sheet, "80")}, follow=True).content.decode()
    again = client.post(url("workbook", sheet), {"file": upload(sheet, "80")}, follow=True)
    assert "工作簿与现有成绩一致，没有更改。" in again.content.decode()


@pytest.mark.clause("4.4")
def test_marks_where_examiners_mark_say_why_not(enter, sheet, site):
    scores.examiner_sheet(of=sheet)
    client = enter(site)
    assert "考点不能另行录入" in client.get(url("marks", sheet)).content.decode()
    page = client.get(url("record", sheet)).content.decode()
    assert url("marks", sheet) not in page
    assert "考评员评分表" in page


@pytest.mark.clause("4.4")
def test_marks_over_somebody_elses_stay_typed(enter, sheet, site):
    services.enter(sheet, by=sessions.staff_of(sheet.session), marks=numbers(sheet, "80", "80"))
    page = enter(site).post(url("marks", sheet), typed(sheet, "71", "72") | {"base": 0})
    assert page.status_code == 422
    assert "已更改成绩" in page.content.decode()
    assert 'value="72"' in page.content.decode()


def numbers(sheet, *rows):
    found = {}
    for seat, row in zip(services.seats_of(sheet), rows, strict=True):
        found[seat.pk] = {"1": Decimal(row), "2": Decimal(row)}
    return found


@pytest.fixture
def twice(sheet):
    sheet.session.center.policy = {"score_entries": 2}
    sheet.session.center.save()
    return sheet


def test_second_entry_and_comparison(enter, twice, site):
    second = sessions.staff_of(twice.session)
    assert enter(site).post(url("marks", twice), typed(twice, "80", "60") | {"base": 0}).status_code == 302
    client = enter(second)
    page = client.get(url("marks", twice)).content.decode()
    assert "互相看不到对方录入的得分" in page
    assert 'value="80"' not in page
    record = client.get(url("record", twice)).content.decode()
    assert "80.00" not in record
    assert "复录完成之前不显示" in record
    assert client.get(reverse("scores:document", args=[twice.uid, "sheet"])).status_code == 403
    assert "复录完成后才能比对" in client.get(url("compare", twice)).content.decode()
    client.post(url("marks", twice), typed(twice, "80", "61"))
    page = client.get(url("compare", twice)).content.decode()
    assert "不一致的得分" in page
    assert url("compare", twice) in client.get(url("record", twice)).content.decode()
    seat = services.seats_of(twice)[1]
    page = client.post(url("compare", twice), {f"{seat.pk}-1": "610", f"{seat.pk}-2": ""})
    assert (page.status_code, 'value="610"' in page.content.decode()) == (422, True)
    assert client.post(url("compare", twice), {f"{seat.pk}-1": "61", f"{seat.pk}-2": "61"}).status_code == 302
    assert "没有不一致之处" in client.get(url("compare", twice)).content.decode()
    assert double.blockers(twice) == []


@pytest.mark.clause("4.4")
def test_third_person_is_told(enter, twice, site):
    services.enter(twice, by=site, marks=numbers(twice, "80", "60"))
    services.enter(twice, by=sessions.staff_of(twice.session), marks=numbers(twice, "80", "60"))
    assert "分别录入" in enter(sessions.staff_of(twice.session)).get(url("marks", twice)).content.decode()


def test_first_workbook_is_kept_from_who_enters_second(twice, site):
    twice.workbook = dispatch.evidence()
    twice.save()
    services.enter(twice, by=site, marks=numbers(twice, "80", "60"))
    second = sessions.staff_of(twice.session)
    assert (plugins.reads_workbook(site, twice.workbook), plugins.reads_workbook(second, twice.workbook)) == (
        True,
        False,
    )


def test_spread_explained(enter, sheet, site):
    first, second = scores.examiner_sheet(of=sheet, mark="60"), scores.examiner_sheet(of=sheet, mark="80")
    for each in (first, second):
        examiners.submit(each, by=insider(each, Role.EXAMINER))
    client = enter(site)
    page = client.get(url("record", sheet)).content.decode()
    assert "考评员分差超过10分" in page
    assert url("spread", sheet) in page
    form = client.get(url("spread", sheet)).context["form"]
    assert client.post(url("spread", sheet), dict.fromkeys(form.fields, "复议后维持")).status_code == 302
    assert services.submit_blockers(sheet) == []
    assert "复议后维持" in client.get(url("record", sheet)).content.decode()


def picture(name):
    return SimpleUploadedFile(name, registration.jpeg(400, 300), "image/jpeg")


def test_scans_several_at_once_ordered_and_taken_out(enter, sheet, site):
    client = enter(site)
    client.post(url("scans", sheet), {"scans": [picture("甲.jpg"), picture("乙.jpg"), picture("丙.jpg")]})
    one, two, three = scans_of(sheet)
    assert [each.name for each in (one, two, three)] == ["甲.jpg", "乙.jpg", "丙.jpg"]
    places = {f"place_{one.pk}": 3, f"place_{two.pk}": 2, f"place_{three.pk}": 1}
    client.post(url("scans", sheet), places | {"scans-drop": str(two.uid), "scans": [picture("丁.jpg")]})
    sheet.refresh_from_db()
    assert [each.name for each in scans_of(sheet)] == ["丙.jpg", "甲.jpg", "丁.jpg"]


def test_scans_tell_their_pages(enter, sheet, site):
    client = enter(site)
    client.post(url("scans", sheet), {"scans": [picture("甲.jpg"), SimpleUploadedFile("乙.pdf", three_pages())]})
    page = client.get(url("scans", sheet)).content.decode()
    assert "甲.jpg（1页）的次序" in page
    assert "乙.pdf（3页）的次序" in page


def three_pages():
    document, target = pikepdf.new(), io.BytesIO()
    for _ in range(3):
        document.add_blank_page()
    document.save(target)
    return target.getvalue()


def test_papers_by_kind(enter, sheet, site):
    client = enter(site)
    data = {"papers_count": "2", "papers_handed_by": "赵校长", "papers_handed_at": "2026-03-14T12:30"}
    page = client.post(url("papers", sheet), data | {"answer_issued": "4", "answer_used": "2", "answer_blank": "1"})
    assert page.status_code == 422
    assert "答题卡发出4份，收回3份" in page.content.decode()
    assert 'value="4"' in page.content.decode()
    client.post(url("papers", sheet), data | {"answer_issued": "3", "answer_used": "2", "answer_blank": "1"})
    assert "答题卡发出3，收回2＋空白1" in client.get(url("record", sheet)).content.decode()


def test_receipt_signed(enter, sheet, site):
    arranger = people.actor(Role.ARRANGER)
    client = enter(arranger)
    assert url("receive", sheet) in client.get(url("record", sheet)).content.decode()
    assert client.post(url("receive", sheet), {"count": 1}).status_code == 422
    assert client.post(url("receive", sheet), {"count": 2}).status_code == 302
    assert arranger.name in client.get(url("record", sheet)).content.decode()
    assert "已由市中心签收" in enter(site).get(url("papers", sheet)).content.decode()
