"""Pages of the corrections."""

import pytest
from django.urls import reverse

from exams.registration.models import Registration
from exams.scores import plugins, worklist
from exams.scores.corrections.models import Correction
from sdzx.accounts.roles import Role
from sdzx.files.services import store
from tests.factories import people, scores, sessions
from tests.factories.pictures import portrait

pytestmark = pytest.mark.django_db


def page(name, uid=None, *args):
    return reverse(f"scores:corrections:{name}", args=[uid, *args] if uid else [])


@pytest.mark.parametrize("count", [1, 3])
def test_list_queries(enter, django_assert_num_queries, count):
    for _ in range(count):
        scores.correction(scores.confirmed())
    client = enter(people.actor(Role.CONFIRMER))
    with django_assert_num_queries(6):
        assert "80.00（合格）→70.00（合格）" in client.get(page("list")).content.decode()


def test_from_the_sheet_to_the_correction_and_its_approval(enter):
    sheet, confirmer = scores.confirmed("55.0"), people.actor(Role.CONFIRMER)
    uid = Registration.objects.get(seat__session=sheet.session).uid
    client = enter(confirmer)
    shown = client.get(reverse("scores:record", args=[sheet.uid])).content.decode()
    assert page("new", uid) in shown
    wrong = client.post(page("new", uid), {"mark_1": "70", "mark_2": "x", "kind": "copied", "reason": "看错一行"})
    assert wrong.status_code == 422
    assert "看错一行" in wrong.content.decode()
    given = {"mark_1": "70", "mark_2": "70", "kind": "copied", "reason": "看错一行"}
    kept = client.post(page("new", uid), given)
    assert "请上传证据" in kept.content.decode()
    given["evidence"] = store_upload()
    answer = client.post(page("new", uid), given)
    made = Correction.objects.get()
    assert answer.url == page("record", made.uid)
    assert "申请更正的人不能批准更正" in client.get(answer.url).content.decode()
    again = client.get(page("new", uid)).content.decode()
    assert "已有一件成绩更正等待批准" in again
    assert "申请更正的人不能批准" in client.get(page("step", made.uid, "approve")).content.decode()
    director = enter(people.actor(Role.DIRECTOR))
    assert "总分55.00（不合格）→70.00（合格）" in director.get(page("step", made.uid, "refuse")).content.decode()
    assert director.post(page("step", made.uid, "refuse"), {"ground": "不属实"}).status_code == 302
    assert "不属实" in director.get(page("record", made.uid)).content.decode()


def store_upload():
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("评分记录.jpg", portrait(), content_type="image/jpeg")


def test_the_site_sees_its_own_and_not_the_appeal(enter):
    sheet = scores.confirmed()
    appeal = scores.appeal(sheet)
    made = scores.correction(sheet, appeal=appeal)
    site = enter(sessions.staff_of(sheet.session)).get(page("record", made.uid)).content.decode()
    path = reverse("scores:appeals:record", args=[appeal.uid])
    assert path not in site
    assert path in enter(people.actor(Role.CONFIRMER)).get(page("record", made.uid)).content.decode()
    assert enter(people.actor(Role.SITE)).get(page("record", made.uid)).status_code == 404


def test_evidence_is_read_by_who_sees_the_correction():
    made = scores.correction(scores.confirmed())
    kept = store(portrait(), name="评分记录.jpg", kind="correction.evidence")
    made.evidence.add(kept)
    assert plugins.reads_evidence(people.actor(Role.CONFIRMER), kept)
    assert not plugins.reads_evidence(people.actor(Role.CONFIRMER, people.center("370200")), kept)
    assert not plugins.reads_evidence(people.actor(Role.ARRANGER), kept)


def test_waits_for_a_second_person():
    confirmer = people.actor(Role.CONFIRMER)
    scores.correction(scores.confirmed(), requested_by=confirmer.user)
    titles = {
        role: [row.title for row in worklist.waiting(actor)]
        for role, actor in (("asked", confirmer), ("director", people.actor(Role.DIRECTOR)))
    }
    assert titles["asked"] == []
    assert [title.startswith("批准成绩更正") for title in titles["director"]] == [True]
    assert worklist.waiting(people.actor(Role.ARRANGER)) == []
