"""Two at once: two staff beginning a change, two officers publishing (2.4), with a control that can see the race."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection

from sdzx.accounts.roles import Role
from sdzx.workflow import Refused
from sites.applications.models import Application
from sites.registry import services as registry
from sites.registry.changes import rules, services
from sites.registry.models import Authorisation, Site
from tests.factories import changes, people, sites

pytestmark = pytest.mark.django_db(transaction=True)


def both(act, *by):
    """What each of them got, started together."""
    start = threading.Barrier(len(by))

    def one(actor):
        start.wait(timeout=5)
        try:
            return act(actor)
        except (Refused, IntegrityError) as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(by)) as pool:
        return list(pool.map(one, by))


def test_two_changes_begun_at_once_make_one() -> None:
    site = sites.site()
    staff = [sites.staff(site.organization), sites.staff(site.organization)]
    found = both(lambda by: services.begin_change(Site.objects.get(pk=site.pk), by=by, changes=["capacity"]), *staff)
    assert sorted(type(each).__name__ for each in found) == ["Application", "Refused"]
    assert Application.objects.filter(site=site).count() == 1


def test_control_without_the_rule_the_database_refuses(monkeypatch) -> None:
    site = sites.site()
    monkeypatch.setattr(rules, "under_way", lambda site: [])
    staff = [sites.staff(site.organization), sites.staff(site.organization)]
    found = both(lambda by: services.begin_change(Site.objects.get(pk=site.pk), by=by, changes=["capacity"]), *staff)
    assert sorted(type(each).__name__ for each in found) == ["Application", "IntegrityError"]


def test_two_officers_publish_once_and_the_second_is_told_who() -> None:
    made = changes.change(status="approved")
    batch = sites.publication(made)
    officers = [people.actor(Role.BUREAU, person=people.user(name)) for name in ("甲科长", "乙科长")]
    found = both(lambda by: registry.publish(type(batch).objects.get(pk=batch.pk), by=by), *officers)
    refusal = next(each for each in found if isinstance(each, Refused))
    assert any(name in str(refusal) for name in ("甲科长已于", "乙科长已于"))
    assert Authorisation.objects.filter(site=made.site).count() == 2


def test_two_notices_with_the_same_application_make_it_known_once() -> None:
    made = changes.change(status="approved")
    batches = [sites.publication(made), sites.publication(made)]
    officers = {people.actor(Role.BUREAU): batch for batch in batches}
    found = both(lambda by: registry.publish(officers[by], by=by), *officers)
    assert sorted(type(each).__name__ for each in found) == ["Publication", "Refused"]
    assert "已公布" in str(next(each for each in found if isinstance(each, Refused)))
