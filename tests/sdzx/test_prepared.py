"""A queryset written once gives what the queryset gives."""

import pytest

from sdzx.accounts.models import Membership
from sdzx.accounts.roles import Role
from sdzx.prepared import Prepared
from tests.factories import people

pytestmark = pytest.mark.django_db
OF_PERSON = Prepared(
    lambda person: Membership.objects.filter(user=person).select_related("user", "center", "organization"), -1
)


def test_gives_the_same_records_for_each_value(django_assert_num_queries):
    first, second = people.actor(Role.CLERK), people.actor(Role.APPLICANT)
    for actor in (first, second, first):
        with django_assert_num_queries(1):
            (found,) = OF_PERSON.ask(actor.user.pk)
            assert (found.user.name, found.user.document_number) == (actor.user.name, actor.user.document_number)
            assert (found.center, found.organization) == (actor.center, actor.organization)


def test_nobody_is_an_empty_list():
    assert OF_PERSON.ask(0) == []


def test_a_sample_that_the_query_does_not_have_is_refused():
    with pytest.raises(ValueError, match="not in the query"):
        Prepared(lambda person, other: Membership.objects.filter(user=person), -1, -2).ask(1, 2)
