"""Authorisations near their end: told once, on the worklists of site and clerk (2.4, 3.3)."""

import datetime

import pytest

from sdzx import clock
from sdzx.accounts.actors import VISITOR
from sdzx.accounts.roles import Role
from sdzx.notifications.models import Notice
from sites.registry.changes.tasks import remind_expiring
from sites.registry.changes.worklist import waiting
from tests.factories import catalogue, changes, people, sites

pytestmark = pytest.mark.django_db


def test_site_is_told_once_for_each_end() -> None:
    site = changes.ending_site(days=60, projects=[catalogue.project(), catalogue.project()])
    host = sites.staff(site.organization)
    sites.site()
    assert (remind_expiring(), remind_expiring()) == (1, 0)
    notice = Notice.objects.get(kind="authorisation_expiring")
    assert (notice.recipient, notice.url) == (host.user, f"/sites/records/{site.uid}/renewal/")
    assert all(each.project.name in notice.body for each in site.authorisations.all())
    site.authorisations.update(valid_to=clock.today() + datetime.timedelta(days=80))
    assert remind_expiring() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_worklists_of_site_and_clerk(django_assert_num_queries, count) -> None:
    ending = [changes.ending_site(days=60 + n) for n in range(count)]
    host, clerk = sites.staff(ending[0].organization), people.actor(Role.CLERK)
    with django_assert_num_queries(1):
        own = waiting(host)
    assert [each.url for each in own] == [f"/sites/records/{ending[0].uid}/renewal/"]
    assert own[0].due is not None
    with django_assert_num_queries(1):
        assert [each.url for each in waiting(clerk)] == [f"/sites/records/{site.uid}/" for site in ending]


@pytest.mark.parametrize("role", [Role.ARRANGER, Role.BUREAU])
def test_nothing_waits_for_others(role: Role) -> None:
    changes.ending_site()
    assert waiting(people.actor(role)) == []
    assert waiting(VISITOR) == []


def test_nothing_waits_where_renewal_is_under_way_or_the_site_is_suspended_or_it_has_lapsed() -> None:
    changes.renewal(status="submitted")
    changes.ending_site(status="suspended")
    changes.ending_site(days=-1)
    assert waiting(people.actor(Role.CLERK)) == []
