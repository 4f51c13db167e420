"""A second person of an institution: waits, is admitted by a colleague or the centre, or declined."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from sdzx.accounts import joining
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Membership
from sdzx.accounts.roles import Role
from sdzx.accounts.worklist import waiting
from sdzx.audit.services import entries_of
from sdzx.workflow import Refused
from tests.factories import people

pytestmark = pytest.mark.django_db
LIST = reverse("accounts:unit")


def asked(organisation, name="赵敏"):
    return Membership.objects.create(
        user=people.user(name), role=Role.REGISTRAR, organization=organisation, is_active=False, is_asked=True
    )


def page_of(membership):
    return reverse("accounts:unit-join", args=[membership.pk])


@pytest.fixture
def colleague():
    return people.actor(Role.REGISTRAR)


class TestDecide:
    @pytest.mark.parametrize("decider", ["colleague", "director"])
    def test_admitted_by_a_colleague_or_the_centre(self, colleague, decider):
        by = colleague if decider == "colleague" else people.actor(Role.DIRECTOR)
        membership = joining.admit(asked(colleague.organization), by=by)
        assert (membership.is_active, membership.is_asked) == (True, False)
        assert entries_of(membership).get().label == "同意加入单位"
        assert Actor.of(membership).may("registration.submit")

    def test_declined_with_its_ground(self, colleague):
        membership = joining.decline(asked(colleague.organization), by=colleague, ground="不是本单位人员")
        assert (membership.is_active, membership.is_asked) == (False, False)
        assert entries_of(membership).get().ground == "不是本单位人员"

    @pytest.mark.parametrize("role", [Role.REGISTRAR, Role.SITE, Role.CLERK, Role.ADMIN])
    def test_not_by_strangers(self, colleague, role):
        with pytest.raises(Refused, match="没有找到这个申请"):
            joining.admit(asked(colleague.organization), by=people.actor(role))

    def test_not_by_another_city(self, colleague):
        with pytest.raises(Refused, match="没有找到这个申请"):
            joining.admit(asked(colleague.organization), by=people.actor(Role.DIRECTOR, people.center("370200")))

    def test_not_by_oneself(self, colleague):
        membership = asked(colleague.organization)
        with pytest.raises(Refused):
            joining.admit(membership, by=Actor(Role.VISITOR, membership.user))

    def test_second_decision_is_told(self, colleague):
        membership = asked(colleague.organization)
        joining.admit(membership, by=colleague)
        with pytest.raises(Refused, match="已由其他人处理"):
            joining.decline(membership, by=people.actor(Role.DIRECTOR), ground="x")

    def test_who_waits_never_acts(self, colleague):
        membership = asked(colleague.organization)
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.filter(pk=membership.pk).update(is_active=True)


class TestPages:
    def test_worklist_of_the_unit_and_of_the_centre(self, colleague):
        membership = asked(colleague.organization)
        for by in (colleague, people.actor(Role.DIRECTOR)):
            assert [row.detail[:2] for row in waiting(by)] == [membership.user.name[:2]]
        assert list(waiting(people.actor(Role.REGISTRAR))) == []
        assert list(waiting(people.actor(Role.CLERK))) == []

    def test_admit_from_the_list(self, colleague, enter):
        membership = asked(colleague.organization)
        client = enter(colleague)
        assert page_of(membership) in client.get(LIST).content.decode()
        page = client.get(page_of(membership)).content.decode()
        assert ("赵敏（电话138****1234）" in page, membership.user.phone in page) == (True, False)
        assert client.post(page_of(membership), {"decision": "admit"})["Location"] == LIST
        assert page_of(membership) not in client.get(LIST).content.decode()
        assert client.post(page_of(membership), {"decision": "admit"}).status_code == 422

    def test_decline_needs_a_ground(self, colleague, enter):
        membership = asked(colleague.organization)
        client = enter(colleague)
        response = client.post(page_of(membership), {"decision": "decline", "ground": " "})
        assert (response.status_code, set(response.context["form"].errors)) == (422, {"ground"})
        assert client.post(page_of(membership), {}).status_code == 422
        client.post(page_of(membership), {"decision": "decline", "ground": "不认识"})
        assert list(joining.present(colleague)) == [Membership.objects.get(pk=colleague.membership_id)]

    def test_of_another_unit_is_not_found(self, enter):
        membership = asked(people.organization())
        assert enter(people.actor(Role.REGISTRAR)).get(page_of(membership)).status_code == 404

    @pytest.mark.parametrize("rows", [1, 3])
    def test_list_costs_the_same_at_any_length(self, colleague, enter, django_assert_num_queries, rows):
        for number in range(rows):
            asked(colleague.organization, f"赵敏{number}")
        client = enter(colleague)
        with django_assert_num_queries(6):
            client.get(LIST)

    def test_members_page_of_the_centre_shows_who_waits(self, colleague, enter):
        asked(colleague.organization)
        assert "待确认" in enter(people.actor(Role.DIRECTOR)).get(reverse("accounts:members")).content.decode()
