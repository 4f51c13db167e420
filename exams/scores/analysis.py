"""What the confirmer compares a session with: the project's earlier sessions, and the examiners' earlier marks (4.5)."""

import datetime
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from exams.scores import marks as numbers
from exams.scores.models import Score, ScoreSheet
from exams.scores.rules import sat
from exams.scores.sheets.entries import as_numbers, tasks_of
from exams.scores.sheets.models import ExaminerSheet
from exams.sessions.models import Seat
from sdzx.ui.words import day
from sdzx.workflow import Blocker

SESSIONS: Final = 10
ENOUGH: Final = 20  # scores without which no deviation is spoken of
FAR: Final = 2.5  # standard deviations
RATE: Final = 20  # percentage points of the pass rate


@dataclass(frozen=True, slots=True)
class History:
    """The project's last confirmed sessions of the centre."""

    sessions: int
    count: int
    mean: float
    deviation: float
    rate: float

    @property
    def enough(self) -> bool:
        return self.count >= ENOUGH


def history(sheet: ScoreSheet) -> History | None:
    """Of the last ten sessions of this project in this centre, without this one; None when there are none."""
    session = sheet.session
    earlier = ScoreSheet.objects.filter(
        session__project=session.project_id, session__center=session.center_id, status=ScoreSheet.Status.CONFIRMED
    ).exclude(pk=sheet.pk)
    kept = list(earlier.order_by("-confirmed_at").values_list("pk", flat=True)[:SESSIONS])
    rows = list(Score.objects.filter(sheet__in=kept).values_list("total", "passed"))
    return summary([total for total, _ in rows], sum(bool(passed) for _, passed in rows), len(kept))


def summary(totals: Sequence[Decimal], passed: int, sessions: int) -> History | None:
    """Pure: mean, standard deviation and pass rate of these totals."""
    if not totals:
        return None
    given = [float(each) for each in totals]
    return History(sessions, len(given), statistics.fmean(given), statistics.pstdev(given), 100 * passed / len(given))


@dataclass(frozen=True, slots=True)
class Outlier:
    """A score far from what is usual; `by` in standard deviations, with its sign."""

    seat: Seat
    total: Decimal
    by: float


def outliers(seats: Iterable[Seat], past: History | None) -> list[Outlier]:
    """More than two and a half standard deviations from the project's earlier mean; none while there is too little."""
    if past is None or not past.enough or not past.deviation:
        return []
    found = [
        Outlier(seat, seat.score.total, (float(seat.score.total) - past.mean) / past.deviation)
        for seat in seats
        if hasattr(seat, "score")
    ]
    return sorted((each for each in found if abs(each.by) > FAR), key=lambda each: -abs(each.by))


def unusual_rate(passed: int, count: int, past: History | None) -> float | None:
    """By how many percentage points the pass rate differs, when by twenty or more; None otherwise."""
    if past is None or not past.enough or not count:
        return None
    by = 100 * passed / count - past.rate
    return by if abs(by) >= RATE else None


@dataclass(frozen=True, slots=True)
class Leniency:
    """How much more (or less) an examiner gives than the colleagues, on the average of the candidates: here and over time."""

    name: str
    here: float | None
    over_time: float | None
    sessions: int


def leniency(sheet: ScoreSheet) -> list[Leniency]:
    """For every examiner whose sheet counts; empty where the site enters the marks."""
    mine = _counted([sheet.pk])
    people = {each.assignment.person_id for each in mine}
    theirs = ExaminerSheet.objects.filter(
        assignment__person__in=people, status=ExaminerSheet.Status.SUBMITTED, sheet__status=ScoreSheet.Status.CONFIRMED
    ).exclude(sheet=sheet)
    past = set(theirs.order_by("-pk").values_list("sheet_id", flat=True)[: SESSIONS * max(len(people), 1)])
    earlier = _differences(_counted(past))
    here = dict(_differences(mine))
    found = []
    for each in mine:
        before = [by for person, by in earlier if person == each.assignment.person_id]
        found.append(
            Leniency(
                each.assignment.person.name,
                here.get(each.assignment.person_id),
                statistics.fmean(before) if before else None,
                len(before),
            )
        )
    return found


def _counted(sheets: Iterable[int]) -> list[ExaminerSheet]:
    found = ExaminerSheet.objects.filter(sheet__in=list(sheets), status=ExaminerSheet.Status.SUBMITTED)
    return list(found.select_related("assignment__person", "sheet__session__specification"))


def _differences(sheets: Sequence[ExaminerSheet]) -> list[tuple[int, float]]:
    """(person, difference) for every sheet that has colleagues' sheets of the same session beside it."""
    by_sheet: dict[int, list[ExaminerSheet]] = {}
    for each in sheets:
        by_sheet.setdefault(each.sheet_id, []).append(each)
    found = []
    for together in by_sheet.values():
        tasks = tasks_of(together[0].sheet)
        totals = {
            each.assignment.person_id: {seat: numbers.total(row, tasks) for seat, row in as_numbers(each.marks).items()}
            for each in together
        }
        found += [(person, by) for person in totals if (by := against(person, totals)) is not None]
    return found


def against(person: int, totals: Mapping[int, Mapping[int, Decimal]]) -> float | None:
    """Pure: the mean over the candidates of own total minus the mean of the colleagues'; None without colleagues."""
    found = []
    for seat, own in totals[person].items():
        others = [float(row[seat]) for who, row in totals.items() if who != person and seat in row]
        if others:
            found.append(float(own) - statistics.fmean(others))
    return statistics.fmean(found) if found else None


@dataclass(frozen=True, slots=True)
class Check:
    """A line of the confirmer's checklist: what, whether it is in order, what is to be seen."""

    label: str
    good: bool
    said: str


def checklist(
    sheet: ScoreSheet, seats: Sequence[Seat], blockers: Sequence[Blocker], *, reports: Sequence[bool], pending: int,
    extended: datetime.date | None = None,
) -> list[Check]:  # fmt: skip
    """Pure: all that is looked at before the confirmation; `reports` says of each supervisor's report whether it is in,
    `extended` to which day the director moved the due day."""
    present = sum(map(sat, seats))
    papers = f"{sheet.papers_count}份" if sheet.papers_count is not None else "未登记移交（以扫描件报送）"
    lacking = reports.count(False)
    late = f"逾期{sheet.late_days}个工作日" if sheet.late_days else "按期"
    late += f"（经批准延期至{day(extended)}）" if extended else ""
    signed = sheet.papers_received_at is not None or sheet.papers_count is None
    return [
        Check("试卷与实考人数", sheet.papers_count in (None, present), f"试卷{papers}，实考{present}人"),
        Check("试卷签收", signed, "已签收" if sheet.papers_received_at else "尚未签收" if not signed else "无纸质移交"),
        Check("报送时限", not sheet.late_days, late),
        Check("督导报告", bool(reports) and not lacking, f"{len(reports)}份，{lacking}份未提交"),
        Check("违纪违规处理", not pending, f"{pending}起待处理" if pending else "没有待处理的"),
        Check("确认条件", not blockers, "；".join(map(str, blockers)) or "符合，可以确认"),
    ]
