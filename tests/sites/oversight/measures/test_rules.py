"""What a measure needs at each stage (5.4)."""

import datetime
from typing import Any

import pytest

from sites.oversight.measures import rules
from sites.registry.models import Site
from tests.factories import oversight, sites

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 2)
ONE = datetime.timedelta(days=1)


def issuing(site: Site, kind: str = "rectification", **values: Any) -> list[str]:
    given = {"violations": [], "reasons": "秩序混乱", "requirements": "补充监考", "due": TODAY, "day": TODAY, **values}
    found = rules.issuing_unfit(site, kind=kind, **given)
    assert {each.clause for each in found} <= {"5.4"}
    return [each.field for each in found]


@pytest.mark.clause("5.4")
@pytest.mark.parametrize(
    ("kind", "values", "fields"),
    [
        ("rectification", {}, []),
        ("warning", {"requirements": "", "due": None}, []),
        ("rectification", {"requirements": " ", "due": None}, ["requirements", "due"]),
        ("suspension", {"due": TODAY - ONE, "reasons": " "}, ["reasons", "due"]),
    ],
)
def test_issuing_needs_reasons_and_but_for_a_warning_terms(kind: str, values: Any, fields: list[str]) -> None:
    on = oversight.confirmed()
    assert issuing(on.site, kind, violations=[on], **values) == fields


@pytest.mark.clause("5.4")
def test_issuing_rests_on_confirmed_violations_of_the_site() -> None:
    site = sites.site()
    assert issuing(site) == ["violations"]
    assert issuing(site, violations=[oversight.violation(site), oversight.confirmed()]) == ["violations"] * 2


@pytest.mark.clause("5.4")
def test_issuing_against_a_revoked_site_or_a_second_suspension_is_refused() -> None:
    assert issuing((on := oversight.confirmed(sites.revoked_site())).site, violations=[on]) == ["site"]
    running = oversight.suspended()
    held = list(running.violations.all())
    assert issuing(running.site, "suspension", violations=held) == ["kind"]
    assert issuing(running.site, "warning", violations=held) == []
    ended = oversight.suspended(status="closed")
    assert issuing(ended.site, "suspension", violations=list(ended.violations.all())) == []


@pytest.mark.clause("5.4")
def test_a_warning_is_acknowledged_the_others_are_reported_on() -> None:
    warning, other = oversight.measure(kind="warning"), oversight.measure()
    assert [len(rules.acknowledging_unfit(each)) for each in (warning, other)] == [0, 1]
    assert [len(rules.nothing_to_report(each)) for each in (warning, other)] == [1, 0]


@pytest.mark.clause("5.4")
def test_reporting_needs_words_and_proof() -> None:
    measure = oversight.measure()
    assert [each.field for each in rules.reporting_unfit(measure, report=" ", report_files=[])] == [
        "report",
        "report_files",
    ]
    assert rules.reporting_unfit(measure, report="已改", report_files=[sites.stored("measure.report")]) == []


@pytest.mark.clause("5.4")
def test_returning_needs_a_date_to_come() -> None:
    assert [len(rules.returning_unfit(day, TODAY)) for day in (TODAY - ONE, TODAY)] == [1, 0]


@pytest.mark.clause("5.4")
def test_escalating_leads_up_only() -> None:
    warning, suspension = oversight.measure(kind="warning"), oversight.suspended()
    assert [len(rules.escalating_unfit(warning, kind)) for kind in ("warning", "rectification", "suspension")] == [1, 0, 0]  # fmt: skip
    (found,) = rules.escalating_unfit(suspension, "suspension")
    assert found.url == f"/sites/exits/new/?site={suspension.site.uid}&measure={suspension.uid}"
