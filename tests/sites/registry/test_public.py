"""The public directory and its pages (2.4)."""

import pytest

from sdzx.accounts.roles import Role
from sites.registry import services
from sites.registry.models import Publication
from tests.factories import catalogue, people, sites

pytestmark = pytest.mark.django_db


def names(client, query: str = "") -> list[str]:
    return [row.cells[0].text for row in client.get(f"/sites/{query}").context["table"].rows]


@pytest.mark.clause("2.4")
def test_directory_shows_a_site_from_publication_on_not_before(client) -> None:
    app = sites.approved()
    draft = sites.publication(app)
    assert names(client) == []
    assert client.get("/sites/37010001/").status_code == 404
    assert client.get(f"/sites/published/{draft.uid}/").status_code == 404
    services.publish(draft, by=people.actor(Role.BUREAU))
    assert names(client) == [app.organization.name]
    assert client.get("/sites/37010001/").status_code == 200
    assert client.get(f"/sites/published/{draft.uid}/").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_directory_asks_the_same_number_of_queries(client, django_assert_num_queries, count) -> None:
    for _ in range(count):
        sites.site()
    with django_assert_num_queries(10):
        assert len(names(client)) == count


def test_directory_is_searched_by_city_project_state_and_name(client) -> None:
    project = catalogue.project()
    one = sites.site(projects=[project])
    two = sites.suspended_site(city=people.center("370200"))
    assert names(client, "?city=370200") == [two.name]
    assert names(client, f"?project={project.code}") == [one.name]
    assert names(client, "?status=suspended") == [two.name]
    assert names(client, f"?q={one.code}") == [one.name]
    assert names(client, "?city=nowhere") == [one.name, two.name]


@pytest.mark.clause("5.4")
@pytest.mark.parametrize(("state", "words"), [("suspended", "暂停期间不安排考核"), ("revoked", "取得的证书仍然有效")])
def test_site_page_says_how_it_stands(client, state, words) -> None:
    site = sites.site(status=state)
    page = client.get(f"/sites/{site.code}/").content.decode()
    assert words in page
    assert site.publication.number in page


def test_site_page_never_shows_the_private_phone(client) -> None:
    app = sites.approved(phone="13811112222")
    services.publish(sites.publication(app), by=people.actor(Role.BUREAU))
    assert "13811112222" not in client.get("/sites/37010001/").content.decode()


def test_publication_without_a_file_has_no_pdf(client) -> None:
    old = sites.publication(status=Publication.Status.PUBLISHED)
    assert client.get(f"/sites/published/{old.uid}/pdf/").status_code == 404
