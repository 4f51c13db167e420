"""When a candidate may appeal, and when an appeal is to be answered (4.5). Pure."""

import datetime
from collections.abc import Collection

from exams.scores.appeals.models import Appeal
from exams.scores.models import Score, ScoreSheet
from sdzx.accounts.models import User
from sdzx.clauses import enforces
from sdzx.ui.words import day
from sdzx.workflow import Blocker


@enforces("4.5")
def not_appealable(
    score: Score | None, sheet: ScoreSheet, *, last: datetime.date | None, days: int, today: datetime.date,
    earlier: Collection[Appeal] = (), kind: str = "",
) -> list[Blocker]:  # fmt: skip
    """A confirmed score, within the days, one appeal at a time and each matter once. `last` is the last day for it."""
    if score is None or sheet.status != ScoreSheet.Status.CONFIRMED:
        return [Blocker("没有已确认的成绩，不能申请复核。", "4.5")]
    found = []
    if last is not None and today > last:
        found.append(Blocker(f"成绩确认后{days}个工作日内可以申请复核，已于{day(last)}截止。", "4.5"))
    if any(each.status == Appeal.Status.SUBMITTED for each in earlier):
        found.append(Blocker("已有一件复核申请等待答复，答复后才能再申请。", "4.5"))
    elif any(each.kind == kind for each in earlier):
        found.append(Blocker("这一事项已经复核过，不能重复申请。", "4.5", field="kind"))
    return found


@enforces("4.5")
def not_answerable(sheet: ScoreSheet, by: User | None) -> list[Blocker]:
    """Whoever entered the scores does not look over them."""
    if by is not None and sheet.entered_by_id == by.pk:
        return [Blocker("录入成绩的人不能答复复核，请由其他人办理。", "4.5")]
    return []


def reminded(due: datetime.date | None, today: datetime.date, left: int | None) -> bool:
    """Is an open appeal called for on this day: from the day before its due day on. `left` counts working days."""
    return due is not None and (today >= due or (left is not None and left <= 1))
