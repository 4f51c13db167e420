"""The front page, the trace page, the health check."""

import datetime
import re

import pytest
from django.core.cache import cache
from django.db import connection

from sdzx.accounts.actors import SYSTEM
from sdzx.accounts.roles import Role
from sdzx.audit import provenance
from sdzx.audit.services import record
from sdzx.home import views
from tests.factories import announcements, certificates, people

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_front_lists_the_latest_announcements_in_one_query(count, client, django_assert_num_queries):
    for number in range(count):
        at = datetime.datetime(2026, 3, number + 1, tzinfo=datetime.UTC)
        announcements.published(heading=f"公告{number}", published_at=at)
    announcements.draft(heading="草稿")
    with django_assert_num_queries(1):
        page = client.get("/").content.decode()
    assert re.findall(r">(公告\d|草稿)</a>", page) == [f"公告{number}" for number in reversed(range(count))]


def test_front_shows_only_the_newest(client, monkeypatch):
    monkeypatch.setattr(views, "LATEST", 1)
    for number in range(2):
        announcements.published(published_at=datetime.datetime(2026, 3, number + 1, tzinfo=datetime.UTC))
    assert client.get("/").content.decode().count('class="work-what"') == 1


def test_front_leads_everywhere(client):
    page = client.get("/").content.decode()
    tiles = re.findall(r'class="tile" href="([^"]+)"', page)
    assert tiles == [
        "/announcements/",
        "/accounts/sign-in/",
        "/lookup/",
        "/sites/",
        "/catalogue/",
        "/sites/applications/how/",
        "/sites/complaints/file/",
    ]
    assert [client.get(address).status_code for address in tiles] == [200] * len(tiles)


@pytest.fixture
def certificate():
    return certificates.numbered()[0]


@pytest.mark.clause("5.2")
def test_trace_leads_back_station_by_station(certificate, enter, monkeypatch):
    record(by=SYSTEM, verb="x.y", label="公布名单", subject=certificate.session.site)
    stations = [
        provenance.Link("考点", "2.4", certificate.session.site, "/sites/x/", ("编号：1",)),
        provenance.Link("考核项目", "1", certificate.project, "", ()),
    ]
    monkeypatch.setattr(provenance, "_providers", [lambda found: stations])
    page = enter(certificates.officer(certificate)).get(f"/trace/{certificate.uid}/").content.decode()
    assert re.findall(r"<h2>(\S+?)：", page) == ["考点", "考核项目"]
    assert re.findall(r"办理记录（(\d)条）", page) == ["1", "0"]
    assert "依据《工作规则》二" in page
    assert 'href="/sites/x/"' in page
    assert "公布名单" in page


@pytest.mark.clause("5.2")
def test_trace_of_the_slices_reaches_the_catalogue(certificate, enter):
    page = enter(certificates.officer(certificate)).get(f"/trace/{certificate.uid}/").content.decode()
    stages = re.findall(r"<h2>(\S+?)：", page)
    assert len(stages) == len({link.stage for link in provenance.chain(certificate)})


@pytest.mark.parametrize("role", [Role.CERTIFIER, Role.DIRECTOR, Role.PROVINCE, Role.AUDITOR])
def test_trace_links_only_to_pages_that_open(certificate, enter, role):
    client = enter(people.actor(role, None if role == Role.PROVINCE else certificate.center))
    page = client.get(f"/trace/{certificate.uid}/").content.decode()
    links = re.findall(r'<h2>\S+?：<a href="([^"]+)"', page)
    assert links
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_trace_without_providers(certificate, enter, monkeypatch):
    monkeypatch.setattr(provenance, "_providers", [])
    page = enter(certificates.officer(certificate)).get(f"/trace/{certificate.uid}/").content.decode()
    assert "没有可追溯的记录" in page


def test_trace_for_others(certificate, client, enter):
    url = f"/trace/{certificate.uid}/"
    assert client.get(url).status_code == 302
    assert enter(people.actor(Role.CLERK)).get(url).status_code == 403
    assert enter(people.actor(Role.CERTIFIER, people.center("370200"))).get(url).status_code == 404


def test_health(client):
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "redis": True})


def test_health_when_both_are_away(client, monkeypatch):
    def away(*args, **kwargs):
        raise OSError

    monkeypatch.setattr(connection, "cursor", away)
    monkeypatch.setattr(cache, "set", away)
    answer = client.get("/health/")
    assert (answer.status_code, answer.json()) == (503, {"database": False, "redis": False})
