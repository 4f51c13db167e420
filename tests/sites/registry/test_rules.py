"""What a publication needs (2.4) and which site may be used (3.3, 5.4)."""

import datetime

import pytest

from sdzx import clock
from sites.registry import rules
from sites.registry.models import Publication
from tests.factories import catalogue, oversight, people, sites

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


@pytest.mark.clause("5.4")
def test_site_active_is_in_use_suspended_or_revoked_takes_no_session() -> None:
    found = {
        each.status: rules.out_of_use(each) for each in (sites.site(), sites.suspended_site(), sites.revoked_site())
    }
    assert {status: [each.clause for each in blockers] for status, blockers in found.items()} == {
        "active": [], "suspended": ["5.4"], "revoked": ["5.4"],
    }  # fmt: skip
    assert found["suspended"][0].sentence.endswith("当前为“暂停”，不能安排考核，请另选考点。")


@pytest.mark.clause("5.4")
@pytest.mark.parametrize(
    ("status", "refused"), [("issued", 1), ("reported", 1), ("returned", 1), ("closed", 0), ("escalated", 0)]
)
def test_reinstating_waits_for_the_rectification_of_the_suspension(status: str, refused: int) -> None:
    running = oversight.suspended(status=status)
    assert [each.url for each in rules.reinstating_unfit(running.site)] == [f"/sites/measures/{running.uid}/"] * refused


@pytest.mark.clause("5.4")
def test_reinstating_of_a_decided_exit_names_both_reasons() -> None:
    site = oversight.suspended().site
    sites.exit_case(site, status="decided")
    assert [each.clause for each in rules.reinstating_unfit(site)] == ["5.4", "5.4"]
