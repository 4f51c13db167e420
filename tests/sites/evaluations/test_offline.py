"""What the scoring page asks for in the background."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sdzx.accounts.roles import Role
from tests.factories import people, sites
from tests.factories.pictures import portrait

pytestmark = pytest.mark.django_db


@pytest.fixture
def evaluation():
    return sites.visited().panel.members.first().evaluation


@pytest.fixture
def client_of(enter, evaluation):
    return enter(people.actor(Role.EXPERT, person=evaluation.member.person.user))


def draft(evaluation):
    return f"/sites/evaluations/{evaluation.uid}/draft/"


def test_draft_tells_where_it_stands(client_of, evaluation):
    answer = client_of.get(draft(evaluation))
    assert answer["Cache-Control"] == "no-store"
    told = answer.json()
    assert (told["revision"], told["status"], told["values"]["mark_A1"]) == (0, "draft", "")
    assert told["token"]


def test_draft_kept_once_then_stale_then_gone(client_of, evaluation):
    sent = {"mark_A1": "8", "key": "key-00000001", "base": "0"}
    assert client_of.post(draft(evaluation), sent).json() == {"revision": 1, "status": "draft"}
    assert client_of.post(draft(evaluation), sent).json()["revision"] == 1
    stale = client_of.post(draft(evaluation), {**sent, "key": "key-00000002"})
    assert (stale.status_code, stale.json()["values"]["mark_A1"]) == (409, "8")
    evaluation.refresh_from_db()
    sites.fill(evaluation)
    assert client_of.post(draft(evaluation), {**sent, "key": "key-00000003", "base": "1"}).status_code == 410


def test_draft_wrong_marks_and_missing_key_are_told(client_of, evaluation):
    answer = client_of.post(draft(evaluation), {"mark_A1": "99", "key": "key-00000001"})
    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["mark_A1"]
    answer = client_of.post(draft(evaluation), {"mark_A1": "8"})
    assert "编号" in answer.json()["errors"][""][0]


def test_photo_kept_once_refused_and_not_got(client_of, evaluation):
    url = f"/sites/evaluations/{evaluation.uid}/photo/"
    for _ in range(2):
        upload = SimpleUploadedFile("现场.jpg", portrait(400, 300), "image/jpeg")
        assert client_of.post(url, {"photo": upload, "key": "photo-000001"}).status_code == 200
    assert evaluation.photos.count() == 1
    assert client_of.post(url, {"key": "photo-000002"}).status_code == 422
    assert client_of.get(url).status_code == 405


def test_others_find_nothing(enter, evaluation):
    stranger = enter(people.actor(Role.EXPERT))
    assert stranger.get(draft(evaluation)).status_code == 404


def test_worker_is_a_script_about_nobody(client):
    answer = client.get("/sites/evaluations/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "/static/" in answer.content.decode()
