"""The public directory with 5,000 sites costs what it costs with 50: the same queries, at most 1.3 times the time."""

import sys
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sdzx.accounts.models import Organization
from sites.applications.models import Application
from sites.registry.models import Authorisation, Site
from tests.factories import catalogue, people, sites

pytestmark = pytest.mark.django_db
FEW, MANY, ROUNDS = 50, 5000, 60
LIMIT = 1.3
QUERIES = 10
SEARCHES = ("", "?city=370100", "?q=实训", "?status=active")


def fill(total):
    """As many sites of one city, three projects each."""
    center, user, notice = people.center(), people.user(), sites.publication(status="published")
    have = Site.objects.count()
    first = Site.objects.first()
    projects = (
        [each.project for each in first.authorisations.all()] if first else [catalogue.project() for _ in range(3)]
    )
    numbers = range(have, total)
    hosts = Organization.objects.bulk_create(
        Organization(center=center, kind="training", name=f"实训基地{n}", uscc=f"91370100BENCH{n:05d}") for n in numbers
    )
    founding = Application.objects.bulk_create(
        Application(center=center, organization=host, created_by=user, status="published", number=f"SQ-B-{n}")
        for n, host in zip(numbers, hosts, strict=True)
    )
    made = Site.objects.bulk_create(
        Site(code=f"3701{n:05d}", center=center, organization=app.organization, name=app.organization.name, address="济南市",
             contact="李", phone="0531-12345678", application=app, publication=notice)
        for n, app in zip(numbers, founding, strict=True)
    )  # fmt: skip
    Authorisation.objects.bulk_create(
        Authorisation(site=site, project=project, rooms=1, workstations=20, valid_from=sites.FROM, valid_to=sites.TO)
        for site in made for project in projects
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measured(client, address):
    """(least seconds, queries, rows) of the page."""
    client.get(address)
    seconds = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        page = client.get(address)
        seconds.append(time.perf_counter() - start)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return min(seconds), len(queries), len(page.context["table"].rows)


def test_directory_of_5000_sites_is_as_quick_as_of_50(client):
    base = reverse("registry:directory")
    found = {}
    for total in (FEW, MANY):
        fill(total)
        found[total] = {search: measured(client, base + search) for search in SEARCHES}
    for search in SEARCHES:
        (few, queries, rows), (many, more, same) = found[FEW][search], found[MANY][search]
        sys.stdout.write(
            f"\n{search or 'all':16} {few * 1000:.1f} ms, {many * 1000:.1f} ms: {many / few:.2f}, {more} queries\n"
        )
        assert (rows, same) == (30, 30)
        assert queries == more
    assert found[MANY][""][1] == QUERIES
    assert [search for search in SEARCHES if found[MANY][search][0] > LIMIT * found[FEW][search][0]] == []
