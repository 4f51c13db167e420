"""Decisions at the workbench, and batches that can be undone."""

import datetime

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from exams.registration import services as registration_services
from exams.registration.models import Registration
from exams.registration.review import carrying, phrases, services, tasks
from exams.registration.review.models import ReviewBatch, ReviewBatchLine, ReviewClaim, ReviewPhrase
from sdzx import clock
from sdzx.accounts.models import Membership
from sdzx.accounts.roles import Role
from sdzx.audit.services import last_entry
from sdzx.notifications.models import Notice
from sdzx.ui import words
from sdzx.workflow import Refused
from tests.factories import people, registration, reviews

pytestmark = pytest.mark.django_db
Status = Registration.Status
LATER = datetime.timedelta(seconds=61)


@pytest.fixture
def clerk():
    return people.actor(Role.CLERK)


def later():
    return time_machine.travel(clock.now() + LATER)


def fresh(record):
    record.refresh_from_db()
    return record


@pytest.mark.parametrize(
    ("verb", "status"), [("accept", Status.ACCEPTED), ("send_back", Status.RETURNED), ("reject", Status.REJECTED)]
)
def test_decide(clerk, verb, status):
    record = registration.submitted()
    reviews.claim(record, clerk)
    services.decide(record, by=clerk, verb=verb, phrases=["照片模糊。", "请补充材料。"], note=" 谢谢 ")
    assert (fresh(record).status, record.review_note) == (status, "照片模糊。\n请补充材料。\n谢谢")
    assert not ReviewClaim.objects.exists()
    assert Notice.objects.filter(recipient=record.user).count() == 1


@pytest.mark.clause("3.2")
@pytest.mark.parametrize("verb", ["send_back", "reject"])
def test_decide_without_a_reason(clerk, verb):
    with pytest.raises(Refused, match="请勾选或填写理由"):
        services.decide(registration.submitted(), by=clerk, verb=verb, phrases=[" "])


def test_decide_names_everything_at_once(clerk):
    record = registration.submitted()
    reviews.claim(record, people.actor(Role.CLERK))
    reviews.batch(record)
    with pytest.raises(Refused) as refusal:
        services.decide(record, by=clerk, verb="reject")
    assert [each.sentence[-6:] for each in refusal.value.blockers] == [
        "请办理下一件。"[-6:],
        "，请先撤销。"[-6:],
        "考生会看到。"[-6:],
    ]


def test_step_on_the_own_page_gives_way_to_who_has_it_open(clerk, enter):
    record, colleague = registration.submitted(), people.actor(Role.CLERK)
    claim = reviews.claim(record, colleague)
    client = enter(clerk)
    told = (
        f"{colleague.user.name}正在审核（{words.moment(claim.since)}起，不再办理的{words.moment(claim.until)}自动让出）"
    )
    for verb, values in (("accept", {}), ("send_back", {"ground": "照片不清"}), ("reject", {"ground": "未满年龄"})):
        address = reverse("registration:step", args=[record.uid, verb])
        assert told in client.get(address).content.decode()
        response = client.post(address, values)
        assert (response.status_code, told in response.content.decode()) == (422, True)
    assert fresh(record).status == Status.SUBMITTED

    ReviewClaim.objects.update(until=clock.now())
    address = reverse("registration:step", args=[record.uid, "send_back"])
    assert client.post(address, {"ground": "照片不清"}).status_code == 302
    assert (fresh(record).status, fresh(record).review_note) == (Status.RETURNED, "照片不清")
    assert not ReviewClaim.objects.exists()


def test_step_on_the_own_page_keeps_the_opinion(clerk):
    record = registration.submitted()
    services.step(record, by=clerk, verb="accept", note="材料齐全")
    assert (fresh(record).status, fresh(record).review_note) == (Status.ACCEPTED, "材料齐全")


def test_batch_takes_effect_after_the_undo_time(clerk, django_capture_on_commit_callbacks):
    first, second = registration.submitted(), registration.submitted()
    reviews.claim(first, clerk)
    with django_capture_on_commit_callbacks(execute=True):
        planned = services.plan([first.uid, second.uid], by=clerk, verb="accept")
    assert (fresh(first).status, Notice.objects.count(), planned.passed_over) == (Status.SUBMITTED, 0, ())
    assert not tasks.carry_out_due()
    with later():
        assert tasks.carry_out_due() == 1
        assert tasks.carry_out_due() == 0
        assert not tasks.carry_out_batch(planned.batch.pk)
    assert {fresh(first).status, fresh(second).status} == {Status.ACCEPTED}
    assert last_entry(first).user == clerk.user
    assert Notice.objects.filter(recipient__in=[first.user, second.user]).count() == 2
    assert last_entry(planned.batch).after == {"status": "done", "已办理": 2, "未办理": 0}


