"""Pages of the appeals."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exams.registration.models import Registration
from exams.scores import worklist
from exams.scores.appeals.models import Appeal
from exams.scores.appeals.views import weighed
from exams.scores.corrections.models import Correction
from sdzx.accounts.roles import Role
from tests.factories import people, scores
from tests.factories.pictures import portrait

pytestmark = pytest.mark.django_db


def page(name, uid=None, *args):
    return reverse(f"scores:appeals:{name}", args=[uid, *args] if uid else [])


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries(enter, django_assert_num_queries, count):
    for _ in range(count):
        scores.appeal(scores.confirmed())
    client = enter(people.actor(Role.CONFIRMER))
    with django_assert_num_queries(6):
        assert "合分错误" in client.get(page("list")).content.decode()


@pytest.mark.clause("4.5")
def test_filed_by_the_candidate_upheld_by_the_confirmer(enter):
    sheet = scores.confirmed("55.0")
    registration = Registration.objects.get(seat__session=sheet.session)
    client = enter(people.actor(Role.APPLICANT, person=registration.user))
    mine = client.get(reverse("scores:mine")).content.decode()
    assert page("new", registration.uid) in mine
    assert "不重新评分" in client.get(page("new", registration.uid)).content.decode()
    assert client.post(page("new", registration.uid), {"kind": "remark", "statement": "重评"}).status_code == 422
    given = {"kind": "added", "statement": "第二项没有计入"}
    client.post(page("new", registration.uid), given)
    made = Appeal.objects.get()
    shown = client.get(page("record", made.uid)).content.decode()
    assert "第二项没有计入" in shown
    assert "计入总分" in shown
    again = client.post(page("new", registration.uid), given)
    assert "等待答复" in again.content.decode()
    mine = client.get(reverse("scores:mine")).content.decode()
    assert page("new", registration.uid) not in mine
    assert page("record", made.uid) in mine

    confirmer = enter(people.actor(Role.CONFIRMER))
    assert "uphold" in confirmer.get(page("record", made.uid)).content.decode()
    step = page("step", made.uid, "uphold")
    assert "占" in confirmer.get(step).content.decode()
    refused = confirmer.post(step, {"mark_1": "55", "mark_2": "", "answer": "第二项漏计"})
    assert "没有得分" in refused.content.decode()
    evidence = SimpleUploadedFile("评分记录.jpg", portrait(), content_type="image/jpeg")
    answer = confirmer.post(step, {"mark_1": "55", "mark_2": "90", "answer": "第二项漏计", "evidence": evidence})
    assert answer.status_code == 302
    correction = Correction.objects.get()
    assert (
        reverse("scores:corrections:record", args=[correction.uid])
        in confirmer.get(page("record", made.uid)).content.decode()
    )
    client = enter(people.actor(Role.APPLICANT, person=registration.user))
    Correction.objects.update(status="applied", decided_by=people.user(), decided_at=correction.created_at)
    assert "55.00分更正为" in client.get(reverse("scores:mine")).content.decode()
    assert "第二项漏计" in client.get(page("record", made.uid)).content.decode()


def test_another_candidate_sees_nothing(enter):
    made = scores.appeal(scores.confirmed())
    assert enter(people.actor(Role.APPLICANT)).get(page("record", made.uid)).status_code == 404
    assert enter(people.actor(Role.PROVINCE)).get(page("record", made.uid)).status_code == 200


def test_waits_for_the_confirmer():
    scores.appeal(scores.confirmed())
    (row,) = worklist.waiting(people.actor(Role.CONFIRMER))
    assert row.title.startswith("答复成绩复核")
    assert row.due


def test_no_due_day_without_a_calendar():
    scores.appeal(scores.confirmed(), due_on=None)
    (row,) = worklist.waiting(people.actor(Role.CONFIRMER))
    assert row.due is None


def test_weighed():
    assert weighed("86", 60) == "51.60"
    assert weighed(None, 60) == ""
