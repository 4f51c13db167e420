"""The photo in a form, and the address that takes it in at once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exams.registration.models import Registration
from exams.registration.photos.fields import FrameField
from exams.registration.photos.frame import Frame
from sdzx.accounts.roles import Role
from sdzx.files.models import StoredFile
from tests.factories import people
from tests.factories import registration as made

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidate():
    return people.actor(Role.APPLICANT, person=people.user("张伟"))


def sent(client, body, query=""):
    return client.post(reverse("registration:photo") + query, {"photo": SimpleUploadedFile("a.jpg", body)})


def test_frame_field():
    assert (FrameField().clean("0,0,1,1"), FrameField().clean(""), FrameField().clean("x")) == (
        Frame(0, 0, 1, 1),
        None,
        None,
    )


def test_photo_is_taken_in_and_carried_by_its_token(enter, candidate):
    client, item = enter(candidate), made.item()
    answer = sent(client, made.jpeg(600, 800)).json()
    assert (answer["width"], answer["height"], len(answer["warnings"])) == (600, 800, 2)
    assert b"".join(client.get(answer["url"]).streaming_content).startswith(b"\xff\xd8")
    values = {
        "phone": "13900001111",
        "eligibility": made.ELIGIBLE,
        "photo-kept": answer["token"],
        "frame": "0,0,0.9,0.9",
    }
    client.post(f"{reverse('registration:new')}?item={item.pk}", values)
    record = Registration.objects.get()
    assert (record.photo.width, record.photo_warnings) == (295, ["background", "blurred"])


def test_size_of_the_centre_counts(enter, candidate):
    answer = sent(enter(candidate), made.jpeg(600, 800), "?photo_width=700&photo_height=x")
    assert (answer.status_code, answer.json()["problems"][0][:4]) == (422, "照片太小")


def test_without_a_file(enter, candidate):
    answer = enter(candidate).post(reverse("registration:photo"))
    assert (answer.status_code, answer.json()) == (422, {"problems": ["请选择照片。"]})


def test_no_photo_is_kept_of_what_is_none(enter, candidate):
    answer = sent(enter(candidate), b"<svg xmlns='http://www.w3.org/2000/svg'></svg>")
    assert (answer.status_code, StoredFile.objects.count()) == (422, 0)
    assert "SVG是矢量图" in answer.json()["problems"][0]


def test_form_keeps_all_when_the_photo_is_refused(enter, candidate):
    item = made.item()
    values = {
        "phone": "13900001111",
        "eligibility": "做了三年面点",
        "photo": SimpleUploadedFile("a.jpg", b"<svg></svg>"),
    }
    response = enter(candidate).post(f"{reverse('registration:new')}?item={item.pk}", values)
    page = response.content.decode()
    assert (response.status_code, "SVG是矢量图" in page or "这里只能上传照片" in page, "做了三年面点" in page) == (
        422,
        True,
        True,
    )
