"""What stands in the way of a layout and of an export (4.5)."""

from collections import Counter
from collections.abc import Sequence

from certificates.export.columns import FIELDS, LIMIT
from sdzx.clauses import enforces
from sdzx.workflow import Blocker


@enforces("4.5")
def layout_unfit(columns: Sequence[dict[str, str]]) -> list[Blocker]:
    """At least the number; known fields, each once; headings that differ and fit."""
    found = []
    fields = [each["field"] for each in columns]
    if "number" not in fields:
        found.append(Blocker("导出列必须有证书编号。", clause="4.5"))
    if unknown := [each for each in fields if each not in FIELDS]:
        found.append(Blocker(f"没有这样的内容：{'、'.join(unknown)}。"))
    found += [Blocker(f"“{FIELDS[each].label}”只能有一列。") for each in _repeated(fields) if each in FIELDS]
    headings = [each["heading"].strip() for each in columns]
    if not all(headings):
        found.append(Blocker("每一列都要有列名。"))
    found += [Blocker(f"列名“{each}”重复。") for each in _repeated(headings) if each]
    found += [Blocker(f"列名“{each}”超过{LIMIT}个字。") for each in headings if len(each) > LIMIT]
    return found


def _repeated(values: Sequence[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def export_unfit(rows: int, most: int) -> list[Blocker]:
    """Something to hand over, and not more than a file takes."""
    if not rows:
        return [Blocker("这一批没有证书，不能导出。")]
    if rows > most:
        return [Blocker(f"这一批有{rows}本证书，一次最多导出{most}本，请缩小日期范围。")]
    return []
