"""Signing up, contacts, members, policies."""

import pytest
from django.contrib.auth.hashers import make_password

from sdzx.accounts import services
from sdzx.accounts.codes import vouched
from sdzx.accounts.models import Membership, Organization, User
from sdzx.accounts.roles import Role
from sdzx.accounts.rules import proven_by
from sdzx.audit.models import Entry
from sdzx.audit.services import entries_of
from sdzx.workflow import Refused
from tests.factories import people

pytestmark = pytest.mark.django_db
PASSWORD = "Kaohe-2026-demo"


def person(**values):
    return {
        "name": "张伟", "document_type": "resident_id", "document_number": people.resident_id(501), "phone": "138 0000 1234",
        "password": PASSWORD, "consented": True, "consented_sensitive": True,
        "proof": vouched(proven_by(str(values.get("phone", "13800001234")), str(values.get("email", "")))), **values,
    }  # fmt: skip


def unit(**values):
    return {
        "organization_name": "齐鲁烹饪学校", "uscc": people.uscc(501), "kind": "school", "center": people.center(),
        "name": "李明", "phone": "0531-88888888", "username": "qilu.school", "password": PASSWORD, "role": Role.SITE,
        "email": "a@example.com", "consented": True, "proof": vouched(proven_by("", "a@example.com")), **values,
    }  # fmt: skip


def fields(refusal):
    return [each.field for each in refusal.value.blockers]


class TestSignUpPerson:
    def test_account_acts_as_applicant(self):
        actor = services.sign_up_person(**person())
        user = actor.user_required
        assert (actor.role, user.name, user.phone) == (Role.APPLICANT, "张伟", "13800001234")
        assert [each.text.kind for each in user.consents.order_by("text__kind")] == ["general", "sensitive"]
        assert user.phone_verified_at is not None
        assert user.check_password(PASSWORD)

    def test_trace_has_no_number(self):
        actor = services.sign_up_person(**person())
        (entry,) = entries_of(actor.user_required)
        assert (entry.verb, entry.actor_name) == ("account.sign_up", "张伟")
        assert actor.user_required.document_number not in str(entry.after)

    def test_document_has_one_account(self):
        services.sign_up_person(**person())
        with pytest.raises(Refused) as refusal:
            services.sign_up_person(**person(document_number=people.resident_id(501).lower()))
        assert fields(refusal) == ["document_number"]

    def test_every_problem_at_once(self):
        with pytest.raises(Refused) as refusal:
            services.sign_up_person(**person(
                name="", document_number="1", phone="2", password="123", consented=False, consented_sensitive=False,
            ))  # fmt: skip
        assert fields(refusal) == [
            "name",
            "document_number",
            "phone",
            "consented",
            "consented_sensitive",
            *["password"] * 3,
        ]
        assert User.objects.count() == 0

    def test_without_a_proven_phone(self):
        for proof in (None, vouched(proven_by("13900005678", ""))):
            with pytest.raises(Refused) as refusal:
                services.sign_up_person(**person(proof=proof))
            assert fields(refusal) == ["phone"]
        assert User.objects.count() == 0

    def test_from_abroad_by_mail(self):
        values = {"document_type": "passport", "document_number": "E1234567", "phone": "", "email": "li@example.com"}
        with pytest.raises(Refused) as refusal:
            services.sign_up_person(**person(**values | {"email": ""}))
        assert fields(refusal) == ["email"]
        user = services.sign_up_person(**person(**values, name="Li Si")).user_required
        assert (user.phone_index, user.phone_verified_at, user.email_verified_at is None) == ("", None, False)

    def test_password_checked_before_comes_hashed(self):
        user = services.sign_up_person(**person(password="", hashed=make_password(PASSWORD))).user_required
        assert user.check_password(PASSWORD)

    def test_quicker_one_wins(self, monkeypatch):
        services.sign_up_person(**person())
        monkeypatch.setattr(services.User.objects, "filter", lambda **lookups: User.objects.none())
        with pytest.raises(Refused, match="刚刚注册过"):
            services.sign_up_person(**person())


