"""When a rubric may be put in use (2.3). Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sdzx.clauses import enforces
from sdzx.workflow import Blocker

WHOLE = 100


@dataclass(frozen=True, slots=True)
class Item:
    """A row of a rubric: `full` is its weight in marks; no marks at all on a veto item rule out every project."""

    code: str
    section: str
    name: str
    full: int
    veto: bool = False


@enforces("2.3")
def rubric_unfit(items: Sequence[Item], pass_mark: int) -> list[Blocker]:
    """At least one item, codes and names once each, weights that add up to 100, a pass mark within them."""
    found = [] if items else [Blocker("请至少填写一项评估内容。", "2.3")]
    found += [
        Blocker(f"“{item.code}”的满分应为1至{WHOLE}分，现为{item.full}分。", "2.3")
        for item in items
        if not 1 <= item.full <= WHOLE
    ]
    found += [
        Blocker(f"评估内容“{name}”重复。", "2.3")
        for name, times in Counter(item.name for item in items).items()
        if times > 1
    ]
    found += [
        Blocker(f"编号“{code}”重复。", "2.3")
        for code, times in Counter(item.code for item in items).items()
        if times > 1
    ]
    total = sum(item.full for item in items)
    if total != WHOLE:
        found.append(Blocker(f"各项满分合计应为{WHOLE}分，现为{total}分。", "2.3"))
    if not 0 < pass_mark <= WHOLE:
        found.append(Blocker(f"通过分数应在1至{WHOLE}分之间。", "2.3", "pass_mark"))
    return found
