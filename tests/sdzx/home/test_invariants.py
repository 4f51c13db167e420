"""Each invariant finds its own violation, and nothing where all is well."""

import datetime
import io

import pytest
from django.core.management import CommandError, call_command

from exams.announcements.models import AnnouncementItem
from exams.scores.models import ScoreSheet
from sdzx.home import invariants
from sdzx.serials.models import Serial
from tests.factories import announcements, archive, certificates, registration

pytestmark = pytest.mark.django_db


def found(check):
    return list(check())


@pytest.fixture
def numbered():
    return certificates.numbered(passed=3)


def test_all_is_well(numbered):
    AnnouncementItem.objects.update(taken=0)
    AnnouncementItem.objects.filter(pk=numbered[0].session.item_id).update(taken=3)
    archive.item(archive.case())
    out = io.StringIO()
    call_command("check_invariants", stdout=out)
    assert out.getvalue() == f"{len(invariants.CHECKS)}项核对全部一致。\n"


def test_command_fails_with_every_sentence(numbered):
    AnnouncementItem.objects.update(taken=4)
    Serial.objects.filter(scope__startswith="certificate/").update(last=9)
    err = io.StringIO()
    with pytest.raises(CommandError, match="2处不一致"):
        call_command("check_invariants", stderr=err)
    assert len(err.getvalue().splitlines()) == 2


@pytest.mark.clause("3.2")
def test_places_taken():
    item = announcements.item(taken=2)
    assert found(invariants.places_taken) == [f"批次{item.pk} {item}：已占名额2，实际占用0，为候补组保留0。"]


@pytest.mark.clause("3.2")
def test_places_kept_for_a_group_are_taken():
    announcements.item(taken=2, held=2)
    assert found(invariants.places_taken) == []


@pytest.mark.clause("3.2")
def test_places_by_state():
    waits = registration.registration("waiting", holds_place=True)
    submitted = registration.submitted(waits.item, holds_place=False)
    registration.submitted(waits.item)
    assert found(invariants.places_by_state) == [
        f"报名{submitted.number}：状态“待审核”与占用名额不一致。", f"报名{waits.number}：状态“候补”与占用名额不一致。",
    ]  # fmt: skip


@pytest.mark.clause("4.5")
def test_closed_sessions(numbered):
    session = numbered[0].session
    assert found(invariants.closed_sessions) == []
    ScoreSheet.objects.update(status=ScoreSheet.Status.SUBMITTED)
    assert found(invariants.closed_sessions) == [f"场次{session}：场次状态“成绩已确认”与成绩确认状态不一致。"]
    ScoreSheet.objects.all().delete()
    assert len(found(invariants.closed_sessions)) == 1


@pytest.mark.clause("5.2")
def test_case_contents_that_are_gone():
    item = archive.item(archive.case(), title="纪要")
    assert found(invariants.case_contents) == []
    item.file.path.unlink()
    assert found(invariants.case_contents) == [f"案卷{item.case.number}“纪要”：内容不在磁盘上。"]


@pytest.mark.clause("5.2")
def test_retention_terms_that_were_cut_short():
    day = datetime.date(2024, 3, 14)
    case = archive.case(event_on=day)
    item = archive.item(case, title="纪要", dispose_from=datetime.date(2026, 3, 14))
    assert found(invariants.retention_terms) == [f"案卷{case.number}“纪要”：保管期限短于规定。"]
    type(item).objects.update(dispose_from=datetime.date(2026, 3, 15))
    assert found(invariants.retention_terms) == []
    type(item).objects.update(disposed_at="2026-03-13T00:00:00Z")
    assert len(found(invariants.retention_terms)) == 1
