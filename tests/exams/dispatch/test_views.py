"""Pages of dispatch: who sees what, drawing, inviting, checking in, reports, incidents, worklist."""

import datetime
import io
from types import SimpleNamespace

import pytest
from django.urls import reverse

from exams.dispatch import plugins, worklist
from exams.dispatch.items import ITEMS
from exams.dispatch.models import Assignment, Incident, SupervisionReport
from exams.sessions.models import Session
from sdzx import clock
from sdzx.accounts.roles import Role
from tests.factories import dispatch, people, personnel, registration, sessions

pytestmark = pytest.mark.django_db
Status = Assignment.Status


@pytest.fixture
def session():
    return sessions.session(Session.Status.PUBLISHED, candidates=2)


@pytest.fixture
def arranger():
    return people.actor(Role.ARRANGER)


def page_of(session, name="session", *args):
    return reverse(f"dispatch:{name}", args=[session.uid, *args])


def picture():
    upload = io.BytesIO(registration.jpeg(400, 300))
    upload.name = "现场.jpg"
    return upload


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries(enter, arranger, session, django_assert_num_queries, count):
    for _ in range(count):
        dispatch.assignment(session)
    client = enter(arranger)
    with django_assert_num_queries(6):
        assert client.get(reverse("dispatch:list")).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("space", "expected"), [("reports", 6), ("incidents", 6)])
def test_sublists_queries(enter, arranger, django_assert_num_queries, count, space, expected):
    for _ in range(count):
        ended = sessions.session(Session.Status.ENDED, candidates=1)
        dispatch.report(dispatch.assignment(ended, kind="supervisor"))
        dispatch.incident(ended)
    client = enter(arranger)
    with django_assert_num_queries(expected):
        assert client.get(reverse(f"dispatch:{space}:list")).status_code == 200


def test_session_page_shows_fit_and_unfit(enter, arranger, session):
    fit = personnel.qualified(project=session.project, user=True)
    tied = personnel.qualified(project=session.project, user=True, employer=session.site.organization)
    page = enter(arranger).get(page_of(session)).content.decode()
    assert fit.card_number in page
    assert f"{tied.person.name}的工作单位是" in page
    assert "还需3人；符合条件的1人" in page
    assert "到岗考评员0人" not in page
    with clock.at(session.starts_at):
        assert "到岗考评员0人，至少需要3人" in enter(arranger).get(page_of(session)).content.decode()


def test_session_page_site_sees_no_pool(enter, session):
    personnel.qualified(project=session.project, user=True, card_number="EX-POOL")
    coming = dispatch.assignment(session, status=Status.ACCEPTED)
    invited = dispatch.assignment(session, status=Status.INVITED)
    page = enter(sessions.staff_of(session)).get(page_of(session)).content.decode()
    assert coming.person.name in page
    assert invited.person.name not in page
    assert "EX-POOL" not in page


def test_session_page_stranger_404(enter, session):
    assert enter(people.actor(Role.SITE)).get(page_of(session)).status_code == 404


def test_draw_through_the_page(enter, arranger, session):
    for _ in range(3):
        personnel.qualified(project=session.project, user=True)
    client = enter(arranger)
    assert client.post(page_of(session, "draw", "examiner")).status_code == 302
    assert session.assignments.count() == 3
    assert client.post(page_of(session, "draw", "expert")).status_code == 404
    refused = client.post(page_of(session, "draw", "supervisor"))
    assert refused.status_code == 422
    assert "还需要督导员1人" in refused.content.decode()


def test_invite_through_the_page(enter, arranger, session):
    held = personnel.qualified(project=session.project, user=True)
    client = enter(arranger)
    assert held.card_number in client.get(page_of(session, "invite")).content.decode()
    assert client.post(page_of(session, "invite"), {"qualification": held.pk, "ground": ""}).status_code == 422
    assert client.post(page_of(session, "invite"), {"qualification": held.pk, "ground": "急需"}).status_code == 302
    assert session.assignments.get().qualification == held


