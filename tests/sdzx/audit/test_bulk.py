import pytest
from django.db import transaction

from sdzx.accounts.roles import Role
from sdzx.audit import chain
from sdzx.audit.bulk import Act, record_many
from sdzx.audit.models import Entry
from sdzx.audit.services import entries_of, record
from tests.factories import people

pytestmark = pytest.mark.django_db


def test_entries_join_the_chains_of_their_subjects():
    clerk, old, new = people.actor(Role.CLERK), people.organization(), people.organization()
    record(by=clerk, verb="x.edit", label="修改", subject=old)

    record_many(
        [Act(each, "导入", after={"名称": each.name}) for each in (old, new)],
        by=clerk,
        verb="x.import",
        ground=" 批量 ",
    )

    assert [entry.sequence for entry in (*entries_of(old), *entries_of(new))] == [1, 2, 1]
    assert list(chain.faults(Entry.objects.order_by("subject_type", "subject_id", "sequence"))) == []
    assert (entries_of(new).get().ground, entries_of(new).get().center) == ("批量", clerk.center)


@pytest.mark.parametrize("count", [1, 20])
def test_queries_do_not_grow(django_assert_num_queries, count):
    clerk, hosts = people.actor(Role.CLERK), [people.organization() for _ in range(count)]

    with django_assert_num_queries(2):
        record_many([Act(each, "导入") for each in hosts], by=clerk, verb="x.import")


@pytest.mark.django_db(transaction=True)
def test_refused_outside_a_transaction():
    assert transaction.get_autocommit()
    with pytest.raises(RuntimeError):
        record_many([], by=people.actor(Role.CLERK), verb="x.import")
