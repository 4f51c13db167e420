"""One record of every flow with its centre in Jinan, and the values that some states need to satisfy constraints."""

import datetime
from collections.abc import Callable
from typing import Any

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import Center
from sdzx.accounts.roles import ORGANIZATION_ROLES, POOL_ROLES, Role
from sdzx.workflow import Flow
from tests.factories import (
    announcements,
    archive,
    catalogue,
    certificates,
    complaints,
    designs,
    dispatch,
    holders,
    inspections,
    oversight,
    papers,
    people,
    personnel,
    prints,
    registration,
    reviews,
    rosters,
    scores,
    sessions,
    sites,
)

MAKERS: dict[str, Callable[[], Flow]] = {
    "project": catalogue.project,
    "specification": lambda: catalogue.specification(catalogue.draft_project()),
    "qualification": lambda: personnel.qualified("examiner"),
    "application": sites.submitted,
    "evaluation": lambda: sites.visited().panel.members.first().evaluation,
    "rubric": lambda: sites.rubric(people.center()),
    "publication": sites.publication,
    "site": sites.site,
    "checklist": lambda: inspections.checklist(people.center()),
    "inspection": inspections.planned,
    "violation": oversight.violation,
    "measure": oversight.measure,
    "exit": sites.exit_case,
    "complaint": lambda: complaints.named(),
    "announcement": announcements.approved,
    "registration": registration.submitted,
    "review_batch": lambda: reviews.batch(),
    "roster": rosters.checked,
    "questions": lambda: papers.question_set(),
    "session": lambda: sessions.session("published", candidates=1),
    "preparation": lambda: sessions.session("published", candidates=1).preparation,
    "assignment": lambda: dispatch.assignment(sessions.session("published", candidates=1)),
    "supervision": lambda: dispatch.report(dispatch.assignment(sessions.session("ended", candidates=1), duty="supervisor")),
    "incident": lambda: dispatch.incident(sessions.session("ended", candidates=1)),
    "scores": lambda: scores.sheet(of=sessions.session("ended", candidates=1)),
    "examiner_sheet": lambda: scores.examiner_sheet(of=scores.sheet(of=sessions.session("ended", candidates=1))),
    "correction": lambda: scores.correction(scores.confirmed(), decided_by=people.user(), decided_at=clock.now()),
    "appeal": lambda: scores.appeal(scores.confirmed(), answer="已核对评分记录", answered_by=people.user()),
    "certificate": lambda: certificates.numbered()[0],
    "certificate_change": holders.change,
    "number_pattern": certificates.only_pattern,
    "design": designs.design,
    "print_batch": lambda: prints.draft(passed=1),
    "api_key": certificates.api_key,
    "case": archive.case,
}  # fmt: skip
# What the constraints of some states ask for; it does no harm in the others.
NEEDS: dict[str, dict[str, Any]] = {
    "certificate_change": {"refusal": "材料不符"},
    "roster": {"places": "fit", "asked_at": datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)},
    "complaint": {"refusal": "不属本中心管辖", "findings": "经查属实", "result": "partly", "answer": "已处理"},
    "registration": {"offered_until": datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)},
    "examiner_sheet": {"submitted_at": datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)},
    "incident": {"outcome": "warned"},
    "inspection": {"carried_out_on": datetime.date(2026, 3, 2), "opinion": "无异议。", "result": "passed"},
    "print_batch": {"counted": 0, "total": 0},
    "project": {"withdrawn_from": datetime.date(2036, 1, 1)},
    "questions": {"filing_number": "鲁鉴题备〔2026〕1号", "recorded_on": datetime.date(2026, 3, 2)},
}


def put(record: Flow, status: str) -> Flow:
    """The record in that state, whatever the way there."""
    type(record)._default_manager.filter(pk=record.pk).update(status=status, **NEEDS.get(record.FLOW, {}))
    record.refresh_from_db()
    return record


def insider(record: Flow, role: Role) -> Actor:
    """Somebody in this role to whom the record is visible, as far as the role sees such records at all."""
    city = getattr(record, "trace_center", None) or getattr(record, "center", None)
    city = city if isinstance(city, Center) else people.center()
    if role in ORGANIZATION_ROLES:
        return people.actor(role, organisation=organization_of(record) or people.organization(city))
    if role in POOL_ROLES:
        return people.actor(role, city, person=person_of(record))
    if role == Role.APPLICANT:
        return people.actor(
            role, person=getattr(getattr(record, "registration", record), "user", None) or people.user()
        )
    return people.actor(role, city)


def organization_of(record: Any) -> Any:
    for path in (
        "organization",
        "unit",
        "site.organization",
        "session.site.organization",
        "assignment.session.site.organization",
        "score.sheet.session.site.organization",
    ):
        found = record
        for name in path.split("."):
            found = getattr(found, name, None)
        if found is not None:
            return found
    return None


def person_of(record: Any) -> Any:
    if getattr(record, "FLOW", "") == "inspection":
        return record.inspectors.last().user
    for path in ("person", "member.person", "assignment.person"):
        found = record
        for name in path.split("."):
            found = getattr(found, name, None)
        if found is not None:
            if found.user is None:
                found.user = people.user()
                found.save(update_fields=["user"])
            return found.user
    return people.user()