def test_check_in_through_the_page(enter, session):
    coming = dispatch.assignment(session, status=Status.ACCEPTED)
    client = enter(sessions.staff_of(session))
    with clock.at(session.starts_at):
        assert client.get(page_of(session, "check-in")).status_code == 200
        assert client.post(page_of(session, "check-in"), {"card_number": "EX0"}).status_code == 422
        card = {"card_number": coming.qualification.card_number}
        assert client.post(page_of(session, "check-in"), card).status_code == 302
    coming.refresh_from_db()
    assert coming.status == Status.PRESENT


def test_record_and_answer(enter, session):
    invited = dispatch.assignment(session, status=Status.INVITED, letter=dispatch.evidence())
    client = enter(personnel.actor(invited.qualification))
    page = client.get(reverse("dispatch:record", args=[invited.uid])).content.decode()
    assert "接受派遣" in page
    assert "到岗登记" not in page
    assert client.get(reverse("dispatch:step", args=[invited.uid, "take"])).status_code == 200
    assert client.post(reverse("dispatch:step", args=[invited.uid, "take"])).status_code == 302
    invited.refresh_from_db()
    assert invited.status == Status.ACCEPTED


def test_record_warns_of_new_recusal(enter, session):
    invited = dispatch.assignment(session, status=Status.INVITED, seed="ab12")
    personnel.recusal(invited.person, session.site.organization)
    page = enter(personnel.actor(invited.qualification)).get(reverse("dispatch:record", args=[invited.uid]))
    assert "应当回避" in page.content.decode()
    assert "随机抽取（种子ab12）" in page.content.decode()


def test_letter_through_its_reader(enter, arranger, session):
    invited = dispatch.assignment(session, status=Status.INVITED)
    url = reverse("dispatch:document", args=[invited.uid, "letter"])
    client = enter(arranger)
    assert client.get(url).status_code == 404
    file = dispatch.evidence()
    invited.letter = file
    invited.save()
    assert client.get(url)["Location"] == f"{reverse('files:download', args=[file.uid])}?inline=1"
    assert enter(people.actor(Role.EXAMINER)).get(url).status_code == 404


@pytest.fixture
def report():
    ended = sessions.session(Session.Status.ENDED, candidates=2)
    return dispatch.report(dispatch.assignment(ended, kind="supervisor"))


def report_url(report, name, *args):
    return reverse(f"dispatch:reports:{name}", args=[report.uid, *args])


def test_report_filled_in_and_submitted(enter, report):
    client = enter(personnel.actor(report.assignment.qualification))
    page = client.get(report_url(report, "record")).content.decode()
    assert "填写报告" in page
    assert f"第1项“{ITEMS[0].text}”还没有填写。" in page
    assert ITEMS[0].text in client.get(report_url(report, "edit")).content.decode()
    data = {item.code: "yes" for item in ITEMS} | {"site-fees": "no", "site-fees-note": "多收材料费"}
    data |= {"summary": "组织有序", "rating": "good", "left_at": "12:05", "photos": picture()}
    assert client.post(report_url(report, "edit"), data).status_code == 302
    assert client.post(report_url(report, "step", "submit")).status_code == 302
    report.refresh_from_db()
    assert (report.status, report.photos.count()) == (SupervisionReport.Status.SUBMITTED, 1)
    page = client.get(report_url(report, "record")).content.decode()
    assert "否（多收材料费）" in page
    assert client.get(report_url(report, "document", "report")).status_code == 302


def test_report_refused_keeps_what_was_typed(enter, report):
    client = enter(personnel.actor(report.assignment.qualification))
    page = client.post(report_url(report, "edit"), {"left_at": "25:99", "summary": "写了一半"})
    assert page.status_code == 422
    assert "写了一半" in page.content.decode()


def test_record_of_a_running_session_leads_to_incidents(enter, report):
    supervisor, judge = report.assignment, dispatch.assignment(report.assignment.session)
    link = page_of(report.assignment.session, "new-incident")
    for assignment, shown in ((supervisor, True), (judge, False)):
        client = enter(personnel.actor(assignment.qualification))
        page = client.get(reverse("dispatch:record", args=[assignment.uid])).content.decode()
        assert (link in page) is shown


def test_report_draft_pdf(enter, report):
    client = enter(people.actor(Role.CONFIRMER))
    assert client.get(report_url(report, "document", "report")).content.startswith(b"%PDF")
    assert client.get(report_url(report, "document", "other")).status_code == 404


