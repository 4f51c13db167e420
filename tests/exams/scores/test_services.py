"""Services of the scores: entering, papers, handing in, sending back, confirming."""

import datetime
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from exams.dispatch.models import Incident
from exams.registration.models import Registration
from exams.scores import hooks, services
from exams.scores.models import Score, ScoreSheet
from exams.scores.sheets import papers
from exams.sessions.models import Session
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.archive.models import CaseItem
from sdzx.audit.services import entries_of
from sdzx.files import accept
from sdzx.files.services import receive
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from tests.factories import dispatch, people, registration, scores, sessions

pytestmark = pytest.mark.django_db
Status = ScoreSheet.Status
RStatus = Registration.Status


@pytest.fixture
def sheet():
    return scores.sheet()


@pytest.fixture
def site(sheet):
    return sessions.staff_of(sheet.session)


@pytest.fixture
def confirmer():
    return people.actor(Role.CONFIRMER)


@pytest.fixture
def numbered(monkeypatch):
    """The hooks of certificates replaced by a list of what they were called with."""
    calls = []
    monkeypatch.setattr(hooks, "AFTER_CONFIRM", [lambda sheet, by: calls.append((sheet, by))])
    return calls


def marks_of(sheet, mark="80"):
    return {seat.pk: {"1": Decimal(mark), "2": Decimal(mark)} for seat in sheet.session.seats.all()}


def statuses(sheet):
    return set(Registration.objects.filter(seat__session=sheet.session).values_list("status", flat=True))


def told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("recipient_id", flat=True))


def test_open_sheet_once():
    session = sessions.session(Session.Status.ENDED)
    by = sessions.staff_of(session)
    services.open_sheet(session, by)
    services.open_sheet(session, by)
    assert ScoreSheet.objects.get(session=session).status == Status.DRAFT


def test_enter_computes_totals(sheet, site):
    first, second = sheet.session.seats.all()
    marks = {first.pk: {"1": Decimal(90), "2": Decimal("70.5")}, second.pk: {"1": Decimal(0), "2": Decimal(100)}}
    services.enter(sheet, by=site, marks=marks)
    assert list(Score.objects.values_list("total", flat=True)) == [Decimal("82.20"), Decimal("40.00")]
    assert Score.objects.get(seat=first).marks == {"1": "90", "2": "70.5"}
    assert sheet.entered_by == site.user


def test_enter_again_traces_what_changed(sheet, site):
    services.enter(sheet, by=site, marks=marks_of(sheet))
    first, second = sheet.session.seats.all()
    services.enter(sheet, by=site, marks={first.pk: {"1": Decimal(90), "2": Decimal(90)}})
    assert entries_of(sheet).last().after == {
        "scored": 1, "changed": [f"{first.ticket_number}：80.00→90.00", f"{second.ticket_number}：80.00→无"]
    }  # fmt: skip


@pytest.mark.clause("4.4")
def test_enter_after_submission_refused(site):
    submitted = scores.sheet(Status.SUBMITTED)
    with pytest.raises(Refused, match="待确认"):
        services.enter(submitted, by=sessions.staff_of(submitted.session), marks={})


@pytest.mark.clause("4.4")
def test_enter_stranger_refused(sheet, site):
    other = sessions.session(Session.Status.ENDED, candidates=1)
    with pytest.raises(Refused, match="不属于本场次"):
        services.enter(sheet, by=site, marks={other.seats.get().pk: {"1": Decimal(80), "2": Decimal(80)}})


def test_enter_by_another_site_refused(sheet):
    with pytest.raises(Refused, match="没有找到"):
        services.enter(sheet, by=people.actor(Role.SITE), marks={})


def scan(by):
    upload = SimpleUploadedFile("扫描.jpg", registration.jpeg(400, 300), "image/jpeg")
    return receive(upload, by=by, accept=accept.SCAN)


def hand_over(sheet, by, count=2, **values):
    given = {"papers_handed_by": "赵校长", "papers_handed_at": clock.now()} | values
    return services.hand_over(sheet, by=by, papers_count=count, **given)


@pytest.mark.clause("4.4")
def test_hand_over_wrong_count_refused(sheet, site):
    with pytest.raises(Refused, match="实考2人"):
        hand_over(sheet, site, 3)


