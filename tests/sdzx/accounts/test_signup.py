"""Signing up page by page: the form, the code, and back; a changed phone."""

import datetime
import re

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.urls import reverse

from sdzx import clock
from sdzx.accounts.middleware import SESSION_KEY
from sdzx.accounts.models import Membership, User
from sdzx.accounts.roles import Role
from sdzx.notifications import direct
from tests.factories import people
from tests.factories.complaints import answered

pytestmark = pytest.mark.django_db
PASSWORD = "Kaohe-2026-demo"
PERSON, PERSON_CODE = reverse("accounts:sign-up-person"), reverse("accounts:sign-up-person-code")
UNIT, UNIT_CODE = reverse("accounts:sign-up-unit"), reverse("accounts:sign-up-unit-code")
CONTACT, CONTACT_CODE = reverse("accounts:contact"), reverse("accounts:contact-code")


def person(**values):
    return {
        "name": "张伟", "document_type": "resident_id", "document_number": people.resident_id(601), "phone": "13800001234",
        "password": PASSWORD, "password_again": PASSWORD, "consented": "on", "consented_sensitive": "on", **answered(), **values,
    }  # fmt: skip


def unit(**values):
    return {
        "organization_name": "齐鲁烹饪学校", "uscc": people.uscc(601), "kind": "school", "center": "370100",
        "address": "大学路1号", "role": "registrar", "name": "李明", "phone": "0531-88888888", "email": "a@example.com",
        "username": "qilu", "password": PASSWORD, "password_again": PASSWORD, "consented": "on", **answered(), **values,
    }  # fmt: skip


def code():
    """The code of the message sent last."""
    (found,) = re.findall(r"验证码(\d{6})", direct.outbox()[0].text)
    return found


def told(response):
    return [str(each) for each in get_messages(response.wsgi_request)]


class TestPerson:
    def test_code_completes_the_account_and_signs_in(self, client):
        assert client.post(PERSON, person())["Location"] == PERSON_CODE
        assert User.objects.count() == 0
        page = client.get(PERSON_CODE).content.decode()
        assert "短信 <strong>138****1234</strong>" in page
        response = client.post(PERSON_CODE, {"code": f" {code()[:3]} {code()[3:]}"})
        user = User.objects.get()
        assert (response["Location"], user.phone_verified_at is None) == (reverse("home:worklist"), False)
        assert user.check_password(PASSWORD)
        assert client.session[SESSION_KEY] == user.memberships.get().pk
        assert client.get(PERSON_CODE)["Location"] == PERSON

    def test_a_refused_form_says_that_the_password_is_typed_again(self, client):
        response = client.post(PERSON, person(name=""))
        assert response.context["form"].fields["password"].help_text.startswith("为安全起见，密码须重新填写。")
        assert "须重新填写" not in client.get(PERSON).content.decode()

    def test_wrong_code_stays_on_the_page(self, client):
        client.post(PERSON, person())
        wrong = "000000" if code() != "000000" else "111111"
        response = client.post(PERSON_CODE, {"code": wrong})
        assert response.status_code == 422
        assert response.context["form"].errors["code"] == ["验证码不对，还可以再试4次。"]
        assert client.post(PERSON_CODE, {"code": ""}).status_code == 422
        assert User.objects.count() == 0

    def test_expired_code_then_a_new_one(self, client):
        client.post(PERSON, person())
        old = code()
        with time_machine.travel(clock.now() + datetime.timedelta(minutes=11)):
            response = client.post(PERSON_CODE, {"code": old})
            assert response.context["form"].errors["code"] == ["验证码已超过10分钟，请重新获取。"]
            assert client.post(PERSON_CODE, {"again": "1"})["Location"] == PERSON_CODE
            assert client.post(PERSON_CODE, {"code": code()})["Location"] == reverse("home:worklist")

    def test_a_new_code_too_soon(self, client):
        client.post(PERSON, person())
        response = client.post(PERSON_CODE, {"again": "1"})
        assert (response.status_code, len(direct.outbox())) == (422, 1)
        assert "秒后再重新获取" in response.content.decode()

    def test_back_finds_the_form_filled_and_the_password_kept(self, client):
        client.post(PERSON, person(phone="13800001230"))
        page = client.get(PERSON)
        html = page.content.decode()
        assert ('value="张伟"' in html, 'value="13800001230"' in html, PASSWORD in html) == (True, True, False)
        assert "已设置；不修改的可以留空。" in html
        client.post(PERSON, person(phone="13800001231", password="", password_again=""))
        assert direct.outbox()[0].to == "13800001231"
        client.post(PERSON_CODE, {"code": code()})
        user = User.objects.get()
        assert (user.phone, user.check_password(PASSWORD)) == ("13800001231", True)

    def test_same_phone_again_sends_no_second_code(self, client):
        client.post(PERSON, person())
        assert client.post(PERSON, person(name="张伟伟"))["Location"] == PERSON_CODE
        assert len(direct.outbox()) == 1

    def test_session_holds_neither_number_nor_password(self, client):
        client.post(PERSON, person())
        kept = str(dict(client.session))
        assert [each in kept for each in (people.resident_id(601), "13800001234", PASSWORD)] == [False] * 3

    def test_after_an_hour_the_form_begins_anew(self, client):
        client.post(PERSON, person())
        with time_machine.travel(clock.now() + datetime.timedelta(minutes=61)):
            for response in (client.get(PERSON_CODE), client.post(PERSON_CODE, {"code": "1"})):
                assert response["Location"] == PERSON
                assert "填写的内容已超过1小时，请重新填写。" in told(response)

    def test_all_problems_at_once_and_nothing_sent(self, client):
        response = client.post(PERSON, person(name="Z", document_number="1", phone="2"))
        assert {"name", "document_number", "phone"} <= set(response.context["form"].errors)
        assert direct.outbox() == []

    def test_without_consents_or_with_two_passwords(self, client):
        values = person(consented="", consented_sensitive="", password_again="other")
        response = client.post(PERSON, values)
        assert set(response.context["form"].errors) == {"consented", "consented_sensitive", "password_again"}
        assert 'value="张伟"' in response.content.decode()

    def test_without_the_human_check(self, client):
        response = client.post(PERSON, person(**{"human-answer": "99"}))
        assert (set(response.context["form"].errors), direct.outbox()) == ({"human"}, [])

    def test_document_taken_between_form_and_code(self, client):
        client.post(PERSON, person())
        number = people.resident_id(601)
        people.user(document_number=number, document_index=people.document_index("resident_id", number))
        response = client.post(PERSON_CODE, {"code": code()})
        assert response.status_code == 422
        assert "这个证件号码已经注册" in response.content.decode()

    def test_from_abroad_the_code_goes_to_the_mailbox(self, client, mailoutbox):
        values = person(
            name="Li Si", document_type="passport", document_number="E1234567", phone="", email="li@example.com"
        )
        client.post(PERSON, values)
        assert "电子邮件 <strong>l***@example.com</strong>" in client.get(PERSON_CODE).content.decode()
        assert [letter.to for letter in mailoutbox] == [["li@example.com"]]
        client.post(PERSON_CODE, {"code": code()})
        assert User.objects.get().email_verified_at is not None

    def test_one_person_with_two_documents_is_told(self, client):
        born = "19900101"
        first = people.user("张伟", document_number=people.resident_id(602, birth=born))
        client.post(
            PERSON, person(name="张 伟", document_number=people.resident_id(603, birth=born), phone="13800001239")
        )
        response = client.post(PERSON_CODE, {"code": code()})
        assert (response.status_code, User.objects.exclude(pk=first.pk).count()) == (302, 1)
        assert "证件不同的账号" in told(response)[0]


