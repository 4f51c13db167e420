"""The scores as a workbook: given out with the candidates filled in, read back with every bad cell named (4.4)."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from exams.scores import marks as numbers
from exams.scores.models import ScoreSheet
from exams.scores.rules import scorable, state_of
from exams.sessions.models import Seat
from sdzx.catalogue.models import SpecificationTask
from sdzx.documents.cells import Cell
from sdzx.documents.columns import ColumnSpec
from sdzx.documents.errors import UnreadableWorkbook
from sdzx.documents.excel import CellProblem, Row, Sheet, read_rows
from sdzx.documents.workbook import annotated_workbook, template_workbook
from sdzx.identifiers import mask_document

TICKET = ColumnSpec("ticket", "准考证号", width=24, locked=True)
NAME = ColumnSpec("name", "姓名", width=16, locked=True)
NUMBER = ColumnSpec("document", "证件号码（隐去）", required=False, width=22, locked=True)
STATE = ColumnSpec("state", "到考情况", required=False, width=12, locked=True)
SESSION = ColumnSpec("session", "场次编号", width=24, locked=True, hidden=True)
VERSION = ColumnSpec("version", "成绩版本", width=10, locked=True, hidden=True)


@dataclass(frozen=True, slots=True)
class Reading:
    """What an upload says: the marks by seat, or the problems (then nothing is taken), notes, and from which version of the
    scores the workbook was made (None when it does not say)."""

    marks: Mapping[int, Mapping[str, Decimal]]
    problems: tuple[CellProblem, ...]
    notes: tuple[str, ...]
    version: int | None


def columns(tasks: Sequence[SpecificationTask], step: Decimal = numbers.TENTH) -> list[ColumnSpec]:
    """Ticket number, name, masked document number, attendance, a column for each task; hidden, whose workbook it is."""
    return [TICKET, NAME, NUMBER, STATE, *(_task_column(task, step) for task in tasks), SESSION, VERSION]


def _task_column(task: SpecificationTask, step: Decimal = numbers.TENTH) -> ColumnSpec:
    weight = f"{task.weight.normalize():f}"
    comment = f"百分制，0至100，{numbers.step_words(step)}；占总分{weight}%。"
    return ColumnSpec(
        f"task-{task.position}", f"{task.name}（{weight}%）", "number", aliases=(task.name,), comment=comment
    )


def template(
    sheet: ScoreSheet,
    seats: Sequence[Seat],
    tasks: Sequence[SpecificationTask],
    step: Decimal,
    held: Mapping[int, Mapping[str, str]],
) -> bytes:
    """The workbook to fill in, with the marks `held` that are there already."""
    rows = [
        {
            "ticket": seat.ticket_number,
            "name": seat.registration.name,
            "document": mask_document(seat.registration.document_number),
            "state": "" if scorable(seat) else state_of(seat),
            "session": sheet.session.number,
            "version": str(sheet.version),
            **{f"task-{key}": Decimal(mark) for key, mark in held.get(seat.pk, {}).items()},
        }
        for seat in seats
    ]
    title = f"成绩{sheet.session.number}"
    return template_workbook(title=title, columns=columns(tasks, step), rows=rows, fillable=len(rows))


def read(
    content: bytes, scores: ScoreSheet, seats: Sequence[Seat], tasks: Sequence[SpecificationTask], step: Decimal
) -> Reading:
    """Read an upload. Raises UnreadableWorkbook for a file that is no workbook of ours or that of another session; all else
    is in `problems`."""
    sheet = read_rows(content, columns=columns(tasks, step))
    _refuse_another(sheet, scores.session.number)
    reading = _read(sheet, seats, tasks, step)
    versions = {str(row.value("version")) for row in sheet.rows} - {""}
    version = min(map(int, versions)) if versions and all(map(str.isdecimal, versions)) else None
    return Reading(reading.marks, reading.problems, reading.notes, version)


def annotated(
    content: bytes, scores: ScoreSheet, seats: Sequence[Seat], tasks: Sequence[SpecificationTask], step: Decimal
) -> bytes:
    """The upload given back, bad cells red with what is wrong. Raises UnreadableWorkbook like `read`."""
    specs = columns(tasks, step)
    sheet = read_rows(content, columns=specs)
    _refuse_another(sheet, scores.session.number)
    problems = _read(sheet, seats, tasks, step).problems
    missing = [problem.row for problem in problems if not problem.letter]
    lacking = _unlisted(seats, {str(row.value("ticket")) for row in sheet.rows})
    for number, seat in zip(missing, lacking, strict=True):
        told = {"ticket": seat.ticket_number, "name": seat.registration.name, "session": scores.session.number}
        values = {spec.key: Cell(told.get(spec.key), str(told.get(spec.key, ""))) for spec in specs}
        sheet.rows.append(Row(number, values))
    return annotated_workbook(title=f"成绩{scores.session.number}", columns=specs, sheet=sheet, problems=problems)


def _refuse_another(sheet: Sheet, number: str) -> None:
    others = sorted({str(row.value("session")) for row in sheet.rows} - {number, ""})
    if others:
        names = "、".join(others)
        raise UnreadableWorkbook(f"这是场次{names}的成绩工作簿，本场次是{number}；请使用本场次下载的工作簿。")


def _read(sheet: Sheet, seats: Sequence[Seat], tasks: Sequence[SpecificationTask], step: Decimal) -> Reading:
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
        problems += _wrong_cells(sheet, row, seat, tasks, step)
        if scorable(seat) and not problems:
            taken[seat.pk] = {str(task.position): _mark(row, task) for task in tasks}
    problems += _lacking(sheet, seats, {str(row.value("ticket")) for row in sheet.rows})
    order = sorted(problems, key=lambda each: (each.row, len(each.letter), each.letter))
    return Reading(taken, tuple(order), tuple(sheet.notes), None)


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


def _wrong_cells(
    sheet: Sheet, row: Row, seat: Seat, tasks: Sequence[SpecificationTask], step: Decimal
) -> list[CellProblem]:
    unread = {problem.header for problem in sheet.problems if problem.row == row.number}
    found = []
    for spec, task in [(_task_column(task), task) for task in tasks]:
        problem = "" if spec.header in unread else _wrong_cell(row, seat, task, step)
        if problem:
            found.append(sheet.problem(row.number, spec, problem))
    return found


def _wrong_cell(row: Row, seat: Seat, task: SpecificationTask, step: Decimal) -> str:
    empty = row.value(f"task-{task.position}") is None
    if not scorable(seat):
        return "" if empty else f"应为空：该考生{state_of(seat)}，不能有成绩。"
    return "没有得分。" if empty else numbers.wrong(_mark(row, task), step)


def _mark(row: Row, task: SpecificationTask) -> Decimal:
    return Decimal(str(row.value(f"task-{task.position}")))


def _lacking(sheet: Sheet, seats: Sequence[Seat], listed: Container[str]) -> list[CellProblem]:
    after = max([sheet.header_row, *(row.number for row in sheet.rows)]) + 1
    return [
        CellProblem(
            row, "", TICKET.header, f"缺少考生{seat.ticket_number} {seat.registration.name}：实考考生都须有成绩。"
        )
        for row, seat in enumerate(_unlisted(seats, listed), start=after)
    ]


def _unlisted(seats: Sequence[Seat], tickets: Container[str]) -> list[Seat]:
    return [seat for seat in seats if scorable(seat) and seat.ticket_number not in tickets]
