"""When the director may give a session more time for its scores (4.4). Pure."""

import datetime

from exams.scores.models import ScoreSheet
from exams.sessions.models import Session
from sdzx.clauses import enforces
from sdzx.ui.words import day
from sdzx.workdays.table import Table
from sdzx.workflow import Blocker

LONGEST = 366  # days beyond the present due day; more is a slip of the pen


@enforces("4.4")
def not_extendable(sheet: ScoreSheet) -> list[Blocker]:
    """Only while the days run: after the session has ended and before its scores are in."""
    session = sheet.session
    if sheet.submitted_at is not None:
        return [Blocker(f"成绩及试卷已于{day(sheet.submitted_at)}报送，不能再延期。", "4.4")]
    if session.status != Session.Status.ENDED or session.scores_due is None:
        return [Blocker("考核结束后才有报送期限，现在不能延期。", "4.4")]
    return []


@enforces("4.4")
def unfit_extension(
    sheet: ScoreSheet, *, until: datetime.date, reason: str, today: datetime.date, table: Table
) -> list[Blocker]:
    """A reason, and a working day after the present due day that has not passed."""
    found, before = not_extendable(sheet), sheet.session.scores_due
    if not reason.strip():
        found.append(Blocker("请填写延期的理由。", "4.4", field="reason"))
    if before is not None and until <= before:
        found.append(Blocker(f"延期后的日期须晚于现在的报送期限{day(before)}。", "4.4", field="until"))
    elif until < today:
        found.append(Blocker("延期后的日期已经过去。", "4.4", field="until"))
    elif before is not None and (until - before).days > LONGEST:
        found.append(Blocker("延期超过一年，请核对年份。", "4.4", field="until"))
    if not table.is_workday(until):
        found.append(Blocker(f"{day(until)}不是工作日，请选择工作日。", "4.4", field="until"))
    return found