class TestSignUpOrganization:
    def test_contact_acts_for_the_unit(self):
        actor = services.sign_up_organization(**unit())
        assert (actor.role, actor.organization.name, actor.organization.contact) == (Role.SITE, "齐鲁烹饪学校", "李明")
        assert [each.verb for each in Entry.objects.order_by("id")] == ["account.sign_up", "organization.sign_up"]

    def test_reason_is_kept_for_other_kinds_only(self):
        actor = services.sign_up_organization(**unit(kind="other", kind_reason="行业协会"))
        second = services.sign_up_organization(**unit(uscc=people.uscc(502), username="second", kind_reason="无"))
        assert (actor.organization.kind_reason, second.organization.kind_reason) == ("行业协会", "")

    def test_second_person_only_asks_to_join(self):
        there = people.organization(name="原来的名称")
        actor = services.sign_up_organization(**unit(uscc=there.uscc))
        asked = Membership.objects.get()
        assert (actor.role, actor.membership_id) == (Role.VISITOR, None)
        assert (asked.organization, asked.is_active, asked.is_asked) == (there, False, True)
        assert [each.name for each in Organization.objects.all()] == ["原来的名称"]
        assert entries_of(asked).get().label == "申请加入单位"

    def test_landline_without_a_proven_mailbox(self):
        with pytest.raises(Refused) as refusal:
            services.sign_up_organization(**unit(proof=None))
        assert fields(refusal) == ["email"]

    def test_every_problem_at_once(self):
        people.user(username="Taken")
        with pytest.raises(Refused) as refusal:
            services.sign_up_organization(
                **unit(uscc="1", phone="1", username="taken", role=Role.CLERK, consented=False)
            )
        assert fields(refusal) == ["uscc", "phone", "role", "username", "consented"]


class TestContact:
    def test_own_contact_is_changed_and_traced_masked(self):
        by = people.actor(Role.APPLICANT)
        proof = vouched(proven_by("13900005678", ""))
        services.update_contact(by.user, by=by, phone="139-0000-5678", email=" a@example.com ", proof=proof)
        entry = entries_of(by.user).last()
        assert (by.user.phone, by.user.email) == ("13900005678", "a@example.com")
        assert (entry.before, entry.after) == ({"手机号码": "138****1234"}, {"手机号码": "139****5678"})

    def test_somebody_else_s_is_refused(self):
        with pytest.raises(Refused, match="只能修改本人"):
            services.update_contact(people.user(), by=people.actor(Role.ADMIN), phone="13900005678")

    def test_new_phone_has_to_be_proven(self):
        by = people.actor(Role.APPLICANT)
        with pytest.raises(Refused, match="139\\*\\*\\*\\*5678还没有用验证码验证"):
            services.update_contact(by.user, by=by, phone="13900005678")
        by.user.refresh_from_db()
        assert by.user.phone == "13800001234"

    def test_proven_phone_keeps_its_proof_while_the_mailbox_changes(self):
        user = services.sign_up_person(**person()).user_required
        by = people.actor(Role.APPLICANT, person=user)
        services.update_contact(user, by=by, phone="13800001234", email="new@example.com")
        assert (user.phone_verified_at is None, user.email_verified_at) == (False, None)

    def test_landline_of_an_office_needs_no_code(self):
        by = people.actor(Role.CLERK)
        services.update_contact(by.user, by=by, phone="0531-88888888", email=by.user.email)
        assert (by.user.phone, by.user.phone_verified_at) == ("0531-88888888", None)

    def test_from_abroad_keeps_a_mailbox(self):
        values = {"document_type": "passport", "document_number": "E1234567"}
        by = people.actor(Role.APPLICANT, person=people.user("Li Si", phone="", **values))
        with pytest.raises(Refused, match="至少填写一项"):
            services.update_contact(by.user, by=by, phone="")
        with pytest.raises(Refused, match="还没有用验证码验证"):
            services.update_contact(by.user, by=by, phone="", email="li@example.com")
        services.update_contact(
            by.user, by=by, phone="", email="li@example.com", proof=vouched(proven_by("", "li@example.com"))
        )
        assert (by.user.email, by.user.email_verified_at is None) == ("li@example.com", False)

    def test_no_phone_is_refused(self):
        by = people.actor(Role.APPLICANT)
        with pytest.raises(Refused) as refusal:
            services.update_contact(by.user, by=by, phone="1")
        assert fields(refusal) == ["phone"]


def test_password_changed_lifts_the_demand():
    by = people.actor(Role.CLERK, person=people.user(must_change_password=True))
    services.password_changed(by.user)
    by.user.refresh_from_db()
    assert (by.user.must_change_password, entries_of(by.user).last().role) == (False, "clerk")


def test_password_changed_by_somebody_without_a_role():
    person = services.password_changed(people.user())
    assert entries_of(person).last().role == "visitor"