class TestUnit:
    def test_landline_is_proven_by_the_mailbox(self, client):
        assert client.get(UNIT).status_code == 200
        client.post(UNIT, unit())
        assert direct.outbox()[0].to == "a@example.com"
        client.post(UNIT_CODE, {"code": code()})
        membership = Membership.objects.get()
        assert (membership.role, membership.organization.center) == ("registrar", people.center())

    def test_mobile_is_proven_by_a_message(self, client):
        client.post(UNIT, unit(phone="138 0000 1234"))
        assert direct.outbox()[0].to == "13800001234"

    def test_back_finds_the_city(self, client):
        client.post(UNIT, unit())
        assert '<option value="370100" selected>' in client.get(UNIT).content.decode()

    def test_without_role_is_asked(self, client):
        response = client.post(UNIT, unit(role="clerk"))
        assert set(response.context["form"].errors) == {"role"}

    def test_second_person_waits(self, client):
        people.organization(uscc=people.uscc(601))
        client.post(UNIT, unit())
        response = client.post(UNIT_CODE, {"code": code()}, follow=True)
        assert response.redirect_chain[0][0] == reverse("accounts:me")
        assert "等待本单位已有人员或所在市中心确认" in response.content.decode()

    def test_what_no_longer_fits_is_sent_back(self, client):
        client.post(UNIT, unit())
        people.center().__class__.objects.filter(code="370100").update(kind="province")
        response = client.post(UNIT_CODE, {"code": code()})
        assert "填写的内容有变化" in response.content.decode()


class TestContact:
    def test_mailbox_alone_is_changed_at_once(self, enter):
        actor = people.actor(Role.APPLICANT)
        client = enter(actor)
        assert client.get(CONTACT).status_code == 200
        client.post(CONTACT, {"phone": "13800001234", "email": ""})
        actor.user.refresh_from_db()
        assert (actor.user.phone, actor.user.email, direct.outbox()) == ("13800001234", "", [])

    def test_new_phone_by_its_code(self, enter):
        actor = people.actor(Role.APPLICANT)
        client = enter(actor)
        assert client.post(CONTACT, {"phone": "13911112222", "email": ""})["Location"] == CONTACT_CODE
        actor.user.refresh_from_db()
        assert actor.user.phone == "13800001234"
        assert 'value="13911112222"' in client.get(CONTACT).content.decode()
        assert client.get(CONTACT_CODE).status_code == 200
        assert client.post(CONTACT_CODE, {"code": code()})["Location"] == reverse("accounts:me")
        actor.user.refresh_from_db()
        assert (actor.user.phone, actor.user.phone_verified_at is None) == ("13911112222", False)
        assert "139****2222（已验证）" in client.get(reverse("accounts:me")).content.decode()

    def test_no_phone_is_refused_beside_its_field(self, enter):
        response = enter(people.actor(Role.APPLICANT)).post(CONTACT, {"phone": "1", "email": ""})
        assert (response.status_code, set(response.context["form"].errors)) == (422, {"phone"})

    def test_somebody_without_a_role(self, client):
        user = people.user()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        client.post(CONTACT, {"phone": "13911112222", "email": ""})
        client.post(CONTACT_CODE, {"code": code()})
        user.refresh_from_db()
        assert user.phone == "13911112222"

    def test_visitor_signs_in_first(self, client):
        assert client.get(CONTACT_CODE)["Location"].startswith(reverse("accounts:sign-in"))
