"""Claims with their proofs, the notice in its version, a form that was opened in time."""

import datetime

import pytest

from exams.registration import rules, services
from exams.registration.entry import receipts
from exams.registration.entry.receipts import Receipt
from exams.registration.entry.services import Met
from exams.registration.models import Registration
from sdzx import clock
from sdzx.accounts import consent
from sdzx.accounts.roles import Role
from sdzx.audit.services import entries_of
from sdzx.files.models import DRAFT
from sdzx.files.services import store
from sdzx.workflow import Refused
from tests.factories import people
from tests.factories import registration as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return people.actor(Role.APPLICANT, person=people.user("张伟"))


def scan(by):
    return store(made.jpeg(), name="证明.jpg", kind=DRAFT, by=by)


def test_claims_are_kept_with_their_proofs(by):
    first, other = scan(by), scan(by)
    record = services.create(
        made.item(), by=by, claims=[Met("年满16周岁"), Met("从业1年", (first,))], eligibility="有证书", evidence=[other]
    )
    assert [(each.condition, list(each.files.all())) for each in record.claims.all()] == [
        ("年满16周岁", []),
        ("从业1年", [first]),
    ]
    assert set(record.evidence.all()) == {first, other}
    assert (record.eligibility, record.eligibility_note) == ("年满16周岁。\n从业1年。\n有证书", "有证书")


def test_edited_claims_replace_the_former(by):
    proof = scan(by)
    record = services.create(made.item(), by=by, claims=[Met("从业1年", (proof,))])
    services.edit(record, by=by, claims=[Met("在校学生", (proof,))])
    assert [each.condition for each in record.claims.all()] == ["在校学生"]
    assert list(record.evidence.all()) == [proof]
    assert entries_of(record).last().after == {"符合的报名条件": "在校学生。"}


def test_edited_files_are_named_in_the_trace(by):
    record = services.create(made.item(), by=by)
    photo = store(made.jpeg(600, 900), name="照片.jpg", kind=DRAFT, by=by)
    services.edit(record, by=by, photo=photo, evidence=[scan(by)])
    assert entries_of(record).last().after == {"照片": "已更换", "证明材料": "1件"}


def test_edit_of_other_fields_leaves_the_conditions(by):
    record = services.create(made.item(), by=by, eligibility="会做面点")
    services.edit(record, by=by, address="大学路1号")
    assert (record.eligibility, record.address) == ("会做面点", "大学路1号")


class TestWindow:
    """The window is judged by the moment of the act; a form that was opened in time is kept as a draft."""

    def closing(self, seconds):
        return made.item(registration_closes=clock.now() + datetime.timedelta(seconds=seconds))

    def receipt(self, at):
        return Receipt(receipts.read(receipts.issue()).key, at)

    @pytest.mark.clause("3.2")
    def test_opened_in_time_is_kept_and_not_submitted(self, by):
        item = self.closing(60)
        opened = clock.now()
        with clock.at(item.registration_closes):
            record = services.create(item, by=by, receipt=self.receipt(opened))
            assert record.status == Registration.Status.DRAFT
            with pytest.raises(Refused, match="报名已于"):
                services.submit(record, by=by)

    @pytest.mark.clause("3.2")
    def test_opened_too_late_is_refused(self, by):
        item = self.closing(-1)
        with pytest.raises(Refused, match="截止"):
            services.create(item, by=by, receipt=self.receipt(clock.now()))

    def test_receipt_of_the_future_opens_nothing(self, by):
        item = made.item(registration_opens=clock.now() + datetime.timedelta(hours=1))
        with pytest.raises(Refused, match="报名尚未开始"):
            services.create(item, by=by, receipt=self.receipt(clock.now() + datetime.timedelta(hours=2)))

    @pytest.mark.parametrize(
        ("before", "passes"), [(datetime.timedelta(microseconds=1), True), (datetime.timedelta(), False)]
    )
    def test_edge_of_the_window(self, by, before, passes):
        record = made.draft(user=by.user)
        with clock.at(record.item.registration_closes - before):
            assert (rules.window(record.item, clock.now()) == []) is passes


class TestConsent:
    """The text in use is agreed to; an older agreement is asked for again."""

    @pytest.mark.clause("3.2")
    def test_older_version_is_asked_for_again(self, by):
        record = made.draft(user=by.user, consent_version="2020-01")
        with pytest.raises(Refused, match="《个人信息处理告知书》已更新"):
            services.submit(record, by=by)
        services.edit(record, by=by, consented=True)
        assert record.consent_version == consent.version()
        assert services.submit(record, by=by).status == Registration.Status.SUBMITTED

    def test_same_version_keeps_its_moment(self, by):
        record = made.draft(user=by.user, consent_version=consent.version())
        at = record.consented_at
        services.edit(record, by=by, consented=True)
        assert record.consented_at == at


def test_one_form_edits_once(by):
    record, receipt = made.draft(user=by.user), receipts.read(receipts.issue())
    services.edit(record, by=by, receipt=receipt, address="一")
    with pytest.raises(Refused, match="不必重复提交"):
        services.edit(record, by=by, receipt=receipt, address="二")
    record.refresh_from_db()
    assert record.address == "一"


def test_withdrawn_may_register_again(by):
    record = made.submitted(user=by.user)
    services.withdraw(record, by=by)
    again = services.create(record.item, by=by)
    assert (again.pk != record.pk, again.status) == (True, Registration.Status.DRAFT)
