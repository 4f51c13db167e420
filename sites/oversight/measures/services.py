"""Warning, rectification, suspension (5.4): issued with a letter, answered by the site, closed, returned or escalated.
The only writer of Measure."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.urls import reverse

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
from sdzx.serials.services import take
from sdzx.workflow import advance, locked, refuse_on
from sites.oversight.measures import documents, filing, rules
from sites.oversight.measures.models import Measure
from sites.oversight.violations.models import Violation
from sites.registry import services as registry
from sites.registry.models import Site

LETTER, REPORT = "measure.letter", "measure.report"


def record_path(measure: Measure) -> str:
    """The address of the measure's page."""
    return reverse("measures:record", args=[measure.uid])


@transaction.atomic
@enforces("5.4")
def issue(
    site: Site,
    *,
    by: Actor,
    kind: str,
    violations: Sequence[Violation],
    reasons: str,
    requirements: str = "",
    due: datetime.date | None = None,
    follows: Measure | None = None,
) -> Measure:
    """Issue a measure with its numbered letter; a suspension suspends the site at once. Tells the site. Raises Refused."""
    locked(site)
    require(by, "measure.issue", site)
    day = clock.today()
    refuse_on(
        rules.issuing_unfit(
            site, kind=kind, violations=violations, reasons=reasons, requirements=requirements, due=due, day=day
        )
    )
    warning = kind == Measure.Kind.WARNING
    measure = Measure.objects.create(
        site=site, kind=kind, number=_number(site, day), issued_on=day, reasons=reasons, follows=follows,
        requirements="" if warning else requirements, due=None if warning else due,
    )  # fmt: skip
    measure.violations.set(violations)
    body, name = documents.letter_pdf(measure), documents.letter_name(measure)
    measure.document = files.store(body, name=f"{site.name}{name}.pdf", kind=LETTER, by=by)
    measure.save(update_fields=["document"])
    label = f"下达{measure.get_kind_display()}"
    trace(by=by, verb="measure.issue", label=label, subject=measure, ground=reasons,
          after={"number": measure.number, "due": measure.due})  # fmt: skip
    trace(by=by, verb="measure.issue", label=label, subject=site, ground=reasons, after={"number": measure.number})
    if kind == Measure.Kind.SUSPENSION and site.status == Site.Status.ACTIVE:
        registry.suspend(site, by=by, ground=f"{reasons}（{measure.number}）")
    _tell_site(NoticeKind.MEASURE_ISSUED, measure)
    return measure


def _number(site: Site, day: datetime.date) -> str:
    """«济考监〔2026〕3号», counted for each city and year."""
    center = site.center
    number = take(f"measure/{center.code}/{day.year}")[0]
    return f"{center.city.removesuffix('市')}考监〔{day.year}〕{number}号"


def _tell_site(kind: NoticeKind, measure: Measure) -> None:
    people = holders(Role.SITE, organization=measure.site.organization)
    notify(kind, to=people, subject=measure, url=record_path(measure))


@transaction.atomic
@enforces("5.4")
def acknowledge(measure: Measure, *, by: Actor) -> Measure:
    """The site has taken note of a warning, which goes to the archive. Raises Refused for the other kinds."""
    locked(measure)
    refuse_on(rules.acknowledging_unfit(measure))
    advance(measure, "acknowledge", by=by)
    filing.archive(measure, by=by)
    return measure


@transaction.atomic
@enforces("5.4")
def report(measure: Measure, *, by: Actor, report: str, report_files: Sequence[StoredFile]) -> Measure:
    """The site says, with proof, what it has mended; late is taken too. Tells the directors. Raises Refused."""
    locked(measure)
    refuse_on(rules.reporting_unfit(measure, report=report, report_files=report_files))
    measure.report = report
    measure.save(update_fields=["report"])
    measure.report_files.add(*(files.adopt(each, kind=REPORT, by=by) for each in report_files))
    late = measure.due is not None and clock.today() > measure.due
    advance(measure, "report", by=by, ground=report, detail={"逾期": "是"} if late else None)
    directors = holders(Role.DIRECTOR, center=measure.site.center)
    notify(NoticeKind.MEASURE_REPORTED, to=directors, subject=measure, url=record_path(measure))
    return measure


@transaction.atomic
def accept(measure: Measure, *, by: Actor, ground: str) -> Measure:
    """What was to be mended is mended; the case goes to the archive. A suspended site may then be reinstated. Tells the site."""
    locked(measure)
    advance(measure, "accept", by=by, ground=ground)
    filing.archive(measure, by=by)
    _tell_site(NoticeKind.MEASURE_CLOSED, measure)
    return measure


@transaction.atomic
@enforces("5.4")
def send_back(measure: Measure, *, by: Actor, ground: str, due: datetime.date) -> Measure:
    """Not mended: why, and until when now. Tells the site. Raises Refused for a date that has passed."""
    locked(measure)
    refuse_on(rules.returning_unfit(due, clock.today()))
    measure.due = due
    measure.save(update_fields=["due"])
    advance(measure, "send_back", by=by, ground=ground, detail={"due": due})
    people = holders(Role.SITE, organization=measure.site.organization)
    notify(NoticeKind.MEASURE_RETURNED, to=people, subject=measure, day=due, url=record_path(measure))
    return measure


@transaction.atomic
@enforces("5.4")
def escalate(
    measure: Measure, *, by: Actor, kind: str, reasons: str, requirements: str, due: datetime.date | None
) -> Measure:
    """End this measure and issue a heavier one on the same violations: the new one. Raises Refused."""
    locked(measure)
    refuse_on(rules.escalating_unfit(measure, kind))
    advance(measure, "escalate", by=by, ground=reasons)
    return issue(
        measure.site, by=by, kind=kind, violations=list(measure.violations.all()), reasons=reasons,
        requirements=requirements, due=due, follows=measure,
    )  # fmt: skip


@transaction.atomic
def overtake(site: Site, *, by: Actor, ground: str) -> list[Measure]:
    """The site's exit takes the place of all its open measures, whose cases go to the archive."""
    found = list(Measure.objects.filter(site=site, status__in=Measure.OPEN).order_by("id"))
    for each in found:
        advance(each, "overtake", by=by, ground=ground)
        filing.archive(each, by=by)
    return found
