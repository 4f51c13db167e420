"""When a site may change or renew, and what the bureau may publish of it (2.4, 5.4)."""

import datetime

import pytest

from sdzx import clock
from sites.applications.models import Application
from sites.registry.changes import rules
from sites.registry.models import Site
from tests.factories import catalogue, changes, sites

pytestmark = pytest.mark.django_db


def test_site_free_to_change() -> None:
    assert rules.change_barred(sites.site(), ["capacity"]) == []


@pytest.mark.clause("2.4")
def test_change_barred_names_everything_at_once() -> None:
    site = changes.change().site
    Site.objects.filter(pk=site.pk).update(status="suspended")
    site.refresh_from_db()
    assert [each.clause for each in rules.change_barred(site, [])] == ["5.4", "2.4", "2.4"]


@pytest.mark.parametrize("state", ["rejected", "refused", "published", "withdrawn"])
def test_what_has_ended_stands_in_nobodys_way(state: str) -> None:
    made = changes.change()
    Application.objects.filter(pk=made.pk).update(status=state, number="SQ1")
    assert rules.under_way(made.site) == []


def test_renewable_are_those_near_their_end_and_the_lapsed() -> None:
    site = changes.ending_site(projects=[catalogue.project() for _ in range(3)])
    today = clock.today()
    for each, days in zip(site.authorisations.all(), (-5, 90, 91), strict=True):
        each.valid_to = today + datetime.timedelta(days=days)
        each.save()
    assert [(each.valid_to - today).days for each in rules.renewable(site, today)] == [-5, 90]
    far = site.authorisations.get(valid_to=today + datetime.timedelta(days=91))
    assert "91" not in str(rules.renewal_barred(site, [far], today))
    assert [each.field for each in rules.renewal_barred(site, [far], today)] == ["authorisations"]


@pytest.mark.clause("5.4")
def test_nothing_is_published_of_a_host_with_a_suspended_site() -> None:
    halted = sites.suspended_site()
    new = sites.approved(halted.organization)
    assert [each.clause for each in rules.not_publishable([new, sites.approved()])] == ["5.4"]
    assert halted.code in str(rules.not_publishable([new])[0])


@pytest.mark.clause("5.4")
def test_change_of_a_suspended_site_is_not_published() -> None:
    made = changes.change(status="approved")
    assert rules.not_publishable([made]) == []
    made.site.status = "revoked"
    assert [each.clause for each in rules.not_publishable([made])] == ["5.4"]


@pytest.mark.clause("2.4")
def test_renewal_of_what_is_no_longer_held_is_outdated() -> None:
    made = changes.renewal(status="approved")
    assert rules.outdated([made, sites.approved()], clock.today()) == []
    made.site.authorisations.all().delete()
    assert "不能延续" in str(rules.outdated([made], clock.today())[0])


@pytest.mark.clause("2.4")
def test_change_of_what_has_lapsed_meanwhile_is_outdated_unless_it_adds() -> None:
    resized, added = changes.change(changes=("capacity",), status="approved"), changes.change(status="approved")
    for made in (resized, added):
        made.site.authorisations.update(valid_to=clock.today() - datetime.timedelta(days=1))
    assert ["须先延续" in str(each) for each in rules.outdated([resized, added], clock.today())] == [True]
