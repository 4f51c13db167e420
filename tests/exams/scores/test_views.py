"""Pages of the scores: who sees them, what they refuse, how many queries."""

import io

import pytest
from django.urls import reverse

from exams.registration.models import Registration
from exams.scores import plugins, services, worklist
from exams.scores.marks import TENTH
from exams.scores.models import ScoreSheet
from exams.scores.services import seats_of
from exams.scores.sheets import double
from exams.scores.sheets.entries import tasks_of
from exams.scores.workbook import template
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.files.services import store
from tests.factories import dispatch, people, scores, sessions

pytestmark = pytest.mark.django_db
Status = ScoreSheet.Status


def url(name, sheet, *args):
    return reverse(f"scores:{name}", args=[sheet.uid, *args])


@pytest.fixture
def sheet():
    return scores.sheet()


@pytest.fixture
def site(sheet):
    return sessions.staff_of(sheet.session)


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries(enter, django_assert_num_queries, count):
    for _ in range(count):
        scores.sheet()
    client = enter(people.actor(Role.CONFIRMER))
    with django_assert_num_queries(6):
        assert client.get(reverse("scores:list")).status_code == 200


def test_record_site_sees_its_own_only(enter, sheet, site):
    assert enter(site).get(url("record", sheet)).status_code == 200
    assert enter(people.actor(Role.SITE)).get(url("record", sheet)).status_code == 404


def test_record_site_is_told_what_lacks(enter, sheet, site):
    page = enter(site).get(url("record", sheet)).content.decode()
    assert "还有2名实考考生没有成绩" in page
    assert "录入成绩" in page
    assert "成绩分布" not in page


def test_record_warns_of_lateness(enter, sheet, site):
    sheet.session.scores_due = clock.today().replace(year=clock.today().year - 1)
    sheet.session.save()
    assert "现在报送将记为逾期" in enter(site).get(url("record", sheet)).content.decode()
    scores_page = enter(site).get(url("step", sheet, "submit")).content.decode()
    assert "现在报送将记为逾期" in scores_page


def test_record_confirmer_sees_spread_reports_incidents(enter):
    sheet = scores.sheet(Status.SUBMITTED)
    dispatch.report(dispatch.assignment(sheet.session, kind="supervisor"))
    dispatch.incident(sheet.session)
    page = enter(people.actor(Role.CONFIRMER)).get(url("record", sheet)).content.decode()
    for words in ("成绩分布", "合格2人（100.0%）", "尚未提交", "违纪违规（考生：", "还有1起违纪违规没有作出处理"):
        assert words in page


def test_marks_saved_in_part(enter, sheet, site):
    first, second = sheet.session.seats.all()
    data = {f"{first.pk}-1": "86.5", f"{first.pk}-2": "90", f"{second.pk}-1": "", f"{second.pk}-2": ""}
    assert enter(site).post(url("marks", sheet), data).status_code == 302
    assert [score.seat for score in sheet.scores.all()] == [first]


@pytest.mark.clause("4.4")
def test_marks_bad_ones_come_back_filled(enter, sheet, site):
    first, second = sheet.session.seats.all()
    data = {f"{first.pk}-1": "101", f"{first.pk}-2": "", f"{second.pk}-1": "甲", f"{second.pk}-2": "70"}
    page = enter(site).post(url("marks", sheet), data)
    assert page.status_code == 422
    assert "应填数字。" in page.content.decode()
    page = enter(site).post(url("marks", sheet), data | {f"{second.pk}-1": "70"})
    assert page.status_code == 422
    for words in ('value="101"', "应在0至100之间", "没有得分"):
        assert words in page.content.decode()
    assert sheet.scores.count() == 0


def test_marks_of_submitted_sheet_say_why_not(enter):
    sheet = scores.sheet(Status.SUBMITTED)
    page = enter(sessions.staff_of(sheet.session)).get(url("marks", sheet))
    assert "不能修改" in page.content.decode()


def test_marks_absent_has_no_input(enter, sheet, site):
    absent = sheet.session.seats.first()
    sheet.session.seats.filter(pk=absent.pk).update(attendance="absent")
    page = enter(site).get(url("marks", sheet)).content.decode()
    assert "缺考" in page
    assert f'name="{absent.pk}-1"' not in page


def workbook_upload(sheet):
    upload = io.BytesIO(template(sheet, seats_of(sheet), tasks_of(sheet), TENTH, double.first_marks(sheet)))
    upload.name = "成绩.xlsx"
    return upload


def test_workbook_out_and_back(enter, sheet, site):
    client = enter(site)
    response = client.get(url("template", sheet))
    assert response["Content-Disposition"] == f'attachment; filename="scores-{sheet.session.number}.xlsx"'
    assert client.post(url("template", sheet)).status_code == 405
    for seat in sheet.session.seats.all():
        scores.score(sheet, seat)
    assert client.post(url("workbook", sheet), {"file": workbook_upload(sheet)}).status_code == 302
    sheet.refresh_from_db()
    assert sheet.workbook.name == "成绩.xlsx"


@pytest.mark.clause("4.4")
def test_workbook_bad_cells_on_the_page(enter, sheet, site):
    page = enter(site).post(url("workbook", sheet), {"file": workbook_upload(sheet)})
    assert page.status_code == 422
    for cell in ("E2", "F2", "E3", "F3"):
        assert f"{cell} " in page.content.decode()