class TestMembers:
    def test_known_person_gets_a_role_in_the_director_s_centre(self):
        director, person = people.actor(Role.DIRECTOR), people.user()
        membership, password = services.add_member(
            by=director, username=person.username.upper(), role=Role.CLERK, center=people.center("370200")
        )
        assert (membership.user, membership.center, password) == (person, people.center(), "")

    def test_new_person_gets_a_password_to_change(self):
        membership, password = services.add_member(
            by=people.actor(Role.DIRECTOR), username="wang.min", role=Role.ARRANGER, name="王敏", phone="13800001234"
        )
        assert membership.user.check_password(password)
        assert (membership.user.must_change_password, membership.user.consents.count()) == (True, 0)

    def test_new_person_needs_name_and_phone(self):
        with pytest.raises(Refused) as refusal:
            services.add_member(by=people.actor(Role.DIRECTOR), username="wang.min", role=Role.ARRANGER)
        assert fields(refusal) == ["name", "phone"]

    def test_unit_of_another_city_is_refused(self):
        foreign = people.organization(people.center("370200"))
        with pytest.raises(Refused) as refusal:
            services.add_member(
                by=people.actor(Role.DIRECTOR), username=people.user().username, role=Role.SITE, organization=foreign
            )
        assert fields(refusal) == ["organization"]

    def test_admin_gives_any_office_in_any_centre(self):
        qingdao = people.center("370200")
        membership, _ = services.add_member(
            by=people.actor(Role.ADMIN), username=people.user().username, role=Role.DIRECTOR, center=qingdao
        )
        assert (membership.role, membership.center) == ("director", qingdao)

    def test_own_and_held_roles_are_refused(self):
        director = people.actor(Role.DIRECTOR)
        services.add_member(by=people.actor(Role.DIRECTOR), username=director.user.username, role=Role.CLERK)
        with pytest.raises(Refused) as refusal:
            services.add_member(by=director, username=director.user.username, role=Role.CLERK)
        assert fields(refusal) == ["username", "username"]

    def test_clerk_may_not(self):
        with pytest.raises(Refused, match="不能进行这项操作"):
            services.add_member(by=people.actor(Role.CLERK), username="x", role=Role.CLERK)

    def test_ended_and_given_again_is_the_same_membership(self):
        director, clerk = people.actor(Role.DIRECTOR), people.actor(Role.CLERK)
        membership = Membership.objects.get(pk=clerk.membership_id)
        services.end_member(membership, by=director, ground="调离")
        assert entries_of(membership).last().ground == "调离"
        again, _ = services.add_member(by=director, username=clerk.user.username, role=Role.CLERK)
        assert (again, again.is_active) == (membership, True)

    @pytest.mark.parametrize(
        ("role", "code", "sentence"),
        [
            (Role.CLERK, "370200", "不属于您所在的中心"),
            (Role.BUREAU, "370100", "不能由中心主任停用"),
        ],
    )
    def test_ending_is_refused(self, role, code, sentence):
        membership = Membership.objects.get(pk=people.actor(role, people.center(code)).membership_id)
        with pytest.raises(Refused, match=sentence):
            services.end_member(membership, by=people.actor(Role.DIRECTOR), ground="调离")

    def test_ending_one_s_own_is_refused(self):
        director = people.actor(Role.DIRECTOR)
        with pytest.raises(Refused, match="不能停用自己的身份"):
            services.end_member(Membership.objects.get(pk=director.membership_id), by=director, ground="调离")

    def test_ending_twice_is_refused(self):
        director = people.actor(Role.DIRECTOR)
        membership = Membership.objects.get(pk=people.actor(Role.CLERK).membership_id)
        services.end_member(membership, by=director, ground="调离")
        with pytest.raises(Refused, match="已经停用"):
            services.end_member(membership, by=director, ground="调离")

    def test_visible_are_the_centre_s_and_its_units(self):
        director, admin = people.actor(Role.DIRECTOR), people.actor(Role.ADMIN)
        site, clerk = people.actor(Role.SITE), people.actor(Role.CLERK, people.center("370200"))
        people.actor(Role.APPLICANT)
        seen = [
            set(services.members_visible_to(actor).values_list("pk", flat=True)) for actor in (director, admin, clerk)
        ]
        ids = [each.membership_id for each in (director, site, admin, clerk)]
        assert seen == [set(ids[:2]), set(ids), set()]
