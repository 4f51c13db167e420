"""The form's way: sent twice, opened in time, prefilled, conditions and proofs; the candidate's own list and record."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exams.registration import services
from exams.registration.entry import receipts
from exams.registration.models import Registration
from sdzx import clock
from sdzx.accounts.roles import Role
from tests.factories import people
from tests.factories import registration as made

pytestmark = pytest.mark.django_db
Status = Registration.Status


@pytest.fixture
def candidate():
    return people.actor(Role.APPLICANT, person=people.user("张伟"))


def new(item):
    return f"{reverse('registration:new')}?item={item.pk}"


def at(name, record):
    return reverse(f"registration:{name}", args=[record.uid])


def filled(**values):
    photo = SimpleUploadedFile("照片.jpg", made.jpeg(600, 800), "image/jpeg")
    return {"phone": "13900001111", "eligibility": made.ELIGIBLE, "consented": "on", "photo": photo,
            "receipt": receipts.issue(), **values}  # fmt: skip


def item_with(conditions, **values):
    item = made.item(**values)
    item.announcement.eligibility = conditions
    item.announcement.save()
    return item


class TestTwice:
    """The back button, a retry after a lost answer: the same page, nothing doubled."""

    def test_same_form_leads_to_the_same_page(self, enter, candidate):
        client, item, receipt = enter(candidate), made.item(), receipts.issue()
        answers = [client.post(new(item), filled(then="submit", receipt=receipt)) for _ in range(2)]
        record = Registration.objects.get()
        assert [each["Location"] for each in answers] == [at("record", record)] * 2
        assert (record.status, record.item.taken) == (Status.SUBMITTED, 1)
        assert receipts.TAKEN in client.get(at("record", record)).content.decode()

    def test_what_the_lost_request_still_had_to_do_is_done(self, enter, candidate):
        client, item, receipt = enter(candidate), made.item(), receipts.issue()
        client.post(new(item), filled(receipt=receipt))
        client.post(new(item), filled(receipt=receipt, then="submit"))
        assert Registration.objects.get().status == Status.SUBMITTED

    def test_another_form_is_refused_beside_what_is_there(self, enter, candidate):
        client, item = enter(candidate), made.item()
        client.post(new(item), filled())
        answer = client.post(new(item), filled())
        assert (answer.status_code, "不能重复报名" in answer.content.decode()) == (422, True)

    def test_edit_sent_again_after_submission(self, enter):
        record, receipt = made.draft(), receipts.issue()
        client = enter(people.actor(Role.APPLICANT, person=record.user))
        answers = [client.post(at("edit", record), filled(then="submit", receipt=receipt)) for _ in range(2)]
        assert [each.status_code for each in answers] == [302, 302]
        record.refresh_from_db()
        assert record.status == Status.SUBMITTED


@pytest.mark.clause("3.2")
def test_form_open_when_registration_closes_is_kept_as_a_draft(enter, candidate):
    item, client = made.item(registration_closes=clock.now() + datetime.timedelta(minutes=5)), enter(candidate)
    receipt = receipts.issue()
    with clock.at(item.registration_closes):
        answer = client.post(new(item), filled(then="submit", receipt=receipt), follow=True)
    page = answer.content.decode()
    assert "已保存，但还不能提交" in page
    assert "报名已于" in page
    assert Registration.objects.get().status == Status.DRAFT


class TestConditions:
    """Each announced condition has a box and a place for proofs."""

    def test_claims_and_proofs_come_back_when_edited(self, enter, candidate):
        client, item = enter(candidate), item_with("1、年满16周岁\n2、会做面点")
        proof = SimpleUploadedFile("证.jpg", made.jpeg(), "image/jpeg")
        client.post(new(item), filled(meets_1="on", proof_1=proof, eligibility="另有证书"))
        record = Registration.objects.get()
        assert record.eligibility == "会做面点。\n另有证书"
        initial = client.get(at("edit", record)).context["form"].initial
        assert (initial.get("meets_0"), initial["meets_1"], initial["proof_1"]) == (
            None,
            True,
            list(record.evidence.all()),
        )
        assert (initial["evidence"], initial["eligibility"]) == ([], "另有证书")

    def test_proof_without_a_tick_is_asked_about_and_kept(self, enter, candidate):
        proof = SimpleUploadedFile("证.jpg", made.jpeg(), "image/jpeg")
        answer = enter(candidate).post(new(item_with("年满16周岁")), filled(proof_0=proof))
        page = answer.content.decode()
        assert (answer.status_code, "请勾选本条" in page, "证.jpg" in page) == (422, True, True)

    def test_claim_names_its_proof_on_the_record(self, enter, candidate):
        client, item = enter(candidate), item_with("会做面点")
        proof = SimpleUploadedFile("证.jpg", made.jpeg(), "image/jpeg")
        client.post(new(item), filled(meets_0="on", proof_0=proof))
        assert "证明材料：会做面点" in client.get(at("record", Registration.objects.get())).content.decode()

    def test_words_of_a_roster_stay(self, enter):
        record = made.draft(made.item(), ethnicity="未识别民族", needs="大字试卷；靠窗")
        form = enter(people.actor(Role.APPLICANT, person=record.user)).get(at("edit", record)).context["form"]
        assert form.initial["eligibility"] == made.ELIGIBLE
        assert ("未识别民族", "未识别民族") in form.fields["ethnicity"].choices
        assert (form.initial["needs_listed"], form.initial["needs"]) == (["大字试卷"], "靠窗")

    def test_announcement_without_conditions_asks_for_words(self, enter, candidate):
        form = enter(candidate).get(new(item_with(""))).context["form"]
        assert (form.conditions, form.fields["eligibility"].label) == ([], "符合的报名条件")


def test_prefilled_from_the_account_and_the_last_time(enter, candidate):
    made.registration(Status.FAILED, user=candidate.user, address="解放路9号", education="本科")
    initial = enter(candidate).get(new(made.item())).context["form"].initial
    assert (initial["phone"], initial["address"], initial["education"]) == (candidate.user.phone, "解放路9号", "本科")


class TestOwn:
    """我的报名 and the record of a candidate."""

    @pytest.mark.parametrize("count", [1, 3])
    def test_list_costs_the_same_at_any_length(self, enter, candidate, django_assert_num_queries, count):
        for _ in range(count):
            made.submitted(user=candidate.user)
        client = enter(candidate)
        with django_assert_num_queries(5):
            page = client.get(reverse("registration:list")).content.decode()
        assert page.count("等待市中心审核") == count

    def test_list_says_until_when(self, enter, candidate):
        made.draft(user=candidate.user)
        assert "期限：" in enter(candidate).get(reverse("registration:list")).content.decode()

    def test_empty_list_says_what_to_do(self, enter, candidate):
        page = enter(candidate).get(reverse("registration:list")).content.decode()
        assert ("还没有报名" in page, reverse("registration:open") in page) == (True, True)

    def test_withdrawn_may_begin_again(self, enter, candidate):
        record = made.registration(Status.WITHDRAWN, user=candidate.user)
        client = enter(candidate)
        assert "重新报名" in client.get(at("record", record)).content.decode().split("下一步要做什么")[0]
        services.create(record.item, by=candidate)
        assert new(record.item) not in client.get(at("record", record)).content.decode()

    def test_photo_that_deserves_a_look(self, enter, candidate):
        record = made.draft(user=candidate.user, photo_warnings=["blurred"])
        client = enter(candidate)
        for name in ("record", "edit"):
            assert "照片可能不够清晰" in client.get(at(name, record)).content.decode()

    def test_clerk_sees_the_warnings(self, enter):
        record = made.submitted(photo_warnings=["background"])
        assert "照片背景不是白色" in enter(people.actor(Role.CLERK)).get(at("record", record)).content.decode()
