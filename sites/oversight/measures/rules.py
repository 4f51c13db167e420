"""What a measure needs at each stage (5.4). Pure: every unmet condition, nothing changed."""

import datetime
from collections.abc import Sequence

from django.urls import reverse

from sdzx.clauses import enforces
from sdzx.files.models import StoredFile
from sdzx.workflow import Blocker
from sites.oversight.measures.models import Measure
from sites.oversight.violations.models import Violation
from sites.registry.models import Site

Kind = Measure.Kind
LADDER = (Kind.WARNING, Kind.RECTIFICATION, Kind.SUSPENSION)


def heavier(kind: str) -> list[str]:
    """The kinds above this one; above a suspension there is only the exit."""
    return list(LADDER[LADDER.index(Kind(kind)) + 1 :])


@enforces("5.4")
def issuing_unfit(
    site: Site,
    *,
    kind: str,
    violations: Sequence[Violation],
    reasons: str,
    requirements: str,
    due: datetime.date | None,
    day: datetime.date,
) -> list[Blocker]:
    """On confirmed violations of this site, with reasons; all but a warning with what to mend and until when."""
    found = site_unfit(site, kind)
    if not violations:
        found.append(Blocker("请选择所依据的违规，至少一项。", "5.4", "violations"))
    for each in violations:
        if each.site_id != site.pk:
            found.append(Blocker(f"“{each}”不是该考点的违规。", "5.4", "violations"))
        if each.status != Violation.Status.CONFIRMED:
            state = each.get_status_display()
            found.append(Blocker(f"“{each}”{state}，经认定的违规方可作为依据。", "5.4", "violations"))
    if not reasons.strip():
        found.append(Blocker("请写明理由。", "5.4", "reasons"))
    return found + ([] if kind == Kind.WARNING else terms_unfit(requirements, due, day))


@enforces("5.4")
def site_unfit(site: Site, kind: str) -> list[Blocker]:
    """A site that has something to lose, and is not suspended twice."""
    if site.status == Site.Status.REVOKED:
        return [Blocker("该考点已被取消资格。", "5.4", "site")]
    running = Measure.objects.filter(site=site, kind=Kind.SUSPENSION, status__in=Measure.OPEN).first()
    if kind == Kind.SUSPENSION and running:
        return [Blocker(f"该考点已被暂停（{running.number}），整改尚未通过。", "5.4", "kind")]
    return []


@enforces("5.4")
def terms_unfit(requirements: str, due: datetime.date | None, day: datetime.date) -> list[Blocker]:
    """What has to be mended, and a date that has not passed."""
    found = []
    if not requirements.strip():
        found.append(Blocker("请写明整改要求。", "5.4", "requirements"))
    if due is None:
        found.append(Blocker("请填写整改期限。", "5.4", "due"))
    elif due < day:
        found.append(Blocker("整改期限不能早于今天。", "5.4", "due"))
    return found


@enforces("5.4")
def acknowledging_unfit(measure: Measure) -> list[Blocker]:
    """Only a warning is done with when the site has taken note."""
    if measure.kind == Kind.WARNING:
        return []
    return [Blocker(f"{measure.get_kind_display()}须报送整改报告，不能只签收。", "5.4")]


@enforces("5.4")
def nothing_to_report(measure: Measure) -> list[Blocker]:
    """A warning asks for no report."""
    return [Blocker("警告签收即可，无须报送整改报告。", "5.4")] if measure.kind == Kind.WARNING else []


@enforces("5.4")
def reporting_unfit(measure: Measure, *, report: str, report_files: Sequence[StoredFile]) -> list[Blocker]:
    """What was mended, with proof."""
    found = nothing_to_report(measure)
    if not report.strip():
        found.append(Blocker("请填写整改情况。", "5.4", "report"))
    if not report_files:
        found.append(Blocker("请上传整改证明，至少一份。", "5.4", "report_files"))
    return found


@enforces("5.4")
def returning_unfit(due: datetime.date, day: datetime.date) -> list[Blocker]:
    """A returned report gets a new date that has not passed."""
    return [Blocker("新的整改期限不能早于今天。", "5.4", "due")] if due < day else []


@enforces("5.4")
def at_the_top(measure: Measure) -> list[Blocker]:
    """Above a suspension there is only the exit, which has its own page."""
    if heavier(measure.kind):
        return []
    address = f"{reverse('oversight:new')}?site={measure.site.uid}&measure={measure.uid}"
    return [Blocker("暂停之后只能启动退出程序，请在退出程序中办理。", "5.4", url=address)]


@enforces("5.4")
def escalating_unfit(measure: Measure, kind: str) -> list[Blocker]:
    """To a heavier kind, never to the same or a lighter one."""
    if found := at_the_top(measure):
        return found
    if kind in heavier(measure.kind):
        return []
    return [Blocker(f"只能升级为比{measure.get_kind_display()}更重的措施。", "5.4", "kind")]
