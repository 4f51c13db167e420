"""When scores and papers may be handed in and confirmed (4.4, 4.5), and when to remind whom. Pure."""

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal

from exams.dispatch.models import Incident
from exams.registration.models import Registration
from exams.scores import marks as numbers
from exams.scores.marks import Marks
from exams.scores.models import Score, ScoreSheet
from exams.sessions.models import Seat
from sdzx.accounts.models import User
from sdzx.catalogue.models import SpecificationTask
from sdzx.clauses import enforces
from sdzx.notifications.kinds import NoticeKind
from sdzx.workdays.table import Table
from sdzx.workflow import Blocker

EDITABLE = (ScoreSheet.Status.DRAFT, ScoreSheet.Status.RETURNED)
THERE = (Seat.Attendance.PRESENT, Seat.Attendance.LATE)
SCORABLE = (Registration.Status.PRESENT, Registration.Status.SCORED)


def scorable(seat: Seat) -> bool:
    """Does this candidate get a score? Present and not disqualified."""
    return seat.attendance in THERE and seat.registration.status in SCORABLE


def sat(seat: Seat) -> bool:
    """Did this candidate leave a paper? Present, even when disqualified later."""
    return seat.attendance in THERE


@enforces("4.4")
def not_editable(sheet: ScoreSheet) -> list[Blocker]:
    """Marks and papers change only until they are handed in, and again when they came back."""
    shown = sheet.get_status_display()
    return (
        [] if sheet.status in EDITABLE else [Blocker(f"成绩当前“{shown}”，不能修改；确需更正的，请市中心退回。", "4.4")]
    )


@enforces("4.4")
def wrong_marks(
    entered: Mapping[int, Marks],
    seats: Iterable[Seat],
    tasks: Sequence[SpecificationTask],
    step: Decimal = numbers.TENTH,
) -> list[Blocker]:
    """Every mark that cannot stand: of strangers, of absentees, missing, off the scale, too fine."""
    known = {seat.pk: seat for seat in seats}
    found = [Blocker("成绩中有不属于本场次的考生。", "4.4") for pk in entered if pk not in known]
    for pk, given in entered.items():
        if (seat := known.get(pk)) is not None:
            found += _wrong_row(seat, given, tasks, step)
    return found


def _wrong_row(seat: Seat, given: Marks, tasks: Sequence[SpecificationTask], step: Decimal) -> list[Blocker]:
    who = f"{seat.ticket_number} {seat.registration.name}"
    if not scorable(seat):
        return [Blocker(f"{who}{state_of(seat)}，不能有成绩。", "4.4", field=f"{seat.pk}-1")]
    found = []
    for task in tasks:
        key = str(task.position)
        mark = given.get(key)
        problem = "没有得分。" if mark is None else numbers.wrong(mark, step)
        if problem:
            found.append(Blocker(f"{who}“{task.name}”{problem}", "4.4", field=f"{seat.pk}-{key}"))
    return found


def state_of(seat: Seat) -> str:
    """How the candidate's line reads where there is no score: 缺考, 成绩无效."""
    if seat.attendance in THERE:
        return seat.registration.get_status_display()
    return "缺考" if seat.attendance == Seat.Attendance.ABSENT else seat.get_attendance_display()


@enforces("4.4")
def wrong_hand_over(
    count: int, seats: Collection[Seat], handed_at: datetime.datetime, now: datetime.datetime
) -> list[Blocker]:
    """The papers are those of the candidates who sat the appraisal, no more and no fewer, and not handed over tomorrow."""
    expected = sum(map(sat, seats))
    found = []
    if count != expected:
        found.append(Blocker(f"试卷{count}份，实考{expected}人，份数必须相符。", "4.4", field="papers_count"))
    if handed_at > now:
        found.append(Blocker("移交时间不能晚于现在。", "4.4", field="papers_handed_at"))
    return found


@enforces("4.4")
def not_submittable(
    sheet: ScoreSheet, seats: Collection[Seat], scored: Collection[int], scans: int = 0
) -> list[Blocker]:
    """Submitted means both: a score for every candidate who was present, and the papers, handed over or scanned."""
    lacking = [seat for seat in seats if scorable(seat) and seat.pk not in scored]
    found = []
    if lacking:
        names = "、".join(seat.registration.name for seat in lacking[:10]) + ("等" if len(lacking) > 10 else "")
        found.append(Blocker(f"还有{len(lacking)}名实考考生没有成绩：{names}。", "4.4"))
    if sheet.papers_count is None:
        if not scans:
            sentence = "还没有登记试卷移交，也没有上传试卷扫描件：成绩与试卷须一并报送。"
            found.append(Blocker(sentence, "4.4"))
    elif sheet.papers_count != (expected := sum(map(sat, seats))):
        found.append(Blocker(f"试卷{sheet.papers_count}份，实考{expected}人，份数必须相符。", "4.4"))
    return found


@enforces("4.4")
def late_days(due: datetime.date | None, today: datetime.date, table: Table) -> int:
    """By how many working days the report is late; 0 on the due day, and while nobody set one."""
    return max(table.between(due, today), 0) if due else 0


@enforces("4.5")
def not_confirmable(
    sheet: ScoreSheet,
    confirmer: User | None,
    seats: Collection[Seat],
    scored: Collection[int],
    incidents: Sequence[Incident],
) -> list[Blocker]:
    """Confirmed by somebody other than who entered, all incidents decided, every score there."""
    found = []
    if confirmer is not None and sheet.entered_by_id == confirmer.pk:
        found.append(Blocker("录入成绩的人不能确认成绩，请由其他审核人员办理。", "4.5"))
    if pending := sum(each.status == Incident.Status.OPEN for each in incidents):
        found.append(Blocker(f"还有{pending}起违纪违规没有作出处理，处理后方可确认成绩。", "5.1"))
    lacking = sum(scorable(seat) and seat.pk not in scored for seat in seats)
    if lacking:
        found.append(Blocker(f"{lacking}名实考考生没有成绩，请退回考点补充。", "4.4"))
    return found


def pass_mark(specified: Decimal | None, default: Decimal) -> Decimal:
    """The specification's own pass mark, else the centre's."""
    return default if specified is None else specified


@enforces("4.5")
def passes(score: Score, mark: Decimal) -> bool:
    """Reaching the pass mark is passing."""
    return score.total >= mark


@enforces("4.4")
def reminder(
    status: str, *, ended_on: datetime.date, due: datetime.date, today: datetime.date, table: Table
) -> NoticeKind | None:
    """What to send on this day, if anything: the day after, the day before, the due day, every working day overdue;
    a sheet that came back is called for every working day. Nothing on days off."""
    if not table.is_workday(today):
        return None
    if status == ScoreSheet.Status.RETURNED:
        return NoticeKind.SCORES_RETURNED
    left = table.between(today, due)
    if left < 0:
        return NoticeKind.SCORES_OVERDUE
    return NoticeKind.SCORES_DUE if left <= 1 or table.between(ended_on, today) == 1 else None
