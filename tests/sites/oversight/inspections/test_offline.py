"""What the checklist's page asks for in the background."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sdzx import clock
from sdzx.accounts.roles import Role
from sites.oversight.inspections.models import Inspection
from tests.factories import inspections, people
from tests.factories.pictures import portrait

pytestmark = pytest.mark.django_db


@pytest.fixture
def made():
    return inspections.planned()


@pytest.fixture
def client_of(enter, made):
    return enter(inspections.inspector(made))


def address(made, rest):
    return f"/sites/inspections/{made.uid}/{rest}/"


def picture():
    return SimpleUploadedFile("现场.jpg", portrait(400, 300), "image/jpeg")


def test_draft_tells_where_it_stands(client_of, made):
    answer = client_of.get(address(made, "draft"))
    assert answer["Cache-Control"] == "no-store"
    told = answer.json()
    assert (told["revision"], told["status"], told["values"]["value_A1"]) == (0, "planned", "")
    assert (told["values"]["summary"], bool(told["token"])) == ("", True)
    assert not [name for name in told["values"] if name.startswith("photos_")]


def test_draft_kept_once_then_stale_wrong_and_gone(client_of, made):
    url = address(made, "draft")
    sent = {"value_A1": "yes", "key": "key-00000001", "base": "0"}
    assert client_of.post(url, sent).json() == {"revision": 1, "status": "planned"}
    assert client_of.post(url, sent).json()["revision"] == 1
    stale = client_of.post(url, {**sent, "key": "key-00000002"})
    assert (stale.status_code, stale.json()["values"]["value_A1"]) == (409, "yes")
    wrong = client_of.post(url, {"value_A1": "bad", "key": "key-00000003", "base": "1"})
    assert (wrong.status_code, list(wrong.json()["errors"])) == (422, ["value_A1"])
    assert "编号" in client_of.post(url, {"base": "1"}).json()["errors"][""][0]
    Inspection.objects.update(status="carried_out", carried_out_on=clock.today())
    gone = client_of.post(url, {**sent, "key": "key-00000004", "base": "1"})
    assert (gone.status_code, gone.json()["sentence"]) == (410, "检查已检查待签字，本机后来填写的内容没有发送。")


def test_photo_kept_once_for_its_item(client_of, made):
    url = address(made, "photo")
    for _ in range(2):
        answer = client_of.post(url, {"photo": picture(), "key": "photo-000001", "field": "photos_A1"})
        assert answer.status_code == 200
    assert [each.code for each in made.photos.all()] == ["A1"]
    strange = client_of.post(url, {"photo": picture(), "key": "photo-000002", "field": "photos_Z9"})
    assert "没有这一项" in strange.json()["errors"][""][0]
    assert client_of.post(url, {"key": "photo-000003", "field": "photos_A1"}).status_code == 422
    assert client_of.get(url).status_code == 405


def test_photos_of_an_item_are_limited(client_of, made):
    for number in range(9):
        sent = {"photo": SimpleUploadedFile("现场.jpg", portrait(300 + number, 300), "image/jpeg")}
        last = client_of.post(address(made, "photo"), {**sent, "key": f"photo-00000{number}", "field": "photos_A1"})
    assert (last.status_code, made.photos.count()) == (422, 8)
    assert "最多8张" in last.json()["errors"][""][0]


def test_others_find_nothing_and_the_worker_is_about_nobody(enter, client, made):
    assert enter(people.actor(Role.EXPERT)).get(address(made, "draft")).status_code == 404
    answer = client.get("/sites/inspections/worker.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert str(made.uid) not in answer.content.decode()
