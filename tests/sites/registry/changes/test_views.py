"""The pages on which a site begins a change or a renewal, and what they add to the pages of site and application."""

import pytest

from sdzx import clock
from sdzx.accounts.roles import Role
from sites.applications.models import Application
from sites.registry.models import Site
from tests.factories import changes, people, sites

pytestmark = pytest.mark.django_db
PUNCTUALITY = "报送时限统计"  # a later slice's button, whatever the site's state


def labels(page) -> list[str]:
    return [button.label for button in page.context["buttons"]]


def said(group) -> dict[str, str]:
    return {fact.label: str(fact.value) for fact in group.facts}


def test_change_from_the_sites_page(enter) -> None:
    site = sites.site()
    client = enter(sites.staff(site.organization))
    record = f"/sites/records/{site.uid}/"
    assert labels(client.get(record)) == ["申请变更", "申请延续", PUNCTUALITY]
    assert client.get(f"{record}change/").context["blockers"] == []
    answer = client.post(f"{record}change/", {"changes": ["capacity", "premises"]})
    made = Application.objects.get(site=site)
    assert answer.url == f"/sites/applications/{made.uid}/edit/"
    assert made.changes == ["premises", "capacity"]
    page = client.get(record)
    assert labels(page) == [PUNCTUALITY]
    assert page.context["groups"][-1].facts[0].url == f"/sites/applications/{made.uid}/"
    again = client.post(f"{record}change/", {"changes": ["capacity"]})
    assert again.status_code == 422
    assert "尚未办结" in again.content.decode()
    assert client.post(f"{record}change/", {}).status_code == 422


@pytest.mark.clause("5.4")
def test_change_of_a_suspended_site_is_refused_on_its_page(enter) -> None:
    site = sites.suspended_site()
    client = enter(sites.staff(site.organization))
    assert labels(client.get(f"/sites/records/{site.uid}/")) == [PUNCTUALITY]
    assert "五（四）" in client.get(f"/sites/records/{site.uid}/change/").content.decode()
    assert client.post(f"/sites/records/{site.uid}/change/", {"changes": ["capacity"]}).status_code == 422


def test_renewal_offers_what_is_near_its_end(enter) -> None:
    site = changes.ending_site(days=30)
    client = enter(sites.staff(site.organization))
    address = f"/sites/records/{site.uid}/renewal/"
    held = site.authorisations.get()
    assert [str(label) for _, label in client.get(address).context["form"].fields["authorisations"].choices] == [
        f"{held.project.name}（有效期至{held.valid_to}）"
    ]
    made = client.post(address, {"authorisations": [held.pk]})
    assert made.url == f"/sites/applications/{Application.objects.get(site=site).uid}/edit/"


@pytest.mark.clause("2.4")
def test_renewal_too_early_says_from_when_on(enter) -> None:
    site = sites.site()
    client = enter(sites.staff(site.organization))
    page = client.get(f"/sites/records/{site.uid}/renewal/").content.decode()
    assert "现在没有可以延续的授权" in page
    assert "2035-10-02起" in page
    site.authorisations.all().delete()
    assert "可以申请的时间：无" in client.get(f"/sites/records/{site.uid}/renewal/").content.decode()


def test_matters_of_a_draft_can_be_changed(enter) -> None:
    made = changes.change(changes=("capacity",))
    client = enter(sites.staff(made.organization))
    record = f"/sites/applications/{made.uid}/"
    assert "修改变更事项" in labels(client.get(record))
    address = f"/sites/changes/{made.uid}/matters/"
    assert client.get(address).context["form"].initial == {"changes": ["capacity"]}
    assert client.post(address, {"changes": ["examiners"]}).url == record
    made.refresh_from_db()
    assert made.changes == ["examiners"]


def test_application_shows_its_site_and_what_differs(enter) -> None:
    made = changes.change(status="submitted")
    page = enter(people.actor(Role.CLERK)).get(f"/sites/applications/{made.uid}/")
    first, second = page.context["groups"][:2]
    assert (first.title, said(first)["变更事项"]) == ("考点变更申请", "增加考核项目")
    assert second.title == "与考点现状的差异"
    assert len(second.facts) == 4
    Application.objects.filter(pk=made.pk).update(status="published")
    closed = enter(people.actor(Role.CLERK)).get(f"/sites/applications/{made.uid}/")
    assert "与考点现状的差异" not in [group.title for group in closed.context["groups"]]


def test_application_without_a_difference_says_so(enter) -> None:
    made = changes.change(changes=("capacity",), status="submitted")
    made.projects.update(workstations=20)
    page = enter(people.actor(Role.CLERK)).get(f"/sites/applications/{made.uid}/")
    assert said(page.context["groups"][1]) == {"差异": "没有差异"}


def test_site_shows_its_changes_to_those_who_may_not_open_them(enter) -> None:
    site = changes.change(status="published").site
    page = enter(people.actor(Role.CLERK)).get(f"/sites/records/{site.uid}/")
    assert [group.title for group in page.context["groups"]][-1] == "变更和延续"


def test_list_of_applications_is_filtered_by_kind(enter) -> None:
    made = changes.renewal(status="submitted")
    page = enter(people.actor(Role.CLERK)).get("/sites/applications/?kind=renewal")
    assert [row.url for row in page.context["table"].rows] == [f"/sites/applications/{made.uid}/"]


def test_lapsed_authorisation_is_shown_as_lapsed(client, enter) -> None:
    site = changes.ending_site(days=-1)
    assert [row.cells[5].text for row in client.get("/sites/").context["table"].rows] == ["授权已到期"]
    assert "，已到期）" in client.get("/sites/").content.decode()
    assert [row.url for row in client.get("/sites/?status=lapsed").context["table"].rows] == [f"/sites/{site.code}/"]
    assert client.get("/sites/?status=active").context["table"].rows != ()
    assert "已到期" in client.get(f"/sites/{site.code}/").content.decode()
    assert site.authorisations.get().tone == "warning"
    future = sites.site().authorisations.get()
    future.valid_from = clock.today().replace(year=clock.today().year + 1)
    assert future.state == "尚未开始"
    assert Site.objects.count() == 2
