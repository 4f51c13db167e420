"""What stands in the way of archiving and of disposal (5.2). Pure: every unmet condition, with its clause."""

import datetime
from collections.abc import Iterable, Sequence

from sdzx.archive.models import Case, CaseItem, Hold
from sdzx.archive.registry import Requirement
from sdzx.archive.retention import dispose_from
from sdzx.clauses import enforces
from sdzx.policy import HasPolicy
from sdzx.ui.words import day
from sdzx.workflow import Blocker


def missing(requirements: Iterable[Requirement], items: Iterable[CaseItem]) -> list[Requirement]:
    """What the case must hold and does not."""
    there = {item.kind for item in items}
    return [each for each in requirements if each.required and each.kind not in there]


@enforces("5.2")
def blockers_completing(requirements: Iterable[Requirement], items: Iterable[CaseItem]) -> list[Blocker]:
    """A case is archived whole: one sentence for each material that it lacks, and who is asked for it."""
    return [Blocker(f"缺少“{each.label}”，由{each.asked}提供。", clause="5.2") for each in missing(requirements, items)]


def concerned(scope: str, items: Iterable[CaseItem]) -> list[CaseItem]:
    """The items that a disposal of that scope destroys: what is left of the case, or of its videos."""
    left = [item for item in items if item.disposed_at is None]
    return left if scope == Case.Scope.ALL else [item for item in left if item.retention == CaseItem.Retention.VIDEO]


def earliest(item: CaseItem, center: HasPolicy) -> datetime.date:
    """The first day on which the item may go: as stored, or later when the term has been lengthened since."""
    return max(item.dispose_from, dispose_from(item.event_on, item.retention, center))


@enforces("5.2")
def blockers_disposal(
    scope: str, items: Sequence[CaseItem], holds: Iterable[Hold], *, center: HasPolicy, today: datetime.date
) -> list[Blocker]:
    """No item before its term has run out (two years, videos six months), nothing while a hold stands (clause 5.2)."""
    subject = concerned(scope, items)
    found = [] if subject else [Blocker("没有可以销毁的材料。", field="scope")]
    found += [
        Blocker(f"“{item.title}”须保管至期满，最早可于{day(first)}销毁。", clause="5.2")
        for item in subject
        if (first := earliest(item, center)) > today
    ]
    return found + [
        Blocker(f"案卷已被保全：{hold.reason}。解除保全后方可销毁。", clause="5.2")
        for hold in holds
        if hold.lifted_at is None
    ]


@enforces("5.2")
def blockers_approving(case: Case, *, approver: int | None) -> list[Blocker]:
    """Whoever proposed a disposal does not approve it."""
    if case.disposal_proposed_by_id == approver:
        return [Blocker("提出销毁的人不能自己批准，须由另一人批准。", clause="5.2")]
    return []


@enforces("5.2")
def blockers_waiting(case: Case, *, today: datetime.date) -> list[Blocker]:
    """After the approval a waiting period runs, in which somebody may still object by a hold."""
    if case.disposal_allowed_from is None or case.disposal_allowed_from > today:
        until = day(case.disposal_allowed_from) or "批准后确定的日期"
        return [Blocker(f"等待期未满，{until}起方可销毁。", clause="5.2")]
    return []


def blockers_holding(case: Case) -> list[Blocker]:
    """What is destroyed cannot be held any more."""
    return [Blocker("案卷已销毁，不能再保全。")] if case.status == Case.Status.DISPOSED else []


def blockers_locating(*, location: str, sha256: str, size: int) -> list[Blocker]:
    """A video that lies elsewhere is a record only with its place, its whole digest and its size."""
    found = []
    if not location.strip():
        found.append(Blocker("请填写视频存放地点。", field="location"))
    if len(sha256) != 64 or set(sha256.lower()) - set("0123456789abcdef"):
        found.append(Blocker("SHA-256应为64位十六进制数，请用校验工具计算后粘贴。", field="sha256"))
    if size < 1:
        found.append(Blocker("请填写文件大小（字节）。", field="size"))
    return found
