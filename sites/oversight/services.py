"""A site's exit: notice with evidence, the site's statement, decision, publication (5.4). The only writer of ExitCase."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from sdzx import clock
from sdzx.accounts.access import require
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.audit.services import record as trace
from sdzx.clauses import enforces
from sdzx.files import services as files
from sdzx.files.models import StoredFile
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.workflow import advance, locked, refuse_on
from sites.oversight import documents, filing, rules
from sites.oversight.evidence import kept
from sites.oversight.measures import services as measures
from sites.oversight.models import ExitCase
from sites.oversight.violations.models import Violation
from sites.registry import services as registry
from sites.registry.models import Site

NOTHING_SAID = "期满未陈述"


def record_path(case: ExitCase) -> str:
    """The address of the case's page."""
    return reverse("oversight:record", args=[case.uid])


@transaction.atomic
@enforces("5.4")
def open_exit(
    site: Site,
    *,
    by: Actor,
    ground: str,
    facts: str,
    evidence: Sequence[StoredFile],
    statement_due: datetime.date,
    violations: Sequence[Violation] = (),
) -> ExitCase:
    """The notice of intent, with facts, evidence and the time for a statement. Tells the site. Raises Refused.

    The evidence of the violations on which it rests is copied after the exit's own.
    """
    locked(site)
    require(by, "exit.open", site)
    proofs = [*evidence, *(file for each in violations for file in each.evidence.order_by("id"))]
    refuse_on(
        rules.opening_unfit(
            site, facts=facts, evidence=proofs, statement_due=statement_due, day=clock.today(), violations=violations
        )
    )
    case = ExitCase.objects.create(site=site, ground=ground, facts=facts, statement_due=statement_due)
    case.evidence.set(kept(proofs, kind="exit.evidence", by=by))
    case.violations.set(violations)
    after = {"ground": case.get_ground_display(), "statement_due": statement_due}
    trace(by=by, verb="exit.open", label="告知拟取消资格", subject=case, after=after)
    trace(by=by, verb="exit.open", label="启动退出程序", subject=site, ground=case.get_ground_display())
    staff = holders(Role.SITE, organization=site.organization)
    notify(NoticeKind.EXIT_NOTICED, to=staff, subject=case, url=record_path(case))
    return case


@transaction.atomic
def state(case: ExitCase, *, by: Actor, statement: str) -> ExitCase:
    """The site's own statement. Raises Refused when it is empty."""
    locked(case)
    refuse_on(rules.statement_missing(statement))
    case.statement = statement
    case.save(update_fields=["statement"])
    advance(case, "state", by=by, ground=statement)
    return case


@transaction.atomic
@enforces("5.4")
def record_statement(case: ExitCase, *, by: Actor, statement: str = "") -> ExitCase:
    """The centre records a statement made on paper, or, after the date, that none came. Raises Refused before it."""
    locked(case)
    refuse_on(rules.recording_unfit(case, statement, clock.today()))
    case.statement = statement
    case.save(update_fields=["statement"])
    advance(case, "record_statement", by=by, ground=statement or NOTHING_SAID)
    return case


@transaction.atomic
@enforces("5.4")
def decide(case: ExitCase, *, by: Actor, decision: str) -> ExitCase:
    """Decide; the site is suspended at once, its open measures end. Tells the site and the bureau. Raises Refused without a reasoned decision."""
    locked(case)
    refuse_on(rules.decision_missing(decision))
    case.decision = decision
    case.save(update_fields=["decision"])
    advance(case, "decide", by=by, ground=decision)
    if locked(case.site).status == Site.Status.ACTIVE:
        registry.suspend(case.site, by=by, ground=f"已决定取消资格：{case.get_ground_display()}")
    measures.overtake(case.site, by=by, ground=f"已决定取消资格：{case.get_ground_display()}")
    people = holders(Role.SITE, organization=case.site.organization) + holders(Role.BUREAU, center=case.site.center)
    notify(NoticeKind.EXIT_DECIDED, to=people, subject=case, url=record_path(case))
    return case


@transaction.atomic
def withdraw(case: ExitCase, *, by: Actor, ground: str) -> ExitCase:
    """End the procedure without a decision; its case goes to the archive."""
    locked(case)
    advance(case, "withdraw", by=by, ground=ground)
    filing.archive(case, by=by)
    return case


@transaction.atomic
@enforces("5.4")
def publish(case: ExitCase, *, by: Actor, number: str) -> ExitCase:
    """The bureau publishes the exit: the site is revoked, the decision frozen, public and filed. Raises Refused."""
    locked(case)
    refuse_on(rules.publishing_unfit(number))
    decided_on = timezone.localdate(case.status_at)
    day = clock.today()
    case.number, case.published_on = number.strip(), day
    case.save(update_fields=["number", "published_on"])
    advance(case, "publish", by=by, detail={"number": case.number})
    registry.revoke(case.site, by=by, ground=f"{case.get_ground_display()}（{case.number}）")
    content = documents.decision_pdf(case, number=case.number, day=day, effective_on=decided_on)
    case.document = files.store(content, name=f"{case.site.name}退出决定.pdf", kind="exit.decision", by=by)
    case.save(update_fields=["document"])
    filing.archive(case, by=by)
    return case
