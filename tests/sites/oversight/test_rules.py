"""What each stage of an exit needs (5.4)."""

import datetime
from typing import Any

import pytest

from sites.oversight import rules
from sites.oversight.models import ExitCase
from tests.factories import oversight, sites

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 2)
LATER = datetime.date(2026, 3, 12)


def opening(site: Any, **values: Any) -> list[str]:
    given = {"facts": "替考", "evidence": [sites.stored("exit.evidence")], "statement_due": LATER, **values}
    return [blocker.field for blocker in rules.opening_unfit(site, day=TODAY, **given)]


@pytest.mark.clause("5.4")
@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({}, []),
        ({"facts": " "}, ["facts"]),
        ({"evidence": []}, ["evidence"]),
        ({"statement_due": TODAY}, ["statement_due"]),
    ],
)
def test_opening_needs_facts_evidence_and_time(values: dict[str, Any], fields: list[str]) -> None:
    assert opening(sites.site(), **values) == fields


@pytest.mark.clause("5.4")
def test_opening_rests_only_on_confirmed_violations_of_the_site() -> None:
    site = sites.site()
    assert opening(site, violations=[oversight.confirmed(site)]) == []
    assert opening(site, violations=[oversight.violation(site), oversight.confirmed()]) == ["violations"] * 2


@pytest.mark.clause("5.4")
def test_opening_against_a_revoked_site_or_twice_is_refused() -> None:
    assert opening(sites.revoked_site()) == ["site"]
    site = sites.site()
    sites.exit_case(site, status="closed")
    assert opening(site) == []
    sites.exit_case(site)
    assert opening(site) == ["site"]


@pytest.mark.clause("5.4")
@pytest.mark.parametrize(
    ("statement", "day", "refused"), [("", LATER, 1), ("", LATER + datetime.timedelta(1), 0), ("书面陈述", TODAY, 0)]
)
def test_silence_is_recorded_only_after_the_date(statement: str, day: datetime.date, refused: int) -> None:
    assert len(rules.recording_unfit(ExitCase(statement_due=LATER), statement, day)) == refused


@pytest.mark.clause("5.4")
def test_statement_and_decision_have_words() -> None:
    assert [each.field for each in rules.statement_missing(" ") + rules.decision_missing("")] == [
        "statement",
        "decision",
    ]
    assert rules.statement_missing("属实") + rules.decision_missing("取消") == []


@pytest.mark.clause("5.4")
def test_publishing_needs_a_number_of_its_own() -> None:
    sites.exit_case(number="济人社公告〔2026〕8号")
    assert [
        len(rules.publishing_unfit(number)) for number in ("", "济人社公告〔2026〕8号", "济人社公告〔2026〕9号")
    ] == [1, 1, 0]
