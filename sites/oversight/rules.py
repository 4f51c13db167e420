"""What a site's exit needs at each stage (5.4). Pure: every unmet condition, nothing changed."""

import datetime
from collections.abc import Sequence

from sdzx.clauses import enforces
from sdzx.files.models import StoredFile
from sdzx.workflow import Blocker
from sites.oversight.models import ExitCase
from sites.oversight.violations.models import Violation
from sites.registry.models import Site

OPEN = (ExitCase.Status.NOTICED, ExitCase.Status.STATED, ExitCase.Status.DECIDED)


@enforces("5.4")
def opening_unfit(
    site: Site,
    *,
    facts: str,
    evidence: Sequence[StoredFile],
    statement_due: datetime.date,
    day: datetime.date,
    violations: Sequence[Violation] = (),
) -> list[Blocker]:
    """With facts and evidence, time for the site's statement, against a site that has something to lose."""
    found = violations_unfit(site, violations)
    if site.status == Site.Status.REVOKED:
        found.append(Blocker("该考点已被取消资格。", "5.4", "site"))
    if site.exit_cases.filter(status__in=OPEN).exists():
        found.append(Blocker("该考点已有正在进行的退出程序。", "5.4", "site"))
    if not facts.strip():
        found.append(Blocker("请写明查实的事实。", "5.4", "facts"))
    if not evidence:
        found.append(Blocker("请上传证据，至少一份。", "5.4", "evidence"))
    if statement_due <= day:
        found.append(Blocker("陈述申辩期限须晚于今天，给考点留出陈述的时间。", "5.4", "statement_due"))
    return found


@enforces("5.4")
def violations_unfit(site: Site, violations: Sequence[Violation]) -> list[Blocker]:
    """Only confirmed violations of this site count."""
    return [
        Blocker(f"“{each}”不是该考点经认定的违规，不能作为依据。", "5.4", "violations")
        for each in violations
        if each.site_id != site.pk or each.status != Violation.Status.CONFIRMED
    ]


@enforces("5.4")
def recording_unfit(case: ExitCase, statement: str, day: datetime.date) -> list[Blocker]:
    """That the site said nothing can be recorded only after its time has run out."""
    if statement.strip() or day > case.statement_due:
        return []
    sentence = f"陈述申辩期限为{case.statement_due}，期满前只能登记考点已提交的陈述，不能登记“未陈述”。"
    return [Blocker(sentence, "5.4", "statement")]


@enforces("5.4")
def statement_missing(statement: str) -> list[Blocker]:
    """The site's own statement has words."""
    return [] if statement.strip() else [Blocker("请填写陈述申辩内容。", "5.4", "statement")]


@enforces("5.4")
def decision_missing(decision: str) -> list[Blocker]:
    """A decision says what and why."""
    return [] if decision.strip() else [Blocker("请写明决定及其理由。", "5.4", "decision")]


@enforces("5.4")
def publishing_unfit(number: str) -> list[Blocker]:
    """The bureau's notice carries a number of its own."""
    if not number.strip():
        return [Blocker("请填写公布文号。", "5.4", "number")]
    if ExitCase.objects.filter(number=number.strip()).exists():
        return [Blocker("这个文号已被使用。", "5.4", "number")]
    return []
