"""From the rows of one project to what they say of it; every bad cell is named."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Model

from sdzx.catalogue import rules
from sdzx.catalogue.exchange import columns
from sdzx.catalogue.models import Project, SpecificationTask
from sdzx.catalogue.rules import Task
from sdzx.documents.columns import ColumnSpec
from sdzx.documents.excel import CellProblem, Row, Sheet
from sdzx.workflow import Blocker


def room(model: type[Model], name: str) -> int:
    """How many characters the field takes."""
    field: Any = model._meta.get_field(name)
    return int(field.max_length)


ROOMS = {
    **{name: room(Project, name) for name in ("code", "name", "field", "filing_number")},
    "task": room(SpecificationTask, "name"),
}


@dataclass(slots=True)
class Group:
    """The rows of one project; `said` has for each column of the entry and the version the first that is not empty."""

    code: str
    rows: list[Row]
    said: dict[str, Any] = field(default_factory=dict)
    where: dict[str, Row] = field(default_factory=dict)
    tasks: list[Task] = field(default_factory=list)
    task_rows: list[Row] = field(default_factory=list)

    def value(self, key: str) -> Any:
        """What the rows say, None when they say nothing."""
        return self.said.get(key)

    def row_of(self, key: str) -> Row:
        """Where a problem of that column belongs."""
        return self.where.get(key, self.rows[0])


class Problems:
    """The problems of a sheet as they are found; a cell that could not be read has its own already."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.found: list[CellProblem] = []
        self.unread = {(problem.row, problem.header) for problem in sheet.problems}

    def add(self, row: Row, key: str, sentence: str) -> None:
        """Name the cell; nothing when it has a problem of its own."""
        spec: ColumnSpec = columns.BY_KEY[key]
        if (row.number, spec.header) not in self.unread:
            self.found.append(self.sheet.problem(row.number, spec, sentence))

    def add_all(self, group: Group, blockers: Sequence[Blocker], keys: Mapping[str, str] | None = None) -> None:
        """Rules' sentences at the cells of the fields that they name, or at the code."""
        for each in blockers:
            key = (keys or {}).get(each.field, each.field) or "code"
            self.add(group.row_of(key), key, f"：{each}")

    @property
    def bad_rows(self) -> set[int]:
        """The numbers of all rows with a problem."""
        return {each.row for each in (*self.sheet.problems, *self.found)}


def grouped(sheet: Sheet, problems: Problems) -> list[Group]:
    """The projects in the order of the sheet; a row without a code is a problem."""
    groups: dict[str, Group] = {}
    for row in sheet.rows:
        code = str(row.value("code"))
        if not code:
            problems.add(row, "code", "是空的。")
            continue
        groups.setdefault(code, Group(code, [])).rows.append(row)
    for group in groups.values():
        _head(group, problems)
        _tasks(group, problems)
    return list(groups.values())


def _head(group: Group, problems: Problems) -> None:
    for row in group.rows:
        _too_long(row, problems)
        for spec in (*columns.PROJECT, *columns.CONTENT):
            value = row.value(spec.key)
            if value in ("", None):
                continue
            if spec.key not in group.said:
                group.said[spec.key], group.where[spec.key] = value, row
            elif group.said[spec.key] != value:
                sentence = f"与第{group.where[spec.key].number}行同一项目的不一致。"
                problems.add(row, spec.key, sentence)
    _choose(group, "source", columns.SOURCES, problems)
    _choose(group, "mode", columns.MODES, problems)


def _choose(group: Group, key: str, choices: Mapping[str, str], problems: Problems) -> None:
    said = group.value(key)
    if said is None:
        return
    if said in choices:
        group.said[key] = choices[said]
    else:
        problems.add(group.row_of(key), key, f"“{said}”应为{'、'.join(choices)}之一。")
        del group.said[key]


def _too_long(row: Row, problems: Problems) -> None:
    for key, most in ROOMS.items():
        if (long := len(str(row.value(key)))) > most:
            problems.add(row, key, f"最多{most}个字，现在是{long}个字。")


def _tasks(group: Group, problems: Problems) -> None:
    names: dict[str, int] = {}
    for row in group.rows:
        cells = {spec.key: row.value(spec.key) for spec in columns.TASK}
        if all(value in ("", None) for value in cells.values()) and not _unread(row, problems):
            continue
        group.task_rows.append(row)
        for key, value in cells.items():
            if value in ("", None):
                problems.add(row, key, "是空的。")
        name, weight = str(cells["task"]), cells["weight"]
        if name and name in names:
            problems.add(row, "task", f"“{name}”与第{names[name]}行重复。")
        names.setdefault(name, row.number)
        if isinstance(weight, Decimal) and not 0 < weight <= rules.HUNDRED:
            problems.add(row, "weight", "应大于0且不超过100。")
        elif isinstance(weight, Decimal) and weight != weight.quantize(Decimal("0.01")):
            problems.add(row, "weight", "最多两位小数。")
        if isinstance(weight, Decimal):
            group.tasks.append(Task(name, str(cells["procedure"]), str(cells["knowledge"]), weight))
    if group.task_rows and len(group.tasks) == len(group.task_rows):
        wrong: Collection[Blocker] = rules.wrong_weights(group.tasks)
        for each in wrong:
            problems.add(group.task_rows[0], "weight", f"：{each}")


def _unread(row: Row, problems: Problems) -> bool:
    return any((row.number, spec.header) in problems.unread for spec in columns.TASK)
