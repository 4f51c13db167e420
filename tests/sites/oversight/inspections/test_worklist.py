"""What waits for whom."""

import datetime

import pytest

from sdzx import clock
from sdzx.accounts.roles import Role
from sites.oversight.inspections.models import Inspection
from sites.oversight.inspections.selectors import overdue_sites
from sites.oversight.inspections.worklist import waiting
from tests.factories import inspections, people, sites

pytestmark = pytest.mark.django_db


def titles(actor):
    return [each.title for each in waiting(actor)]


def ago(days):
    return clock.today() - datetime.timedelta(days=days)


def old_site(**values):
    site = sites.site(**values)
    site.publication.issued_on = ago(400)
    site.publication.save()
    return site


def test_inspector_from_the_day_on():
    made = inspections.planned()
    inspections.planned(made.site, scheduled_on=ago(-1))
    name = made.site.name
    assert titles(inspections.inspector(made)) == [f"开展检查：{name}"]
    assert titles(inspections.inspector(made, 1)) == [f"开展检查：{name}"]
    assert titles(people.actor(Role.CLERK)) == []
    assert waiting(inspections.inspector(made))[0].due.day == clock.today()


def test_site_signs_and_director_closes():
    signed = inspections.signed()
    open_one = inspections.carried_out(signed.site)
    assert titles(sites.staff(signed.site.organization)) == [f"签署检查意见：{open_one.site.name}"]
    assert titles(people.actor(Role.DIRECTOR)) == [f"办结检查：{signed.site.name}"]
    assert titles(people.actor(Role.DIRECTOR, people.center("370200"))) == []


def test_director_has_one_row_for_all_sites_that_are_due(django_assert_num_queries):
    director = people.actor(Role.DIRECTOR)
    seen, unseen, stale = old_site(), old_site(), old_site()
    inspections.closed(seen, on=ago(364))
    inspections.closed(stale, on=ago(366))
    inspections.planned(unseen)
    old_site(status="suspended")
    sites.site()
    with django_assert_num_queries(3):
        rows = waiting(director)
    assert [(each.title, each.count, each.url) for each in rows if each.count > 1] == [
        ("2个考点待检查", 2, "/sites/inspections/due/")
    ]
    assert [(each, each.inspected) for each in overdue_sites(director, clock.today())] == [(unseen, 0), (stale, 0)]


def test_centres_own_number_a_year():
    director = people.actor(Role.DIRECTOR)
    director.center.policy = {"inspections_per_year": 2}
    director.center.save()
    site = old_site()
    inspections.closed(site, on=ago(30))
    assert list(overdue_sites(director, clock.today())) == [site]
    inspections.closed(site, on=ago(20))
    assert not overdue_sites(director, clock.today()).exists()
    assert not overdue_sites(people.actor(Role.PROVINCE), clock.today()).filter(pk=site.pk).exists()


def test_nothing_is_due_for_whoever_has_no_centre():
    made = inspections.planned()
    Inspection.objects.update(status="cancelled")
    assert titles(sites.staff(made.site.organization)) == []
    assert not overdue_sites(sites.staff(made.site.organization), clock.today()).exists()
