"""What taking a table would do to the catalogue: computed for the preview, and again when it is taken."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sdzx.catalogue import rules, services
from sdzx.catalogue.comparison import Difference, between, of_project
from sdzx.catalogue.exchange import columns
from sdzx.catalogue.exchange.rows import Group, Problems, grouped
from sdzx.catalogue.models import Project, Specification
from sdzx.catalogue.rules import Content, Task
from sdzx.documents.cells import tidy_text
from sdzx.documents.delimited import read_table
from sdzx.documents.excel import CellProblem, Sheet
from sdzx.documents.workbook import annotated_workbook

REQUIRED = ("name", "field", "source")
SPOKEN = tuple(spec.key for spec in columns.CONTENT)
NEEDED = ("definition", "audience", "eligibility", "examiner_composition", "mode", "minutes", "venue")
KEYS = {"in_force_from": "since"}  # a version's field and its column


@dataclass(slots=True)
class Entry:
    """A project of the table: the entry to be made or changed, and the version; `base` is the version compared with."""

    code: str
    name: str
    rows: int
    project: Project | None
    values: dict[str, Any]
    base: Specification | None = None
    content: Content | None = None
    differences: list[Difference] = field(default_factory=list)

    @property
    def new(self) -> bool:
        return self.project is None

    @property
    def new_version(self) -> bool:
        """A version is made: the first, or the next of one that is in force already."""
        return self.content is not None and (self.base is None or self.base.status != Specification.Status.DRAFT)

    @property
    def changed(self) -> bool:
        return bool(self.new or self.values or self.content)

    @property
    def verdict(self) -> str:
        """新增, 修改, 新版本 or 无变化."""
        if self.new:
            return "新增"
        if self.new_version:
            return "新版本"
        return "修改" if self.changed else "无变化"


@dataclass(slots=True)
class Plan:
    """Everything that the preview shows. `problems` stand in reading order; their projects are not among the entries."""

    sheet: Sheet
    problems: list[CellProblem]
    entries: list[Entry]

    @property
    def notes(self) -> list[str]:
        return self.sheet.notes

    @property
    def acts(self) -> bool:
        """Would taking it change anything?"""
        return any(entry.changed for entry in self.entries)

    @property
    def good_rows(self) -> int:
        return sum(entry.rows for entry in self.entries)

    @property
    def counts(self) -> dict[str, int]:
        """How many of what, as the preview and the message say it."""
        said = [entry.verdict for entry in self.entries]
        return {
            "新增项目": said.count("新增"),
            "新规范版本": said.count("新版本"),
            "修改草稿": said.count("修改"),
            "无变化的项目": said.count("无变化"),
            "有问题的行": len({problem.row for problem in self.problems}),
        }

    def annotated(self) -> bytes:
        """The table back as a workbook, with the problems beside the cells."""
        return annotated_workbook(
            title=columns.TITLE, columns=columns.COLUMNS, sheet=self.sheet, problems=self.problems
        )


def plan_of(table: bytes) -> Plan:
    """Read a workbook or CSV against the catalogue. Raises UnreadableWorkbook for a file that is neither."""
    sheet = read_table(table, columns=columns.COLUMNS, max_rows=columns.MAX_ROWS)
    problems = Problems(sheet)
    groups = grouped(sheet, problems)
    known = {project.code: project for project in listed().filter(code__in=[group.code for group in groups])}
    taken = _names(groups)
    entries = [(group, _entry(group, known.get(group.code), taken, problems)) for group in groups]
    bad = problems.bad_rows
    good = [entry for group, entry in entries if entry and not any(row.number in bad for row in group.rows)]
    found = sorted(
        [*sheet.problems, *problems.found], key=lambda problem: (problem.row, len(problem.letter), problem.letter)
    )
    return Plan(sheet, found, good)


def listed() -> Any:
    """Projects with what a row of the table shows: a fixed number of queries."""
    return Project.objects.prefetch_related(
        "specifications__tasks", "specifications__requirements", "specifications__file"
    ).order_by("code")


def _names(groups: Sequence[Group]) -> dict[str, str]:
    """Whose name it is: of the catalogue, then the first of the table that claims it."""
    wanted = [str(group.value("name")) for group in groups if group.value("name")]
    held = dict(Project.objects.filter(name__in=wanted).values_list("name", "code"))
    for group in groups:
        if name := group.value("name"):
            held.setdefault(str(name), group.code)
    return held


def _entry(group: Group, project: Project | None, taken: dict[str, str], problems: Problems) -> Entry | None:
    values = {spec.key: group.value(spec.key) for spec in columns.PROJECT if group.value(spec.key) is not None}
    _check_name(group, taken, problems)
    entry = Entry(group.code, str(values.get("name", "")), len(group.rows), project, values)
    if project is None:
        for key in REQUIRED:
            if key not in values:
                problems.add(group.rows[0], key, "是空的。")
        _check_source(group, values, problems)
    else:
        entry.name = project.name
        entry.values = {key: value for key, value in values.items() if getattr(project, key) != value}
        _check_change(group, project, entry.values, problems)
    _version(group, entry, problems)
    if project is not None:
        entry.differences[:0] = of_project({key: getattr(project, key) for key in entry.values}, entry.values)
    return entry


def _check_name(group: Group, taken: dict[str, str], problems: Problems) -> None:
    if not (name := group.value("name")):
        return
    problems.add_all(group, rules.wrong_name(name))
    if taken[name] != group.code:
        problems.add(group.row_of("name"), "name", f"“{name}”已由项目{taken[name]}使用。")


def _check_source(group: Group, values: dict[str, Any], problems: Problems) -> None:
    if "source" in values:
        found = rules.wrong_source(values["source"], values.get("filing_number", ""), values.get("filed_on"))
        problems.add_all(group, found)


def _check_change(group: Group, project: Project, values: dict[str, Any], problems: Problems) -> None:
    if project.status != Project.Status.DRAFT:
        for key in values:
            state = project.get_status_display()
            problems.add(group.row_of(key), key, f"与目录不一致：项目{state}，不能再修改；不改动的请留空。")
    elif {"source", "filing_number", "filed_on"} & set(values):
        kept = {key: getattr(project, key) for key in ("source", "filing_number", "filed_on")}
        _check_source(group, kept | values, problems)


def _version(group: Group, entry: Entry, problems: Problems) -> None:
    """What the rows say of the specification, over what the version compared with says already."""
    if not group.tasks and not any(key in group.said for key in SPOKEN):
        return
    entry.base = columns.base_of(entry.project) if entry.project else None
    said: dict[str, Any] = {key: group.said[key] for key in SPOKEN if key != "since" and key in group.said}
    if entry.base is None:
        for key in NEEDED:
            if key not in said:
                problems.add(group.rows[0], key, "是空的。")
        if not group.task_rows:
            problems.add(group.rows[0], "task", "：请至少填写一项工作任务。")
        if any(key not in said for key in NEEDED):
            return
        content = Content(**said, in_force_from=group.value("since"), tasks=tuple(group.tasks))
        entry.content = content
    else:
        former = services.content_of(entry.base)
        said = {key: _kept(getattr(former, key), value) for key, value in said.items()}
        content = dataclasses.replace(former, **said, tasks=_kept_tasks(former, group.tasks) or former.tasks)
        if since := group.value("since"):
            content = dataclasses.replace(content, in_force_from=since)
        _compare(group, entry, former, content, problems)
    problems.add_all(group, [each for each in rules.wrong_numbers(content) if each.field], KEYS)


def _kept(held: Any, said: Any) -> Any:
    """What is there, when the cell says the same: reading tidies line ends and full-width digits."""
    if isinstance(held, str) and tidy_text("\n".join(held.splitlines()))[0] == "\n".join(str(said).splitlines()):
        return held
    return said


def _kept_tasks(former: Content, tasks: Sequence[Task]) -> tuple[Task, ...]:
    held = {tidy_text(task.name)[0]: task for task in former.tasks}
    return tuple(
        Task(
            _kept(held[task.name].name, task.name), _kept(held[task.name].procedure, task.procedure),
            _kept(held[task.name].knowledge, task.knowledge), task.weight,
        )
        if task.name in held else task
        for task in tasks
    )  # fmt: skip


def _compare(group: Group, entry: Entry, former: Content, content: Content, problems: Problems) -> None:
    differences = between(former, content)
    if not differences or entry.project is None:
        return
    if entry.project.status in rules.LEFT:
        problems.add(group.rows[0], "code", f"：项目{entry.project.get_status_display()}，不能再修改规范。")
    entry.content = content
    if entry.new_version and content.in_force_from == former.in_force_from:
        entry.content = dataclasses.replace(content, in_force_from=None)
        differences = between(former, entry.content)
    elif (
        entry.new_version
        and content.in_force_from
        and former.in_force_from
        and content.in_force_from < former.in_force_from
    ):
        problems.add(group.row_of("since"), "since", f"须晚于现行版本的{former.in_force_from:%Y-%m-%d}。")
    entry.differences = differences
