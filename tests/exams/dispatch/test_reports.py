"""Supervision reports and incidents: services and what they leave in the case."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from exams.dispatch import services
from exams.dispatch.items import ITEMS
from exams.dispatch.models import Incident, SupervisionReport
from exams.registration.models import Registration
from exams.sessions.models import Session
from sdzx.accounts.roles import Role
from sdzx.archive.models import CaseItem
from sdzx.files import accept
from sdzx.files.services import receive
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from tests.factories import dispatch, people, personnel, registration, sessions

pytestmark = pytest.mark.django_db
ANSWERS = {item.code: "yes" for item in ITEMS}


@pytest.fixture
def session():
    return sessions.session(Session.Status.ENDED, candidates=2)


@pytest.fixture
def watcher(session):
    return dispatch.assignment(session, kind="supervisor")


def picture(by):
    upload = SimpleUploadedFile("现场.jpg", registration.jpeg(400, 300), "image/jpeg")
    return receive(upload, by=by, accept=accept.IMAGE)


def test_edit_report_keeps_half_of_it(watcher):
    report, by = dispatch.report(watcher), personnel.actor(watcher.qualification)
    photo = picture(by)
    answers, notes = {"site-fees": "no"}, {"site-fees": "多收材料费", "site-safety": " "}
    services.edit_report(report, by=by, answers=answers, notes=notes, summary="", rating="", photos=[photo])
    report.refresh_from_db()
    assert (report.answers, report.notes) == (answers, {"site-fees": "多收材料费"})
    assert [each.kind for each in report.photos.all()] == ["supervision.photo"]


def test_edit_report_by_another_refused(watcher):
    with pytest.raises(Refused, match="没有找到"):
        services.edit_report(
            dispatch.report(watcher), by=people.actor(Role.SUPERVISOR), answers={}, notes={}, summary="", rating=""
        )


def test_edit_report_submitted_refused(watcher):
    report = dispatch.report(watcher, SupervisionReport.Status.SUBMITTED)
    with pytest.raises(Refused, match="不能修改"):
        services.edit_report(
            report, by=personnel.actor(watcher.qualification), answers={}, notes={}, summary="", rating=""
        )


@pytest.mark.clause("4.3")
def test_submit_report_incomplete_refused(watcher):
    with pytest.raises(Refused) as refusal:
        services.submit_report(dispatch.report(watcher), by=personnel.actor(watcher.qualification))
    assert len(refusal.value.blockers) == len(ITEMS) + 2


def test_submit_report_freezes_and_files(watcher, session):
    by = personnel.actor(watcher.qualification)
    dispatch.incident(session)
    report = dispatch.report(watcher, answers=ANSWERS, summary="良好", rating="good", left_at=datetime.time(12))
    report.photos.add(picture(by))
    services.submit_report(report, by=by)
    report.refresh_from_db()
    assert (report.status, report.document.media_type) == (SupervisionReport.Status.SUBMITTED, "application/pdf")
    assert sorted(CaseItem.objects.values_list("kind", flat=True)) == ["supervision_photo", "supervision_report"]


@pytest.mark.clause("5.1")
def test_open_incident_tells_who_decides(session):
    arranger, director = people.actor(Role.ARRANGER), people.actor(Role.DIRECTOR)
    by = sessions.staff_of(session)
    incident = services.open_incident(
        session, by=by, against="candidate", facts="夹带", seat=session.seats.first(), evidence=[picture(by)]
    )
    assert [each.kind for each in incident.evidence.all()] == ["incident.evidence"]
    assert set(Notice.objects.filter(kind="incident_reported").values_list("recipient_id", flat=True)) == {
        arranger.user.pk, director.user.pk
    }  # fmt: skip


def test_open_incident_by_arranger_tells_others(session):
    arranger = people.actor(Role.ARRANGER)
    services.open_incident(session, by=arranger, against="site", facts="设备不足")
    assert Notice.objects.filter(kind="incident_reported").count() == 0


@pytest.mark.clause("5.1")
def test_open_incident_of_a_strange_candidate_refused(session):
    other = sessions.session(Session.Status.ENDED, candidates=1)
    with pytest.raises(Refused, match="不属于本场次"):
        services.open_incident(
            session, by=sessions.staff_of(session), against="candidate", facts="夹带", seat=other.seats.first()
        )


def test_open_incident_of_staff(session, watcher):
    by = sessions.staff_of(session)
    incident = services.open_incident(
        session, by=by, against="staff", facts="迟到", person=watcher.person, seat=session.seats.first()
    )
    assert (incident.person, incident.seat) == (watcher.person, None)
    with pytest.raises(Refused, match="不属于本场次"):
        services.open_incident(session, by=by, against="staff", facts="迟到", person=personnel.person())


def test_add_evidence_while_open(session):
    incident, by = dispatch.incident(session), sessions.staff_of(session)
    services.add_evidence(incident, by=by, evidence=[picture(by)])
    assert incident.evidence.count() == 2


def test_add_evidence_closed_refused(session):
    incident, by = dispatch.incident(session, outcome=Incident.Outcome.WARNED), sessions.staff_of(session)
    with pytest.raises(Refused, match="不能再补充证据"):
        services.add_evidence(incident, by=by, evidence=[])


@pytest.mark.clause("5.1")
def test_close_incident_disqualifies(session):
    incident = dispatch.incident(session)
    services.close_incident(
        incident, by=people.actor(Role.DIRECTOR), outcome=Incident.Outcome.DISQUALIFIED, ground="夹带属实"
    )
    incident.refresh_from_db()
    assert (incident.status, incident.outcome, incident.handling) == ("closed", "disqualified", "夹带属实")
    assert Registration.objects.get(seat=incident.seat).status == Registration.Status.DISQUALIFIED
    assert CaseItem.objects.get().kind == "incident_evidence"


def test_close_incident_against_site_warns(session):
    incident = dispatch.incident(session, against="site", seat=None)
    incident.seat = None
    incident.save()
    services.close_incident(incident, by=people.actor(Role.ARRANGER), outcome="warned", ground="限期整改")
    assert incident.status == Incident.Status.CLOSED


@pytest.mark.clause("5.1")
def test_close_incident_without_evidence_refused(session):
    incident = dispatch.incident(session)
    incident.evidence.clear()
    with pytest.raises(Refused, match="须有证据"):
        services.close_incident(incident, by=people.actor(Role.ARRANGER), outcome="warned", ground="属实")
