"""Signing up, contacts, members, policies."""

import pytest

from sdzx.accounts import consent, services
from sdzx.accounts.models import Membership, Organization, User
from sdzx.accounts.roles import Role
from sdzx.audit.models import Entry
from sdzx.audit.services import entries_of
from sdzx.policy import of
from sdzx.workflow import Refused
from tests.factories import people

pytestmark = pytest.mark.django_db
PASSWORD = "Kaohe-2026-demo"


def person(**values):
    return {
        "name": "张伟", "document_type": "resident_id", "document_number": people.resident_id(501), "phone": "138 0000 1234",
        "password": PASSWORD, "consented": True, **values,
    }  # fmt: skip


def unit(**values):
    return {
        "organization_name": "齐鲁烹饪学校", "uscc": people.uscc(501), "kind": "school", "center": people.center(),
        "name": "李明", "phone": "0531-88888888", "username": "qilu.school", "password": PASSWORD, "role": Role.SITE,
        "consented": True, **values,
    }  # fmt: skip


def fields(refusal):
    return [each.field for each in refusal.value.blockers]


class TestSignUpPerson:
    def test_account_acts_as_applicant(self):
        actor = services.sign_up_person(**person())
        user = actor.user_required
        assert (actor.role, user.name, user.phone, user.consent_version) == (
            Role.APPLICANT,
            "张伟",
            "13800001234",
            consent.VERSION,
        )
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
            services.sign_up_person(**person(name="", document_number="1", phone="2", password="123", consented=False))
        assert fields(refusal) == ["name", "document_number", "phone", "consented", *["password"] * 3]
        assert User.objects.count() == 0

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

    def test_known_unit_is_refused(self):
        there = people.organization()
        with pytest.raises(Refused, match="请由本单位已有的经办人联系所在市中心"):
            services.sign_up_organization(**unit(uscc=there.uscc))
        assert Organization.objects.count() == 1

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
        services.update_contact(by.user, by=by, phone="139-0000-5678", email=" a@example.com ")
        entry = entries_of(by.user).last()
        assert (by.user.phone, by.user.email) == ("13900005678", "a@example.com")
        assert (entry.before, entry.after) == ({"手机号码": "138****1234"}, {"手机号码": "139****5678"})

    def test_somebody_else_s_is_refused(self):
        with pytest.raises(Refused, match="只能修改本人"):
            services.update_contact(people.user(), by=people.actor(Role.ADMIN), phone="13900005678")

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
        assert (membership.user.must_change_password, membership.user.consented_at) == (True, None)

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


class TestCenter:
    def test_admin_changes_what_letters_print(self):
        center = people.center("370200")
        services.edit_center(center, by=people.actor(Role.ADMIN), address="香港中路1号", phone="0532-85910000")
        entry = entries_of(center).last()
        assert (center.address, center.name) == ("香港中路1号", "青岛市职业技能鉴定（指导）中心")
        assert entry.after == {"地址": "香港中路1号", "咨询电话": "0532-85910000"}

    def test_nothing_changed_leaves_no_trace(self):
        services.edit_center(people.center(), by=people.actor(Role.ADMIN), phone="")
        assert entries_of(people.center()).count() == 0

    def test_director_may_not(self):
        with pytest.raises(Refused, match="不能进行这项操作"):
            services.edit_center(people.center(), by=people.actor(Role.DIRECTOR), phone="0531-87210000")

    def test_no_phone_is_refused(self):
        with pytest.raises(Refused) as refusal:
            services.edit_center(people.center(), by=people.actor(Role.ADMIN), phone="12")
        assert fields(refusal) == ["phone"]


class TestPolicy:
    def test_only_what_differs_is_kept_and_traced(self):
        director = people.actor(Role.DIRECTOR)
        center = people.center()
        services.edit_policy(center, by=director, minimum_age=18, appeal_days=10)
        assert (center.policy, of(center).minimum_age) == ({"minimum_age": "18"}, 18)
        entry = entries_of(center).last()
        assert (entry.before, entry.after) == ({"最低年龄（周岁）": "16"}, {"最低年龄（周岁）": "18"})

    def test_nothing_changed_leaves_no_trace(self):
        services.edit_policy(people.center(), by=people.actor(Role.DIRECTOR), minimum_age=16)
        assert entries_of(people.center()).count() == 0

    def test_another_centre_s_is_refused(self):
        with pytest.raises(Refused, match="只能修改本中心"):
            services.edit_policy(people.center("370200"), by=people.actor(Role.DIRECTOR), minimum_age=18)

    @pytest.mark.clause("5.2")
    def test_below_the_regulation_is_refused(self):
        with pytest.raises(Refused) as refusal:
            services.edit_policy(people.center(), by=people.actor(Role.DIRECTOR), retention_years=1)
        assert fields(refusal) == ["retention_years"]
