"""The registration form."""

import pytest

from exams.registration import documents, services
from exams.registration.models import Registration
from sdzx.accounts.roles import Role
from sdzx.files.services import erase
from tests.factories import people
from tests.factories import registration as made

pytestmark = pytest.mark.django_db


def test_form_before_submission():
    context = documents.form_context(made.draft(photo=None))
    assert (context["number"], context["photo"], context["review"]) == ("（提交后编号）", "", None)


def test_form_after_review_has_the_opinion():
    record = made.submitted()
    clerk = people.actor(Role.CLERK)
    services.accept(record, by=clerk, note="符合条件")
    context = documents.form_context(record)
    assert {key: context["review"][key] for key in ("result", "by", "opinion")} == {
        "result": "审核通过", "by": clerk.name, "opinion": "符合条件",
    }  # fmt: skip
    assert context["photo"].startswith("data:image/jpeg;base64,")


def test_form_without_the_photo_s_content(django_capture_on_commit_callbacks):
    record = made.submitted()
    with django_capture_on_commit_callbacks(execute=True):
        erase(record.photo)
    assert documents.form_context(record)["photo"] == ""


def test_form_of_a_unit_names_the_unit():
    record = made.registration(Registration.Status.SUBMITTED, unit=people.organization())
    assert documents.form_context(record)["unit"] == record.unit.name