def test_batch_returns_with_the_reason(clerk):
    record = registration.submitted()
    planned = services.plan([record.uid], by=clerk, verb="send_back", phrases=["照片模糊。"])
    with later():
        assert carrying.carry_out(planned.batch.pk)
    assert (fresh(record).status, record.review_note) == (Status.RETURNED, "照片模糊。")


def test_undone_batch_changes_and_tells_nothing(clerk):
    record = registration.submitted()
    batch = services.plan([record.uid], by=clerk, verb="accept").batch
    services.undo(batch, by=clerk)
    with later():
        assert not carrying.carry_out(batch.pk)
        with pytest.raises(Refused, match=r"已于.*“撤销”"):
            services.undo(batch, by=clerk)
    assert (fresh(record).status, Notice.objects.count()) == (Status.SUBMITTED, 0)
    assert last_entry(batch).verb == "review_batch.undo"
    services.plan([record.uid], by=clerk, verb="accept")  # free for another batch


def test_undo_after_its_time(clerk):
    batch = reviews.batch()
    with later(), pytest.raises(Refused, match="不能再撤销"):
        services.undo(batch, by=clerk)


def test_what_changed_meanwhile_is_left_with_the_reason(clerk):
    gone, stays = registration.submitted(), registration.submitted()
    batch = services.plan([gone.uid, stays.uid], by=clerk, verb="accept").batch
    registration_services.withdraw(gone, by=people.actor(Role.APPLICANT, person=gone.user))
    with later():
        carrying.carry_out(batch.pk)
    assert (fresh(gone).status, fresh(stays).status) == (Status.WITHDRAWN, Status.ACCEPTED)
    assert "取消报名" in batch.lines.get(registration=gone).refusal


def test_a_clerk_who_left_decides_nothing_more(clerk):
    record = registration.submitted()
    batch = services.plan([record.uid], by=clerk, verb="accept").batch
    Membership.objects.filter(pk=clerk.membership_id).update(is_active=False)
    with later():
        carrying.carry_out(batch.pk)
    assert fresh(record).status == Status.SUBMITTED
    assert batch.lines.get().refusal == carrying.NO_LONGER


def test_plan_passes_over_what_others_have(clerk):
    held, planned, free = (registration.submitted(name=name) for name in ("赵钱", "孙李", "周吴"))
    foreign = registration.submitted(registration.item(people.center("370200")))
    reviews.claim(held, people.actor(Role.CLERK))
    reviews.batch(planned)
    found = services.plan([each.uid for each in (held, planned, free, foreign)], by=clerk, verb="accept")
    assert [line.registration for line in found.batch.lines.all()] == [free]
    assert [each.partition("：")[0] for each in found.passed_over] == ["赵钱", "孙李"]


def test_plan_refuses_when_nothing_is_left_or_chosen(clerk):
    done, held = registration.accepted(), registration.submitted()
    reviews.claim(held, people.actor(Role.CLERK))
    for chosen, said in (([done.uid], "已由他人办理"), ([held.uid], "正在审核"), ([], "请先勾选")):
        with pytest.raises(Refused, match=said):
            services.plan(chosen, by=clerk, verb="accept")
    assert not ReviewBatch.objects.exists()


def test_plan_needs_a_reason_to_return_and_has_a_size(clerk, monkeypatch):
    chosen = [registration.submitted().uid for _ in range(2)]
    monkeypatch.setattr("exams.registration.review.rules.MOST", 1)
    with pytest.raises(Refused) as refusal:
        services.plan(chosen, by=clerk, verb="send_back")
    assert [each.sentence for each in refusal.value.blockers] == [
        "一次最多办理1件，已选2件，请缩小范围。",
        "请勾选或填写理由，考生会看到。",
    ]


def test_batch_stays_when_the_queue_is_away(clerk, monkeypatch, django_capture_on_commit_callbacks):
    def away(*_, **__):
        raise tasks.carry_out_batch.OperationalError

    monkeypatch.setattr(tasks.carry_out_batch, "apply_async", away)
    with django_capture_on_commit_callbacks(execute=True):
        batch = services.plan([registration.submitted().uid], by=clerk, verb="accept").batch
    assert fresh(batch).status == "pending"


def test_a_registration_is_in_one_open_batch():
    record = registration.submitted()
    reviews.batch(record)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewBatchLine.objects.create(batch=reviews.batch(), registration=record)


def test_phrases_of_another_centre():
    with pytest.raises(Refused, match="只能修改本中心"):
        phrases.save_phrases(people.center("370200"), by=people.actor(Role.CLERK), phrases={})


def test_records_say_what_they_are():
    record, clerk = registration.submitted(), people.actor(Role.CLERK)
    batch = reviews.batch(record)
    phrases.save_phrases(people.center(), by=clerk, phrases={"reject": ["不符合条件。"]})
    said = [
        str(each)
        for each in (reviews.claim(record, clerk), ReviewPhrase.objects.get(), batch.lines.get(), reviews.search(clerk))
    ]
    assert said == [f"{clerk.user} 正在审核 {record}", "不符合条件。", f"成批审核通过：{record}", "没有材料的"]
