"""When a year's arrangement can be taken over."""

from collections.abc import Sequence

from sdzx.workdays.parse import Arranged
from sdzx.workflow import Blocker

_SATURDAY = 5
FIRST_YEAR = 2000
LAST_YEAR = 2099


def blockers(*, year: int, days: Sequence[Arranged], source_title: str) -> list[Blocker]:
    """Everything that speaks against taking it over: a notice is named, and each day differs from its weekday or has
    a holiday's name; a year of no days at all would make every holiday a working day."""
    found = []
    if not FIRST_YEAR <= year <= LAST_YEAR:
        found.append(Blocker(f"年份应在{FIRST_YEAR}至{LAST_YEAR}之间。", field="year"))
    if not source_title.strip():
        found.append(Blocker("请填写依据的国务院办公厅通知名称。", field="source_title"))
    if not any(day.is_off and day.date.year == year for day in days):
        found.append(Blocker(f"没有{year}年的放假日，无法保存。", field="days"))
    idle = [day for day in days if not day.is_off and day.date.weekday() < _SATURDAY]
    found.extend(Blocker(f"{day.date:%Y-%m-%d}本来就是工作日，不能再标为“班”。", field="days") for day in idle)
    if len({day.date for day in days}) != len(days):
        found.append(Blocker("同一天出现了两次。", field="days"))
    return found
