"""Sign-up, one's own page, members and policy."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from sdzx.accounts.models import Membership
from sdzx.accounts.roles import Role
from sdzx.policy import of
from tests.factories import people

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()


def test_choice_of_sign_up(client):
    page = client.get(reverse("accounts:sign-up")).content.decode()
    assert reverse("accounts:sign-up-person") in page
    assert reverse("accounts:sign-up-unit") in page


def test_me_masks_numbers(enter):
    actor = people.actor(Role.APPLICANT)
    page = enter(actor).get(reverse("accounts:me")).content.decode()
    assert "138****1234" in page
    assert actor.user.document_number not in page


class TestMembers:
    def test_list_shows_the_centre_s(self, enter):
        clerk = people.actor(Role.CLERK)
        foreign = people.actor(Role.CLERK, people.center("370200"))
        page = enter(people.actor(Role.DIRECTOR)).get(reverse("accounts:members")).content.decode()
        assert clerk.user.username in page
        assert f">{foreign.user.username}<" not in page

    @pytest.mark.parametrize("rows", [1, 3])
    def test_list_costs_the_same_at_any_length(self, enter, django_assert_num_queries, rows):
        for _ in range(rows):
            people.actor(Role.SITE)
        client = enter(people.actor(Role.DIRECTOR))
        with django_assert_num_queries(6):
            client.get(reverse("accounts:members"))

    def test_filters(self, enter):
        wanted = people.actor(Role.CLERK, person=people.user("钱明"))
        people.actor(Role.ARRANGER, person=people.user("钱明"))
        client = enter(people.actor(Role.DIRECTOR))
        rows = client.get(reverse("accounts:members"), {"name": "钱明", "role": "clerk"}).context["table"].rows
        assert [row.url for row in rows] == [reverse("accounts:member-end", args=[wanted.membership_id])]
        assert len(client.get(reverse("accounts:members"), {"name": "钱明"}).context["table"].rows) == 2

    def test_clerk_is_refused(self, enter):
        assert enter(people.actor(Role.CLERK)).get(reverse("accounts:members")).status_code == 403

    def test_new_account_shows_its_password_once(self, enter):
        client = enter(people.actor(Role.DIRECTOR))
        assert "center" not in client.get(reverse("accounts:member-add")).context["form"].fields
        values = {"username": "wang.min", "role": "clerk", "name": "王敏", "phone": "13800001234"}
        page = client.post(reverse("accounts:member-add"), values, follow=True).content.decode()
        assert "初始密码：" in page
        assert "初始密码：" not in client.get(reverse("accounts:members")).content.decode()

    def test_known_person_needs_no_password(self, enter):
        known = people.user()
        client = enter(people.actor(Role.ADMIN))
        values = {"username": known.username, "role": "clerk", "center": people.center("370200").pk}
        page = client.post(reverse("accounts:member-add"), values, follow=True).content.decode()
        assert "初始密码：" not in page
        assert Membership.objects.get(user=known).center == people.center("370200")

    def test_unknown_role_is_refused(self, enter):
        client = enter(people.actor(Role.DIRECTOR))
        response = client.post(reverse("accounts:member-add"), {"username": "wang.min", "role": "director"})
        assert set(response.context["form"].errors) == {"role"}

    def test_ended_with_its_ground(self, enter):
        clerk = people.actor(Role.CLERK)
        client, url = enter(people.actor(Role.DIRECTOR)), reverse("accounts:member-end", args=[clerk.membership_id])
        assert "停用后此人不能再以这个身份办理业务" in client.get(url).content.decode()
        assert client.post(url, {"ground": ""}).status_code == 422
        assert client.post(url, {"ground": "调离"})["Location"] == reverse("accounts:members")
        assert client.post(url, {"ground": "调离"}).status_code == 422
        assert Membership.objects.get(pk=clerk.membership_id).is_active is False
        assert url not in client.get(reverse("accounts:members")).content.decode()

    def test_foreign_is_not_found(self, enter):
        foreign = people.actor(Role.CLERK, people.center("370200"))
        url = reverse("accounts:member-end", args=[foreign.membership_id])
        assert enter(people.actor(Role.DIRECTOR)).get(url).status_code == 404


class TestCenters:
    def test_admin_finds_and_changes_a_centre(self, enter):
        client, url = enter(people.actor(Role.ADMIN)), reverse("accounts:center", args=["370200"])
        assert url in client.get(reverse("accounts:centers")).content.decode()
        values = client.get(url).context["form"].initial
        response = client.post(url, {**values, "phone": "0532-85910000"})
        assert (response["Location"], people.center("370200").phone) == (reverse("accounts:centers"), "0532-85910000")

    def test_unknown_code(self, enter):
        assert enter(people.actor(Role.ADMIN)).get(reverse("accounts:center", args=["999999"])).status_code == 404

    def test_director_is_refused(self, enter):
        assert enter(people.actor(Role.DIRECTOR)).get(reverse("accounts:centers")).status_code == 403


class TestPolicy:
    def test_saved_numbers_hold_at_once(self, enter):
        client = enter(people.actor(Role.DIRECTOR))
        values = client.get(reverse("accounts:policy")).context["form"].initial
        client.post(reverse("accounts:policy"), {**values, "minimum_age": 18})
        assert of(people.center()).minimum_age == 18

    def test_below_the_floor_is_refused_beside_its_field(self, enter):
        client = enter(people.actor(Role.DIRECTOR))
        values = client.get(reverse("accounts:policy")).context["form"].initial
        response = client.post(reverse("accounts:policy"), {**values, "retention_years": 1})
        assert response.context["form"].errors["retention_years"] == [
            "档案保存年限（年）不能低于2。（依据《工作规则》五（二））"
        ]
        assert of(people.center()).retention_years == 2
