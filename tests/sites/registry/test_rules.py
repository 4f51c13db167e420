"""What a publication needs (2.4) and which site may be used (3.3, 5.4)."""

import datetime

import pytest

from sdzx import clock
from sites.applications.models import Application
from sites.registry import rules
from sites.registry.models import Publication
from tests.factories import catalogue, people, sites

pytestmark = pytest.mark.django_db


def test_publication_draft_may_be_edited() -> None:
    assert rules.not_editable(Publication()) == []
    assert len(rules.not_editable(Publication(status="published"))) == 1


def test_publication_number_is_used_once() -> None:
    known = sites.publication()
    assert rules.number_taken(known) == []
    assert len(rules.number_taken(Publication(center=known.center, number=known.number))) == 1
    assert rules.number_taken(Publication(center=people.center("370200"), number=known.number)) == []


@pytest.mark.clause("2.4")
def test_publication_of_approved_applications_is_fit() -> None:
    app = sites.approved()
    assert rules.blockers_of_publication(sites.publication(app), [app], clock.today()) == []


@pytest.mark.clause("2.4")
def test_publication_empty_or_before_its_date_is_refused() -> None:
    draft = sites.publication(issued_on=clock.today() + datetime.timedelta(days=1))
    found = rules.blockers_of_publication(draft, [], clock.today())
    assert [blocker.field for blocker in found] == ["applications", "issued_on"]


@pytest.mark.clause("2.3")
@pytest.mark.clause("1")
def test_publication_of_what_was_not_approved_is_refused() -> None:
    project = catalogue.project()
    evaluated = sites.evaluated()
    withdrawn = sites.approved(projects=[project])
    project.status, project.withdrawn_from = "withdrawn", datetime.date(2025, 1, 1)
    project.save()
    elsewhere = sites.approved(city=people.center("370200"))
    found = rules.blockers_of_publication(sites.publication(), [evaluated, withdrawn, elsewhere], clock.today())
    assert [blocker.clause for blocker in found] == ["2.3", "1", "2.4"]


@pytest.mark.clause("3.3")
def test_site_active_and_authorised_is_usable() -> None:
    site = sites.site()
    assert rules.site_unusable(site, site.authorisations.get().project, clock.today()) == []


@pytest.mark.clause("5.4")
def test_site_suspended_or_revoked_takes_no_session() -> None:
    project = catalogue.project()
    for site in (sites.suspended_site(projects=[project]), sites.revoked_site(projects=[project])):
        assert [each.clause for each in rules.site_unusable(site, project, clock.today())] == ["5.4"]


@pytest.mark.clause("3.3")
def test_site_outside_its_authorisation_is_unusable() -> None:
    site = sites.site()
    project = site.authorisations.get().project
    assert [each.clause for each in rules.site_unusable(site, catalogue.project(), clock.today())] == ["3.3"]
    assert [each.clause for each in rules.site_unusable(site, project, datetime.date(2036, 1, 1))] == ["3.3"]
    assert Application.objects.get(site=site).status == "published"