def test_papers_saved(enter, sheet, site):
    data = {"papers_count": "2", "papers_handed_by": "赵校长", "papers_handed_at": "2026-03-14T12:30"}
    client = enter(site)
    assert "实考2人" in client.get(url("papers", sheet)).content.decode()
    assert client.post(url("papers", sheet), data | {"papers_count": "3"}).status_code == 422
    assert client.post(url("papers", sheet), data).status_code == 302
    sheet.refresh_from_db()
    assert (sheet.papers_count, sheet.papers_handed_by) == (2, "赵校长")


def test_confirm_step(enter):
    sheet = scores.sheet(Status.SUBMITTED)
    client = enter(people.actor(Role.CONFIRMER))
    assert "确认后合格考生立即编号" in client.get(url("step", sheet, "confirm")).content.decode()
    client.post(url("step", sheet, "send_back"), {"ground": "第1名总分有误"})
    sheet.refresh_from_db()
    assert sheet.status == Status.RETURNED


def test_document_draft_and_frozen(enter, site, sheet):
    client = enter(site)
    assert client.get(url("document", sheet, "sheet")).content.startswith(b"%PDF")
    assert client.get(url("document", sheet, "other")).status_code == 404
    sheet.document = store(b"%PDF-1.7 x", name="a.pdf", kind="scores.sheet")
    sheet.save()
    response = client.get(url("document", sheet, "sheet"), follow=True)
    assert b"".join(response.streaming_content) == b"%PDF-1.7 x"
    assert enter(people.actor(Role.SITE)).get(reverse("files:download", args=[sheet.document.uid])).status_code == 404


def test_mine_only_confirmed_and_own(enter):
    sheet = scores.sheet(Status.CONFIRMED, candidates=2)
    mine = sheet.session.seats.first().registration
    client = enter(people.actor(Role.APPLICANT, person=mine.user))
    page = client.get(reverse("scores:mine")).content.decode()
    assert sheet.session.seats.first().ticket_number in page
    assert sheet.session.seats.last().ticket_number not in page
    assert "80.00" in page
    ScoreSheet.objects.update(status=Status.SUBMITTED)
    assert "还没有已确认的成绩" in client.get(reverse("scores:mine")).content.decode()


def test_mine_registrar_sees_names_and_missing_scores(enter):
    sheet = scores.sheet(Status.CONFIRMED, candidates=2)
    registrar = people.actor(Role.REGISTRAR)
    Registration.objects.update(unit=registrar.organization)
    sheet.scores.first().delete()
    page = enter(registrar).get(reverse("scores:mine")).content.decode()
    assert all(name in page for name in Registration.objects.values_list("name", flat=True))
    assert "没有成绩（合格）" in page


def test_mine_needs_candidate(enter):
    assert enter(people.actor(Role.CONFIRMER)).get(reverse("scores:mine")).status_code == 403


def titles(actor):
    return [row.title.partition("：")[0] for row in worklist.waiting(actor)]


def test_waiting_by_role(sheet, site):
    assert titles(site) == ["报送成绩及试卷"]
    assert worklist.waiting(site)[0].due.day == sheet.session.scores_due
    confirmer, director = people.actor(Role.CONFIRMER), people.actor(Role.DIRECTOR)
    assert (titles(confirmer), titles(people.actor(Role.EXAMINER))) == ([], [])
    sheet.session.scores_due = clock.today().replace(year=clock.today().year - 1)
    sheet.session.save()
    assert titles(director) == ["逾期未报送成绩"]
    ScoreSheet.objects.update(status=Status.SUBMITTED, late_days=3)
    assert (titles(site), titles(confirmer), titles(director)) == ([], ["确认成绩"], [])
    assert "逾期3个工作日报送" in worklist.waiting(confirmer)[0].detail
    ScoreSheet.objects.update(status=Status.RETURNED)
    assert titles(site) == ["更正退回的成绩"]


def test_stations_lead_back_to_the_score():
    from types import SimpleNamespace

    sheet = scores.sheet(Status.CONFIRMED, late_days=2)
    registration = sheet.session.seats.first().registration
    link = plugins.stations(SimpleNamespace(registration=registration))[0]
    assert (link.stage, link.record) == ("成绩", sheet)
    assert link.facts[0] == "总分80.00（面团调制80.0分，成型烘烤80.0分）"
    assert link.facts[2] == "逾期2个工作日报送"


def test_stations_lead_back_to_the_examiners_sheets():
    from types import SimpleNamespace

    sheet = scores.sheet(Status.CONFIRMED)
    first, second = (scores.examiner_sheet("submitted", of=sheet, mark=mark) for mark in ("79", "81"))
    sheet.scores.update(spread=2)
    link = plugins.stations(SimpleNamespace(registration=sheet.session.seats.first().registration))[0]
    names = [each.assignment.person.name for each in (first, second)]
    assert link.facts[1].startswith(f"考评员分别评分：{names[0]}79.00、{names[1]}81.00，分差2.00，确认：")


def test_readers(site, sheet):
    sheet.workbook, sheet.document = dispatch.evidence(), dispatch.evidence()
    sheet.save()
    sheet.scans.add(dispatch.evidence())
    stranger = people.actor(Role.SITE)
    for read, file in (
        (plugins.reads_workbook, sheet.workbook), (plugins.reads_sheet, sheet.document), (plugins.reads_scan, sheet.scans.get())
    ):  # fmt: skip
        assert (read(site, file), read(stranger, file)) == (True, False)


def test_submit_through_the_page(enter):
    sheet = scores.sheet(scored=True, handed_over=True)
    site = sessions.staff_of(sheet.session)
    assert services.submit_blockers(sheet) == []
    assert enter(site).post(url("step", sheet, "submit")).status_code == 302
    sheet.refresh_from_db()
    assert sheet.status == Status.SUBMITTED
