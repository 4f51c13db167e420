"""Coming in, going out, roles and passwords."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse

from sdzx.accounts.middleware import SESSION_KEY
from sdzx.accounts.models import Membership
from sdzx.accounts.roles import Role
from tests.factories import people
from tests.factories.complaints import answered

pytestmark = pytest.mark.django_db
SIGN_IN = reverse("accounts:sign-in")
WORKLIST = reverse("home:worklist")
NEW = "Qilu-2026-kaodian"


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def enter_by(client, name, password=people.PASSWORD, **more):
    return client.post(SIGN_IN, {"username": name, "password": password, **more})


def test_sign_in_by_login_name_leads_to_the_worklist(client):
    person = people.actor(Role.CLERK).user
    assert enter_by(client, person.username)["Location"] == WORKLIST


def test_sign_in_leads_back_to_the_page_that_asked(client):
    person = people.actor(Role.CLERK).user
    assert enter_by(client, person.username, next="/registrations/")["Location"] == "/registrations/"


def test_sign_in_by_document_number_however_typed(client):
    person = people.actor(Role.APPLICANT).user
    number = person.document_number
    assert enter_by(client, f" {number[:6]} {number[6:].lower()} ")["Location"] == WORKLIST


@pytest.mark.parametrize("name", ["nobody", "370102199001011234"])
def test_sign_in_unknown_or_wrong_is_one_answer(client, name):
    person = people.user()
    pages = [enter_by(client, name).content.decode(), enter_by(client, person.username, "wrong").content.decode()]
    assert ["登录名（证件号码）或密码不正确。" in page for page in pages] == [True, True]


def test_sign_in_inactive_account(client):
    person = people.user(is_active=False)
    assert enter_by(client, person.username).status_code == 200


def test_sixth_failure_is_locked_out(client, settings):
    settings.AXES_ENABLED = True
    person = people.actor(Role.CLERK).user
    codes = [enter_by(client, person.username, "wrong").status_code for _ in range(5)]
    response = enter_by(client, person.username)
    assert codes == [200, 200, 200, 200, 429]
    assert (response.status_code, "登录已暂停" in response.content.decode()) == (429, True)


def test_document_number_never_reaches_the_log_of_failures(client, settings):
    from axes.models import AccessAttempt

    settings.AXES_ENABLED = True
    number = people.resident_id(990)
    enter_by(client, number, "wrong")
    attempt = AccessAttempt.objects.get()
    assert number not in f"{attempt.username}{attempt.get_data}{attempt.post_data}"


def test_first_password_is_changed_before_anything_else(client):
    person = people.actor(Role.CLERK, person=people.user(must_change_password=True)).user
    enter_by(client, person.username)
    assert client.get(WORKLIST)["Location"] == f"{reverse('accounts:password')}?next={WORKLIST}"
    assert "初始密码" in client.get(reverse("accounts:password")).content.decode()
    values = {"old_password": people.PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert client.post(reverse("accounts:password"), values)["Location"] == reverse("accounts:me")
    assert client.get(reverse("accounts:me")).status_code == 200
    person.refresh_from_db()
    assert person.must_change_password is False


def test_weak_password_is_refused_in_chinese(enter):
    client = enter(people.actor(Role.CLERK))
    values = {"old_password": people.PASSWORD, "new_password1": "123", "new_password2": "123"}
    page = client.post(reverse("accounts:password"), values).content.decode()
    assert "密码太短，至少10位。" in page


def test_sign_out_leads_to_the_front_page(enter):
    response = enter(people.actor(Role.CLERK)).post(reverse("accounts:sign-out"))
    assert response["Location"] == reverse("home:front")


class TestSwitch:
    def test_own_role_is_taken(self, enter):
        clerk = people.actor(Role.CLERK)
        arranger = people.actor(Role.ARRANGER, person=clerk.user)
        client = enter(clerk)
        response = client.post(reverse("accounts:switch"), {"membership": arranger.membership_id})
        assert (response["Location"], client.session[SESSION_KEY]) == (WORKLIST, arranger.membership_id)

    @pytest.mark.parametrize("chosen", ["stranger", "", "abc"])
    def test_other_is_not_found(self, enter, chosen):
        stranger = people.actor(Role.DIRECTOR)
        value = stranger.membership_id if chosen == "stranger" else chosen
        client = enter(people.actor(Role.CLERK))
        assert client.post(reverse("accounts:switch"), {"membership": value}).status_code == 404

    def test_ended_one_is_not_found(self, enter):
        clerk = people.actor(Role.CLERK)
        ended = people.actor(Role.ARRANGER, person=clerk.user)
        Membership.objects.filter(pk=ended.membership_id).update(is_active=False)
        response = enter(clerk).post(reverse("accounts:switch"), {"membership": ended.membership_id})
        assert response.status_code == 404

    def test_visitor_signs_in_first(self, client):
        assert client.post(reverse("accounts:switch"))["Location"] == SIGN_IN


class TestReset:
    def test_link_by_mail_sets_a_new_password(self, client):
        person = people.actor(Role.APPLICANT).user
        client.post(reverse("accounts:reset"), {"email": person.email, **answered()})
        (letter,) = mail.outbox
        assert letter.subject == "重设密码 · 山东省专项职业能力考核"
        (path,) = re.findall(r"http://[^/]+(/accounts/reset/\S+)", letter.body)
        form = client.get(path)["Location"]
        response = client.post(form, {"new_password1": NEW, "new_password2": NEW})
        assert response["Location"] == SIGN_IN
        assert enter_by(client, person.username, NEW)["Location"] == WORKLIST

    def test_unknown_address_gets_the_same_answer(self, client):
        response = client.post(reverse("accounts:reset"), {"email": "nobody@example.com", **answered()})
        assert (response["Location"], mail.outbox) == (reverse("accounts:reset-sent"), [])
        assert "请查收邮件" in client.get(response["Location"]).content.decode()

    def test_without_the_human_check_nothing_is_sent(self, client):
        person = people.actor(Role.APPLICANT).user
        response = client.post(reverse("accounts:reset"), {"email": person.email})
        assert (response.status_code, list(response.context["form"].errors), mail.outbox) == (200, ["human"], [])

    def test_used_link_says_so(self, client):
        page = client.get(reverse("accounts:reset-confirm", args=["MQ", "x-y"])).content.decode()
        assert "链接已失效" in page


def test_sign_in_too_often_from_one_address(client):
    codes = {enter_by(client, "nobody").status_code for _ in range(100)}
    assert (codes, enter_by(client, "nobody").status_code) == ({200}, 429)
