"""The papers: scans in their order, the centre's signature."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from exams.scores import services
from exams.scores.models import ScoreSheet
from exams.scores.sheets import papers
from exams.scores.sheets.entries import scans_of
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.files import accept
from sdzx.files.services import receive
from sdzx.workflow import Refused
from tests.factories import people, registration, scores, sessions

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet():
    return scores.sheet(handed_over=True)


@pytest.fixture
def site(sheet):
    return sessions.staff_of(sheet.session)


@pytest.fixture
def arranger():
    return people.actor(Role.ARRANGER)


def scan(by, name):
    upload = SimpleUploadedFile(name, registration.jpeg(400, 300), "image/jpeg")
    return receive(upload, by=by, accept=accept.SCAN)


def test_scans_keep_their_order(sheet, site):
    one, two, three = (scan(site, f"{n}.jpg") for n in (1, 2, 3))
    papers.keep_scans(sheet, by=site, scans=[three, one, two])
    sheet.refresh_from_db()
    assert scans_of(sheet) == [three, one, two]
    papers.keep_scans(sheet, by=site, scans=[two, three])
    papers.keep_scans(sheet, by=site, scans=[two, three])
    assert scans_of(sheet) == [two, three]
    assert {each.kind for each in sheet.scans.all()} == {"scores.scan"}
    assert entries_of(sheet).count() == 2


@pytest.mark.clause("4.4")
def test_scans_after_submission_refused():
    sheet = scores.sheet(ScoreSheet.Status.SUBMITTED)
    with pytest.raises(Refused, match="不能修改"):
        papers.keep_scans(sheet, by=sessions.staff_of(sheet.session), scans=[])


def test_receive_signs(sheet, arranger):
    papers.receive(sheet, by=arranger, count=2)
    sheet.refresh_from_db()
    assert (sheet.papers_received_by, sheet.papers_received_count) == (arranger.user, 2)
    assert entries_of(sheet).last().label == "签收试卷"


@pytest.mark.clause("4.4")
def test_receive_another_number_without_a_word_refused(sheet, arranger):
    with pytest.raises(Refused, match="移交2份，签收1份"):
        papers.receive(sheet, by=arranger, count=1)
    papers.receive(sheet, by=arranger, count=1, note="缺1份，已通知考点补送")
    assert sheet.papers_received_note == "缺1份，已通知考点补送"


@pytest.mark.clause("4.4")
def test_receive_twice_or_nothing_refused(sheet, arranger):
    papers.receive(sheet, by=arranger, count=2)
    with pytest.raises(Refused, match="不能重复签收"):
        papers.receive(sheet, by=arranger, count=2)
    with pytest.raises(Refused, match="还没有登记试卷移交"):
        papers.receive(scores.sheet(), by=arranger, count=2)


@pytest.mark.clause("4.4")
def test_hand_over_after_the_signature_refused(sheet, site, arranger):
    papers.receive(sheet, by=arranger, count=2)
    with pytest.raises(Refused, match="已由市中心签收"):
        services.hand_over(sheet, by=site, papers_count=2, papers_handed_by="甲", papers_handed_at=clock.now())
