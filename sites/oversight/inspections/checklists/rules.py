"""When a checklist may be put in use (5.1). Pure."""

from collections import Counter
from collections.abc import Sequence

from sdzx.clauses import enforces
from sdzx.workflow import Blocker
from sites.oversight.inspections.answers import Item


@enforces("5.1")
def checklist_unfit(items: Sequence[Item]) -> list[Blocker]:
    """At least one item, codes once each, every item with the ground that demands it."""
    found = []
    if not items:
        found.append(Blocker("检查表至少有一项检查内容。", "5.1"))
    for code, times in Counter(item.code for item in items).items():
        if times > 1:
            found.append(Blocker(f"编号“{code}”重复。", "5.1"))
    found += [Blocker(f"{item.code}“{item.text}”没有写明依据。", "5.1") for item in items if not item.basis.strip()]
    return found