def test_incident_from_report_to_outcome(enter, arranger, report):
    ended = report.assignment.session
    site = enter(sessions.staff_of(ended))
    form = page_of(ended, "new-incident")
    assert site.get(form).status_code == 200
    assert site.post(form, {"against": "candidate", "facts": "夹带"}).status_code == 422
    seat = ended.seats.first()
    assert site.post(form, {"against": "candidate", "facts": "夹带", "seat": seat.pk}).status_code == 302
    incident = Incident.objects.get()
    evidence = reverse("dispatch:incidents:evidence", args=[incident.uid])
    assert site.get(evidence).status_code == 200
    assert site.post(evidence, {"evidence": picture()}).status_code == 302
    page = site.get(reverse("dispatch:incidents:record", args=[incident.uid])).content.decode()
    assert "补充证据" in page
    assert "作出处理" not in page
    office = enter(arranger)
    close = reverse("dispatch:incidents:step", args=[incident.uid, "close"])
    assert office.get(close).status_code == 200
    assert office.post(close, {"outcome": "warned", "ground": "属实"}).status_code == 302
    page = office.get(reverse("dispatch:incidents:record", args=[incident.uid])).content.decode()
    assert evidence not in page
    assert "警告" in page


def titles(actor):
    return [row.title.partition("：")[0] for row in worklist.waiting(actor)]


def test_waiting_by_role(session, arranger, report):
    invited = dispatch.assignment(session, status=Status.INVITED)
    assert titles(personnel.actor(invited.qualification)) == ["答复派遣"]
    assert titles(personnel.actor(report.assignment.qualification)) == ["提交督导报告"]
    assert titles(arranger) == ["派遣考评员、督导员"]
    assert "考评员1/3，督导员0/1" in worklist.waiting(arranger)[0].detail
    dispatch.staffed(session, status=Status.INVITED)
    dispatch.incident(session)
    assert titles(arranger) == ["处理违纪违规"]
    assert titles(people.actor(Role.DIRECTOR)) == ["处理违纪违规"]
    assert titles(people.actor(Role.CLERK)) == []


def test_waiting_unanswered_in_time(session, arranger):
    dispatch.staffed(session, status=Status.INVITED)
    assert titles(arranger) == []
    late = session.assignments.first()
    session.assignments.filter(pk=late.pk).update(answer_by=clock.today() - datetime.timedelta(days=1))
    assert titles(arranger) == ["派遣逾期未答复"]


@pytest.mark.parametrize("count", [1, 3])
def test_waiting_queries(session, arranger, django_assert_num_queries, count):
    for _ in range(count):
        sessions.session(Session.Status.PUBLISHED)
        dispatch.assignment(session, status=Status.INVITED, answer_by=clock.today() - datetime.timedelta(days=1))
        dispatch.incident(session)
    worklist.waiting(arranger)
    with django_assert_num_queries(3):
        assert len(worklist.waiting(arranger)) == 1 + 3 * count


def test_waiting_of_the_province_is_nothing(session):
    assert worklist.waiting(people.actor(Role.PROVINCE)) == []


def test_stations_name_cards_and_reports(report):
    session = report.assignment.session
    judge = dispatch.assignment(session, seed="ab12")
    links = plugins.stations(SimpleNamespace(session=session))
    assert [(link.stage, link.record) for link in links] == [
        ("派遣考评员", judge), ("派遣督导员", report.assignment)
    ]  # fmt: skip
    assert links[0].facts == (f"{judge.person.name}，证卡{judge.checked_card}", "随机抽取")
    assert links[1].facts[1:] == ("指定派遣", "督导报告填写中")


def test_readers(report, arranger):
    stranger = people.actor(Role.SUPERVISOR)
    incident = dispatch.incident(report.assignment.session)
    report.document = dispatch.evidence()
    report.save()
    report.photos.add(dispatch.evidence())
    pairs = [(plugins.reads_report, report.document), (plugins.reads_report, report.photos.get())]
    pairs.append((plugins.reads_evidence, incident.evidence.get()))
    for read, file in pairs:
        assert (read(arranger, file), read(stranger, file)) == (True, False)
