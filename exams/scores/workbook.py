"""The scores as a workbook: given out with the candidates filled in, read back with every bad cell named (4.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from exams.scores import marks as numbers
from exams.scores.models import ScoreSheet
from exams.scores.rules import scorable, state_of
from exams.sessions.models import Seat
from sdzx.catalogue.models import SpecificationTask
from sdzx.documents.columns import ColumnSpec
from sdzx.documents.excel import CellProblem, Row, Sheet, read_rows
from sdzx.documents.workbook import template_workbook

TICKET = ColumnSpec("ticket", "准考证号", width=24, locked=True)
NAME = ColumnSpec("name", "姓名", width=16, locked=True)
STATE = ColumnSpec("state", "到考情况", required=False, width=12, locked=True)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an upload says: the marks by seat, or the problems (then nothing is taken), and notes."""

    marks: Mapping[int, Mapping[str, Decimal]]
    problems: tuple[CellProblem, ...]
    notes: tuple[str, ...]


def columns(tasks: Sequence[SpecificationTask]) -> list[ColumnSpec]:
    """Ticket number, name, attendance, and a column for each task."""
    return [TICKET, NAME, STATE, *(_task_column(task) for task in tasks)]


def _task_column(task: SpecificationTask) -> ColumnSpec:
    weight = f"{task.weight.normalize():f}"
    comment = f"百分制，0至100，最多一位小数；占总分{weight}%。"
    return ColumnSpec(
        f"task-{task.position}", f"{task.name}（{weight}%）", "number", aliases=(task.name,), comment=comment
    )


def template(sheet: ScoreSheet, seats: Sequence[Seat], tasks: Sequence[SpecificationTask]) -> bytes:
    """The workbook to fill in, with the marks that are there already."""
    held = {score.seat_id: score.marks for score in sheet.scores.all()}
    rows = [
        {
            "ticket": seat.ticket_number,
            "name": seat.registration.name,
            "state": "" if scorable(seat) else state_of(seat),
            **{f"task-{key}": Decimal(mark) for key, mark in held.get(seat.pk, {}).items()},
        }
        for seat in seats
    ]
    return template_workbook(title=f"成绩{sheet.session.number}", columns=columns(tasks), rows=rows, fillable=len(rows))


def read(content: bytes, seats: Sequence[Seat], tasks: Sequence[SpecificationTask]) -> Reading:
    """Read an upload. Raises UnreadableWorkbook for a file that is no workbook of ours; all else is in `problems`."""
    specs = columns(tasks)
    sheet = read_rows(content, columns=specs)
    by_ticket = {seat.ticket_number: seat for seat in seats}
    problems, taken, seen = list(sheet.problems), {}, dict[str, int]()
    for row in sheet.rows:
        ticket = str(row.value("ticket"))
        seat = by_ticket.get(ticket)
        problem = _wrong_line(ticket, seat, row, seen)
        if seat is None or problem:
            problems.append(sheet.problem(row.number, TICKET, problem))
            continue
        seen[ticket] = row.number
        problems += _wrong_cells(sheet, row, seat, tasks)
        if scorable(seat) and not problems:
            taken[seat.pk] = {str(task.position): _mark(row, task) for task in tasks}
    problems += _lacking(sheet, seats, seen)
    order = sorted(problems, key=lambda each: (each.row, len(each.letter), each.letter))
    return Reading(taken, tuple(order), tuple(sheet.notes))


def _wrong_line(ticket: str, seat: Seat | None, row: Row, seen: Mapping[str, int]) -> str:
    if not ticket:
        return "是空的，不知道是哪名考生。"
    if seat is None:
        return f"“{ticket}”不是本场次的考生。"
    if ticket in seen:
        return f"“{ticket}”与第{seen[ticket]}行重复。"
    if str(row.value("name")).strip() != seat.registration.name:
        return f"“{ticket}”的考生是{seat.registration.name}，姓名不符。"
    return ""


def _wrong_cells(sheet: Sheet, row: Row, seat: Seat, tasks: Sequence[SpecificationTask]) -> list[CellProblem]:
    unread = {problem.header for problem in sheet.problems if problem.row == row.number}
    found = []
    for spec, task in [(_task_column(task), task) for task in tasks]:
        problem = "" if spec.header in unread else _wrong_cell(row, seat, task)
        if problem:
            found.append(sheet.problem(row.number, spec, problem))
    return found


def _wrong_cell(row: Row, seat: Seat, task: SpecificationTask) -> str:
    empty = row.value(f"task-{task.position}") is None
    if not scorable(seat):
        return "" if empty else f"应为空：该考生{state_of(seat)}，不能有成绩。"
    return "没有得分。" if empty else numbers.wrong(_mark(row, task))


def _mark(row: Row, task: SpecificationTask) -> Decimal:
    return Decimal(str(row.value(f"task-{task.position}")))


def _lacking(sheet: Sheet, seats: Sequence[Seat], seen: Mapping[str, int]) -> list[CellProblem]:
    after = max([sheet.header_row, *(row.number for row in sheet.rows)]) + 1
    return [
        CellProblem(
            after, "", TICKET.header, f"缺少考生{seat.ticket_number} {seat.registration.name}：实考考生都须有成绩。"
        )
        for seat in seats
        if scorable(seat) and seat.ticket_number not in seen
    ]
