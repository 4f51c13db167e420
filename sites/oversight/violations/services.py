"""Recording a site's violation, its answer, the centre's finding (5.1, 5.4). The only writer of Violation."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse

from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import User
from sdzx.accounts.roles import Role
from sdzx.audit.services import record as trace
from sdzx.clauses import enforces
from sdzx.files import services as files
from sdzx.files.models import StoredFile
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.workflow import advance, locked, refuse_on
from sites.oversight.evidence import kept
from sites.oversight.violations import rules
from sites.oversight.violations.models import Violation
from sites.oversight.violations.origins import Origin
from sites.registry.models import Site

EVIDENCE, RESPONSE = "violation.evidence", "violation.response"


def record_path(violation: Violation) -> str:
    """The address of the violation's page."""
    return reverse("violations:record", args=[violation.uid])


def staff_of(site: Site) -> list[User]:
    """Who acts for the site's host."""
    return holders(Role.SITE, organization=site.organization)


@transaction.atomic
@enforces("5.1", "5.4")
def open_violation(
    site: Site,
    *,
    by: Actor,
    ground: str,
    facts: str,
    happened_on: datetime.date,
    evidence: Sequence[StoredFile],
    response_due: datetime.date,
    origin: Origin | None = None,
) -> Violation:
    """Record a violation with its evidence; the site is told and may answer until the date. Raises Refused (5.1, 5.4).

    Files of the origin are copied. The violation's own trace does not name the origin: the site reads it.
    """
    locked(site)
    require(by, "violation.open", site)
    refuse_on(
        rules.opening_unfit(
            site, ground=ground, facts=facts, happened_on=happened_on, evidence=evidence, response_due=response_due,
            origin=origin, day=clock.today(),
        )
    )  # fmt: skip
    violation = Violation.objects.create(
        site=site, ground=ground, facts=facts, happened_on=happened_on, response_due=response_due,
        source=origin.source if origin else Violation.Source.OWN, source_uid=origin.record.uid if origin else None,
    )  # fmt: skip
    violation.evidence.set(kept(evidence, kind=EVIDENCE, by=by))
    shown = {"ground": violation.get_ground_display(), "response_due": response_due}
    trace(by=by, verb="violation.open", label="登记违规", subject=violation, after=shown)
    trace(by=by, verb="violation.open", label="登记违规", subject=site, ground=violation.get_ground_display())
    if origin:
        trace(by=by, verb="violation.open", label="据此登记违规", subject=origin.record, after=shown)
    notify(NoticeKind.VIOLATION_RECORDED, to=staff_of(site), subject=violation, url=record_path(violation))
    return violation


@transaction.atomic
@enforces("5.4")
def respond(violation: Violation, *, by: Actor, response: str, response_files: Sequence[StoredFile] = ()) -> Violation:
    """The site's own answer, with files if it has any. Raises Refused when it is empty."""
    locked(violation)
    refuse_on(rules.response_missing(response))
    violation.response = response
    violation.save(update_fields=["response"])
    violation.response_files.set([files.adopt(each, kind=RESPONSE, by=by) for each in response_files])
    advance(violation, "respond", by=by, ground=response)
    directors = holders(Role.DIRECTOR, center=violation.site.center)
    notify(NoticeKind.VIOLATION_RESPONDED, to=directors, subject=violation, url=record_path(violation))
    return violation


@transaction.atomic
@enforces("5.1", "5.4")
def confirm(violation: Violation, *, by: Actor, finding: str) -> Violation:
    """The violation stands. Tells the site. Raises Refused before the site had its say, or without reasons."""
    locked(violation)
    refuse_on(rules.confirming_unfit(violation, finding, clock.today()))
    violation.finding = finding
    violation.save(update_fields=["finding"])
    advance(violation, "confirm", by=by, ground=finding)
    _tell_decision(violation)
    return violation


@transaction.atomic
def dismiss(violation: Violation, *, by: Actor, ground: str) -> Violation:
    """It does not stand, and why. Tells the site."""
    locked(violation)
    violation.finding = ground
    violation.save(update_fields=["finding"])
    advance(violation, "dismiss", by=by, ground=ground)
    _tell_decision(violation)
    return violation


def _tell_decision(violation: Violation) -> None:
    people = staff_of(violation.site)
    notify(NoticeKind.VIOLATION_DECIDED, to=people, subject=violation, url=record_path(violation))
