"""What a violation needs at each stage (5.1, 5.4). Pure: every unmet condition, nothing changed."""

import datetime
from collections.abc import Sequence

from sdzx.clauses import enforces
from sdzx.files.models import StoredFile
from sdzx.ui.words import day as spoken
from sdzx.workflow import Blocker
from sites.oversight.violations.models import Violation
from sites.oversight.violations.origins import Origin
from sites.registry.models import Site

# The clause that each ground offends against.
CLAUSE_OF = {
    Violation.Ground.DISHONESTY: "5.4",
    Violation.Ground.VICIOUS_COMPETITION: "5.4",
    Violation.Ground.MISMANAGEMENT: "5.4",
    Violation.Ground.DISCIPLINE: "5.1",
    Violation.Ground.UNPREPARED: "4.2",
    Violation.Ground.LATE_SCORES: "4.4",
    Violation.Ground.INCOMPLETE_ARCHIVE: "5.2",
}


@enforces("5.1", "5.4")
def opening_unfit(
    site: Site,
    *,
    ground: str,
    facts: str,
    happened_on: datetime.date,
    evidence: Sequence[StoredFile],
    response_due: datetime.date,
    origin: Origin | None,
    day: datetime.date,
) -> list[Blocker]:
    """With facts and evidence, of what has happened, with time for the site's answer, once for each finding."""
    found = list(origin.blockers) if origin else []
    if site.status == Site.Status.REVOKED:
        found.append(Blocker("该考点已被取消资格，不再登记违规。", "5.4", "site"))
    if not facts.strip():
        found.append(Blocker("请写明查实的事实。", "5.1", "facts"))
    if not evidence:
        found.append(Blocker("请上传证据，至少一份。", "5.1", "evidence"))
    if happened_on > day:
        found.append(Blocker("发生日期不能晚于今天。", "5.1", "happened_on"))
    if response_due <= day:
        found.append(Blocker("说明期限须晚于今天，给考点留出说明的时间。", "5.4", "response_due"))
    return found + (origin_unfit(origin, site, ground) if origin else [])


@enforces("5.1")
def origin_unfit(origin: Origin, site: Site, ground: str) -> list[Blocker]:
    """The site that the record is about, and not the same ground twice from one record."""
    found = []
    if origin.site is not None and origin.site != site:
        found.append(Blocker(f"{origin.label}涉及的是{origin.site.name}，请选择该考点。", "5.1", "site"))
    if Violation.objects.filter(source=origin.source, source_uid=origin.record.uid, ground=ground).exists():
        found.append(Blocker(f"已据{origin.label}以同一事由登记过违规，不能重复登记。", "5.1", "ground"))
    return found


@enforces("5.4")
def response_missing(response: str) -> list[Blocker]:
    """The site's own answer has words."""
    return [] if response.strip() else [Blocker("请填写说明内容。", "5.4", "response")]


@enforces("5.4")
def too_early(violation: Violation, day: datetime.date) -> list[Blocker]:
    """Before its time has run out the site must have answered."""
    if violation.status != Violation.Status.RECORDED or day > violation.response_due:
        return []
    return [Blocker(f"考点尚未说明，说明期限为{spoken(violation.response_due)}，期满后方可认定。", "5.4")]


@enforces("5.1", "5.4")
def confirming_unfit(violation: Violation, finding: str, day: datetime.date) -> list[Blocker]:
    """After the site had its say, with a reasoned finding."""
    found = too_early(violation, day)
    if not finding.strip():
        found.append(Blocker("请写明认定的事实和理由，并回应考点的说明。", "5.1", "finding"))
    return found
