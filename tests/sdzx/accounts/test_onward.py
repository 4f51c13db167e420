"""Where the reader was going: kept through sign-in, first password, consent, sign-up and its code; never to another site."""

import datetime
import re

import pytest
import time_machine
from django.urls import reverse

from sdzx import clock
from sdzx.accounts import onward
from sdzx.accounts.models import User
from sdzx.accounts.roles import Role
from sdzx.notifications import direct
from tests.factories import people
from tests.factories.complaints import answered

pytestmark = pytest.mark.django_db
GOAL = "/registrations/?status=submitted"
KEPT = "?next=/registrations/%3Fstatus%3Dsubmitted"
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "javascript:alert(1)",
    "///evil.example",
    "",
]
SIGN_IN, CONSENT, PASSWORD = (reverse(f"accounts:{name}") for name in ("sign-in", "consent", "password"))
SIGN_UP, PERSON = reverse("accounts:sign-up"), reverse("accounts:sign-up-person")
CODE, WORKLIST = reverse("accounts:sign-up-person-code"), reverse("home:worklist")
AGREED = {"general": "on", "sensitive": "on"}


def sign_in(client, person, **more):
    return client.post(SIGN_IN, {"username": person.username, "password": people.PASSWORD, **more})


def person(**values):
    return {
        "name": "张伟", "document_type": "resident_id", "document_number": people.resident_id(641), "phone": "13800001241",
        "password": "Kaohe-2026-demo", "password_again": "Kaohe-2026-demo", "consented": "on", "consented_sensitive": "on",
        **answered(), **values,
    }  # fmt: skip


def code():
    (found,) = re.findall(r"验证码(\d{6})", direct.outbox()[0].text)
    return found


def links(response):
    return re.findall(r'href="(/accounts/sign-(?:up|in)[^"]*)"', response.content.decode().replace("&amp;", "&"))


class TestDoor:
    def test_sign_in_and_consent_lead_where_the_reader_was_going(self, client):
        someone = people.actor(Role.APPLICANT).user
        assert client.get(GOAL)["Location"] == SIGN_IN + KEPT
        assert sign_in(client, someone, next=GOAL)["Location"] == GOAL
        asked = client.get(GOAL)["Location"]
        assert asked == CONSENT + KEPT
        assert client.post(asked, {}).status_code == 422
        assert client.post(asked, AGREED)["Location"] == GOAL
        assert client.get(asked)["Location"] == GOAL

    def test_first_password_then_consent(self, client):
        someone = people.actor(Role.APPLICANT, person=people.user(must_change_password=True)).user
        sign_in(client, someone)
        asked = client.get(GOAL)["Location"]
        assert asked == PASSWORD + KEPT
        new = {
            "old_password": people.PASSWORD,
            "new_password1": "Qilu-2026-kaodian",
            "new_password2": "Qilu-2026-kaodian",
        }
        assert client.post(asked, new)["Location"] == GOAL
        assert client.get(GOAL)["Location"] == CONSENT + KEPT

    def test_what_was_sent_or_does_not_exist_is_not_gone_back_to(self, client):
        sign_in(client, people.actor(Role.APPLICANT).user)
        assert client.post("/registrations/new/")["Location"] == CONSENT
        assert client.get("/no/such/page/")["Location"] == CONSENT

    @pytest.mark.parametrize("address", ELSEWHERE)
    def test_never_to_another_site(self, client, address):
        someone = people.actor(Role.APPLICANT).user
        assert sign_in(client, someone, next=address)["Location"] == WORKLIST
        assert client.post(f"{CONSENT}?next={address}", AGREED)["Location"] == WORKLIST


class TestSignUp:
    def test_every_page_carries_it_to_the_end(self, client):
        offered = links(client.get(SIGN_IN + KEPT))
        assert PERSON + KEPT in offered
        assert f"{reverse('accounts:sign-up-unit')}{KEPT}" in offered
        assert PERSON + KEPT in links(client.get(SIGN_UP + KEPT))
        assert SIGN_IN + KEPT in links(client.get(PERSON + KEPT))
        wrong = client.post(PERSON + KEPT, person(name=""))
        assert (wrong.status_code, SIGN_IN + KEPT in links(wrong)) == (422, True)
        assert client.post(PERSON + KEPT, person())["Location"] == CODE + KEPT
        page = client.get(CODE + KEPT)
        assert page.context["back_url"] == PERSON + KEPT
        with time_machine.travel(clock.now() + datetime.timedelta(minutes=11)):
            assert client.post(CODE + KEPT, {"again": "1"})["Location"] == CODE + KEPT
            assert client.post(CODE + KEPT, {"code": code()})["Location"] == GOAL
        assert User.objects.count() == 1
        assert client.get(CODE + KEPT)["Location"] == PERSON + KEPT

    @pytest.mark.parametrize("address", ELSEWHERE)
    def test_never_to_another_site(self, client, address):
        page = client.get(f"{SIGN_UP}?next={address}")
        assert (PERSON in links(page), "evil" in page.content.decode()) == (True, False)
        client.post(f"{PERSON}?next={address}", person())
        assert client.post(f"{CODE}?next={address}", {"code": code()})["Location"] == WORKLIST


def test_a_posted_address_comes_first_and_is_checked_too(rf):
    request = rf.post("/accounts/consent/?next=/worklist/", {"next": "//evil.example"})
    assert onward.asked(request, "/") == "/"
    assert onward.carried(request, "/x/") == "/x/"
