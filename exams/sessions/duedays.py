"""How a session's due day for its scores is shown: by which calendar it was computed, and how it was extended (4.4)."""

import datetime

from exams.sessions.models import Session
from sdzx.ui.parts import Fact
from sdzx.ui.words import day
from sdzx.workdays import calendar
from sdzx.workdays.due import by_calendar


def due_short(session: Session) -> str:
    """«2026年10月8日 周四», with «（暂定）» or «（已延期）» behind it: for lists."""
    marks = [
        *(["暂定"] if session.scores_due_provisional else []),
        *(["已延期"] if session.scores_extended_to else []),
    ]
    return day(session.scores_due) + (f"（{'、'.join(marks)}）" if session.scores_due and marks else "")


def due_facts(session: Session) -> list[Fact]:
    """The due day with its calendar; where it was extended also the statutory one, and each extension with its reason."""
    statutory = by_calendar(statutory_due(session), session.calendar_version, session.scores_due_provisional)
    extensions = list(session.score_extensions.select_related("granted_by"))
    if not extensions:
        return [Fact("成绩报送期限", statutory)]
    lines = tuple(
        f"由{day(each.before)}延期至{day(each.until)}，理由：{each.reason}（{each.granted_by.name}，{day(each.granted_at)}）"
        for each in extensions
    )
    return [
        Fact("成绩报送期限", f"{day(session.scores_due)}（已延期）"),
        Fact("法定报送期限", statutory),
        Fact("延期", "", wide=True, lines=lines),
    ]


def statutory_due(session: Session) -> datetime.date | None:
    """The day that the calendar gives, whatever was granted beyond it."""
    return session.scores_statutory_due or session.scores_due


def statutory_late(session: Session, handed_in: datetime.date | None) -> int:
    """How many working days past the statutory day an extended session was handed in; 0 where nothing was extended."""
    statutory = statutory_due(session)
    if not session.scores_extended_to or statutory is None or handed_in is None:
        return 0
    return max(calendar.workdays_between(statutory, handed_in), 0)
