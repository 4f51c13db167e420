"""What a violation needs at each stage (5.1, 5.4)."""

import datetime
from typing import Any

import pytest

from sites.oversight.violations import rules
from sites.oversight.violations.models import Violation
from sites.oversight.violations.origins import Origin
from sites.registry.models import Site
from tests.factories import complaints, oversight, sites

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 2)
LATER = datetime.date(2026, 3, 12)
ONE = datetime.timedelta(days=1)


def origin(site: Site | None, record: Any, **values: Any) -> Origin:
    return Origin(source="complaint", record=record, label="投诉举报", url="", site=site, **values)


def opening(site: Site, **values: Any) -> list[tuple[str, str]]:
    given = {
        "ground": "discipline", "facts": "离场", "happened_on": TODAY, "evidence": [sites.stored("violation.evidence")],
        "response_due": LATER, "origin": None, "day": TODAY, **values,
    }  # fmt: skip
    return [(each.field, each.clause) for each in rules.opening_unfit(site, **given)]


@pytest.mark.clause("5.1")
@pytest.mark.clause("5.4")
def test_opening_says_everything_that_is_missing() -> None:
    assert opening(sites.site()) == []
    wrong = {"facts": " ", "evidence": [], "happened_on": TODAY + ONE, "response_due": TODAY}
    assert opening(sites.revoked_site(), **wrong) == [
        ("site", "5.4"), ("facts", "5.1"), ("evidence", "5.1"), ("happened_on", "5.1"), ("response_due", "5.4"),
    ]  # fmt: skip


@pytest.mark.clause("5.1")
def test_opening_follows_its_origin_and_only_once_a_ground() -> None:
    site, complaint = sites.site(), complaints.complaint("concluded")
    assert opening(site, origin=origin(None, complaint)) == []
    assert opening(site, origin=origin(sites.site(), complaint)) == [("site", "5.1")]
    oversight.violation(site, source="complaint", source_uid=complaint.uid)
    assert opening(site, origin=origin(site, complaint)) == [("ground", "5.1")]
    assert opening(site, origin=origin(site, complaint), ground="dishonesty") == []


def test_every_ground_has_its_clause() -> None:
    assert set(rules.CLAUSE_OF) == set(Violation.Ground)


@pytest.mark.clause("5.4")
def test_response_has_words() -> None:
    assert [len(rules.response_missing(text)) for text in (" ", "属实")] == [1, 0]


@pytest.mark.clause("5.4")
@pytest.mark.parametrize(
    ("status", "day", "early"), [("recorded", LATER, 1), ("recorded", LATER + ONE, 0), ("responded", TODAY, 0)]
)
def test_finding_waits_for_the_sites_answer_or_its_date(status: str, day: datetime.date, early: int) -> None:
    violation = Violation(status=status, response_due=LATER)
    assert len(rules.too_early(violation, day)) == early


@pytest.mark.clause("5.1")
def test_confirming_says_that_it_is_early_and_without_reasons() -> None:
    violation = Violation(status="recorded", response_due=LATER)
    assert [each.field for each in rules.confirming_unfit(violation, " ", TODAY)] == ["", "finding"]
    assert rules.confirming_unfit(violation, "属实", LATER + ONE) == []
