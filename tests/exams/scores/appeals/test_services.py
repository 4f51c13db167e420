"""Services of the appeals: filing, upholding, rejecting."""

import datetime
from decimal import Decimal

import pytest

from exams.registration.models import Registration
from exams.scores.appeals import services
from exams.scores.appeals.models import Appeal
from exams.scores.corrections.models import Correction
from sdzx import clock
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.files.models import DRAFT
from sdzx.files.services import store
from sdzx.notifications.models import Notice
from sdzx.workflow import Refused
from tests.factories import people, scores
from tests.factories.pictures import portrait

pytestmark = pytest.mark.django_db
Status = Appeal.Status


def candidate(sheet):
    return Registration.objects.get(seat__session=sheet.session)


def as_candidate(sheet):
    return people.actor(Role.APPLICANT, person=candidate(sheet).user)


def filed(sheet, kind="added"):
    return services.file(candidate(sheet), by=as_candidate(sheet), kind=kind, statement="第二项没有计入")


def test_file_is_due_within_as_many_days_and_told_to_the_confirmers():
    confirmer = people.actor(Role.CONFIRMER)
    with clock.at(datetime.datetime(2026, 3, 2, 2, tzinfo=datetime.UTC)):
        made = filed(scores.confirmed())
    assert made.due_on == datetime.date(2026, 3, 16)
    assert Notice.objects.get(kind="appeal_filed").recipient == confirmer.user
    assert entries_of(made)[0].label == "申请成绩复核"


@pytest.mark.clause("4.5")
def test_file_refused_after_its_days():
    with clock.at(datetime.datetime(2026, 3, 2, 2, tzinfo=datetime.UTC)):
        sheet = scores.confirmed()
    with clock.at(datetime.datetime(2026, 3, 16, 15, tzinfo=datetime.UTC)):
        assert services.file_blockers(candidate(sheet)) == []
    with (
        clock.at(datetime.datetime(2026, 3, 16, 16, tzinfo=datetime.UTC)),
        pytest.raises(Refused, match="已于2026年3月16日 周一截止"),
    ):
        filed(sheet)
    assert not Appeal.objects.exists()


def test_file_only_for_oneself():
    with pytest.raises(Refused):
        services.file(candidate(scores.confirmed()), by=people.actor(Role.APPLICANT), kind="added", statement="他人")


def test_nothing_to_appeal_before_the_confirmation():
    sheet = scores.sheet("submitted", candidates=1)
    assert services.last_day(candidate(sheet)) is None
    sheet.scores.all().delete()
    assert [each.sentence for each in services.file_blockers(candidate(sheet))] == ["没有已确认的成绩，不能申请复核。"]


@pytest.mark.clause("4.5")
def test_each_matter_once():
    sheet = scores.confirmed()
    made = filed(sheet)
    with pytest.raises(Refused, match="等待答复"):
        filed(sheet, "copied")
    services.reject(made, by=people.actor(Role.CONFIRMER), ground="各项均已计入")
    with pytest.raises(Refused, match="已经复核过"):
        filed(sheet)
    assert filed(sheet, "copied").status == Status.SUBMITTED


def test_reject_tells_the_candidate():
    sheet = scores.confirmed()
    made = services.reject(filed(sheet), by=people.actor(Role.CONFIRMER), ground="各项均已计入")
    assert (made.status, made.answer) == (Status.REJECTED, "各项均已计入")
    notice = Notice.objects.get(kind="appeal_rejected")
    assert notice.recipient == candidate(sheet).user
    assert "各项均已计入" in notice.body
    assert not Correction.objects.exists()


@pytest.mark.clause("4.5")
def test_uphold_asks_for_a_correction():
    sheet, by = scores.confirmed("55.0"), people.actor(Role.CONFIRMER)
    evidence = [store(portrait(), name="评分记录.jpg", kind=DRAFT, by=by)]
    marks = {"1": Decimal(55), "2": Decimal(90)}
    made = services.uphold(filed(sheet), by=by, marks=marks, answer="第二项漏计", evidence=evidence)
    assert (made.status, made.answered_by) == (Status.UPHELD, by.user)
    assert made.correction.status == Correction.Status.REQUESTED
    assert (made.correction.reason, made.correction.kind) == ("第二项漏计", "added")
    assert Notice.objects.filter(kind="appeal_upheld").exists()
    assert sheet.scores.get().total == 55


@pytest.mark.clause("4.5")
def test_uphold_without_another_mark_is_no_answer():
    sheet, by = scores.confirmed("55.0"), people.actor(Role.CONFIRMER)
    made = filed(sheet)
    with pytest.raises(Refused, match="没有需要更正的"):
        services.uphold(made, by=by, marks={"1": Decimal(55), "2": Decimal(55)}, answer="属实")
    assert Appeal.objects.get().status == Status.SUBMITTED


@pytest.mark.clause("4.5")
def test_not_answered_by_who_entered():
    sheet, by = scores.confirmed(), people.actor(Role.CONFIRMER)
    type(sheet).objects.update(entered_by=by.user)
    with pytest.raises(Refused, match="录入成绩的人不能答复复核"):
        services.reject(filed(sheet), by=by, ground="无误")