def test_hand_over_counts_by_kind(sheet, site):
    hand_over(sheet, site, papers_note="密封袋2个", counts={"answer": (3, 2, 1)})
    hand_over(sheet, site, papers_note="密封袋2个", counts={"paper": (2, 2, 0), "marking": (1, 1, 0)})
    sheet.refresh_from_db()
    assert (sheet.papers_count, sheet.papers_note) == (2, "密封袋2个")
    assert list(sheet.paper_counts.values_list("kind", "issued")) == [("paper", 2), ("marking", 1)]


@pytest.mark.clause("4.4")
def test_hand_over_unbalanced_refused(sheet, site):
    with pytest.raises(Refused) as refused:
        hand_over(sheet, site, counts={"answer": (4, 1, 1)})
    assert [blocker.field for blocker in refused.value.blockers] == ["answer_issued", "answer_used"]


def test_submit_with_scans_instead_of_a_hand_over(sheet, site, confirmer):
    services.enter(sheet, by=site, marks=marks_of(sheet))
    papers.keep_scans(sheet, by=site, scans=[scan(site)])
    services.submit(sheet, by=site)
    assert sheet.status == Status.SUBMITTED


@pytest.mark.clause("4.4")
def test_enter_where_examiners_mark_refused(site, sheet):
    scores.examiner_sheet(of=sheet)
    with pytest.raises(Refused, match="考点不能另行录入"):
        services.enter(sheet, by=site, marks=marks_of(sheet))


def test_enter_the_same_again_changes_nothing(site, sheet):
    services.enter(sheet, by=site, marks=marks_of(sheet))
    services.enter(sheet, by=site, marks=marks_of(sheet, "80.0"))
    assert (sheet.version, entries_of(sheet).count()) == (1, 1)


@pytest.mark.clause("4.4")
def test_enter_over_somebody_elses_refused(site, sheet):
    services.enter(sheet, by=sessions.staff_of(sheet.session), marks=marks_of(sheet))
    with pytest.raises(Refused, match="已更改成绩"):
        services.enter(sheet, by=site, marks=marks_of(sheet, "70"), base=0)
    services.enter(sheet, by=site, marks=marks_of(sheet, "70"), base=1)
    assert sheet.entered_by == site.user


@pytest.mark.clause("4.4")
def test_enter_finer_than_the_centre_allows_refused(site, sheet):
    sheet.session.center.policy = {"score_step": "1"}
    sheet.session.center.save()
    with pytest.raises(Refused, match="只能填整数"):
        services.enter(sheet, by=site, marks=marks_of(sheet, "60.5"))


@pytest.mark.clause("4.4")
def test_submit_without_papers_refused(site, sheet):
    services.enter(sheet, by=site, marks=marks_of(sheet))
    with pytest.raises(Refused, match="也没有上传试卷扫描件"):
        services.submit(sheet, by=site)


@pytest.mark.clause("4.4")
def test_submit_without_scores_refused(site, sheet):
    hand_over(sheet, site)
    with pytest.raises(Refused, match="还有2名实考考生没有成绩"):
        services.submit(sheet, by=site)


def test_submit_on_the_due_day_is_in_time(confirmer):
    sheet = scores.sheet(scored=True, handed_over=True)
    director = people.actor(Role.DIRECTOR)
    Session.objects.update(scores_due=datetime.date(2026, 10, 9))
    sheet.session.refresh_from_db()
    with clock.at(datetime.datetime(2026, 10, 9, 15, 59, tzinfo=datetime.UTC)):
        services.submit(sheet, by=sessions.staff_of(sheet.session))
    assert (sheet.status, sheet.late_days, statuses(sheet)) == (Status.SUBMITTED, 0, {RStatus.SCORED})
    assert told("scores_submitted") == {confirmer.user.pk}
    assert director.user.pk not in told("scores_submitted")


@pytest.mark.clause("4.4")
def test_submit_late_is_counted_and_told():
    sheet = scores.sheet(scored=True, handed_over=True)
    director = people.actor(Role.DIRECTOR)
    sheet.session.scores_due = datetime.date(2026, 9, 30)
    sheet.session.save()
    with clock.at(datetime.datetime(2026, 10, 9, 1, tzinfo=datetime.UTC)):
        assert services.late_now(sheet) == 2
        services.submit(sheet, by=sessions.staff_of(sheet.session))
    sheet.session.site.refresh_from_db()
    assert (sheet.late_days, sheet.session.site.late_scores) == (2, 1)
    assert told("scores_submitted") == {director.user.pk}


def test_submit_again_keeps_the_first_time(confirmer):
    sheet = scores.sheet(Status.RETURNED, late_days=1)
    Registration.objects.update(status=RStatus.PRESENT)
    first = sheet.submitted_at
    services.submit(sheet, by=sessions.staff_of(sheet.session))
    sheet.session.site.refresh_from_db()
    assert (sheet.submitted_at, sheet.late_days, sheet.session.site.late_scores) == (first, 1, 0)


def test_send_back_unscores_and_tells_the_site(confirmer):
    sheet = scores.sheet(Status.SUBMITTED)
    staff = sessions.staff_of(sheet.session)
    services.send_back(sheet, by=confirmer, ground="第2名总分有误")
    assert (sheet.status, statuses(sheet)) == (Status.RETURNED, {RStatus.PRESENT})
    assert told("scores_returned") == {staff.user.pk}


@pytest.mark.clause("4.5")
def test_confirm_passes_and_fails(confirmer, numbered):
    sheet = scores.sheet(Status.SUBMITTED, workbook=dispatch.evidence())
    sheet.scans.add(dispatch.evidence())
    worst = sheet.scores.last()
    Score.objects.filter(pk=worst.pk).update(total=Decimal("59.99"))
    services.confirm(sheet, by=confirmer)
    assert list(sheet.scores.values_list("passed", flat=True)) == [True, False]
    assert statuses(sheet) == {RStatus.PASSED, RStatus.FAILED}
    sheet.session.refresh_from_db()
    assert sheet.session.status == Session.Status.CLOSED
    assert numbered == [(sheet, confirmer)]
    assert sheet.document.media_type == "application/pdf"
    assert sorted(CaseItem.objects.values_list("kind", flat=True)) == ["paper_scan", "score_sheet", "score_workbook"]
    assert told("scores_confirmed") == set(Registration.objects.values_list("user_id", flat=True))


def test_confirm_tells_the_units_registrar(confirmer, numbered):
    sheet = scores.sheet(Status.SUBMITTED, candidates=1)
    registrar = people.actor(Role.REGISTRAR)
    Registration.objects.update(user=None, unit=registrar.organization)
    services.confirm(sheet, by=confirmer)
    assert told("scores_confirmed") == {registrar.user.pk}


@pytest.mark.clause("4.5")
def test_confirm_by_who_entered_refused(confirmer, numbered):
    sheet = scores.sheet(Status.SUBMITTED, entered_by=confirmer.user)
    ScoreSheet.objects.update(entered_by=confirmer.user)
    with pytest.raises(Refused, match="录入成绩的人不能确认成绩"):
        services.confirm(sheet, by=confirmer)
    assert numbered == []


@pytest.mark.clause("5.1")
def test_confirm_with_open_incident_refused(confirmer, numbered):
    sheet = scores.sheet(Status.SUBMITTED)
    dispatch.incident(sheet.session)
    with pytest.raises(Refused, match="1起违纪违规"):
        services.confirm(sheet, by=confirmer)


@pytest.mark.clause("5.1")
def test_confirm_takes_the_disqualified_out(confirmer, numbered):
    from exams.dispatch.services import close_incident

    sheet = scores.sheet(Status.SUBMITTED)
    incident = dispatch.incident(sheet.session)
    close_incident(incident, by=people.actor(Role.DIRECTOR), outcome=Incident.Outcome.DISQUALIFIED, ground="夹带")
    services.confirm(sheet, by=confirmer)
    assert statuses(sheet) == {RStatus.DISQUALIFIED, RStatus.PASSED}
    assert sheet.scores.filter(seat=incident.seat).count() == 0


def test_confirm_by_another_centre_refused(numbered):
    sheet = scores.sheet(Status.SUBMITTED)
    with pytest.raises(Refused, match="没有找到"):
        services.confirm(sheet, by=people.actor(Role.CONFIRMER, people.center("370200")))


def test_confirm_undone_when_numbering_fails(confirmer, monkeypatch):
    sheet = scores.sheet(Status.SUBMITTED)

    def broken(sheet, by):
        raise Refused("编号规则缺失")

    monkeypatch.setattr(hooks, "AFTER_CONFIRM", [broken])
    with pytest.raises(Refused, match="编号规则缺失"):
        services.confirm(sheet, by=confirmer)
    sheet.refresh_from_db()
    assert (sheet.status, statuses(sheet)) == (Status.SUBMITTED, {RStatus.SCORED})
