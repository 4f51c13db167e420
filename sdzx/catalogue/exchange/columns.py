"""The columns of the catalogue's table: one row is one work task of one project's specification."""

from collections.abc import Iterable, Iterator
from typing import Any

from sdzx.catalogue.comparison import NONE, shown
from sdzx.catalogue.models import Project, Specification
from sdzx.documents.columns import ColumnSpec
from sdzx.documents.delimited import as_csv
from sdzx.documents.workbook import export_workbook, template_workbook

TITLE = "考核项目目录"
MAX_ROWS = 3_000
SOURCES = {label: value for value, label in Project.Source.choices}
MODES = {label: value for value, label in Specification.Mode.choices}

CODE = ColumnSpec("code", "项目编码", width=14, comment="每一行都要填写；同一项目的各行编码相同。")
PROJECT = (
    ColumnSpec("name", "项目名称", width=22, comment="以“产品或服务＋动作”命名，不以“工”“员”“师”结尾。"),
    ColumnSpec("field", "职业领域", width=18),
    ColumnSpec("source", "来源", width=24, choices=tuple(SOURCES)),
    ColumnSpec("filing_number", "备案号", required=False, width=22, comment="我省组织开发并经备案的项目必填。"),
    ColumnSpec("filed_on", "备案日期", "date", required=False, width=14),
    ColumnSpec("in_force_from", "生效日期", "date", required=False, width=14),
)
CONTENT = (
    ColumnSpec("definition", "定义", required=False, width=40),
    ColumnSpec("audience", "适用对象", required=False, width=30),
    ColumnSpec("eligibility", "申报条件", required=False, width=30),
    ColumnSpec("examiner_composition", "考评员构成", required=False, width=30),
    ColumnSpec("examiners", "考评员人数", "integer", required=False, width=12),
    ColumnSpec("mode", "考核方式", required=False, width=20, choices=tuple(MODES)),
    ColumnSpec("minutes", "考核时长（分钟）", "integer", required=False, width=14),
    ColumnSpec("venue", "场地和设备要求", required=False, width=40),
    ColumnSpec("pass_mark", "合格分数", "number", required=False, width=10, comment="不填写时按中心设定。"),
    ColumnSpec("since", "实施日期", "date", required=False, width=14),
)
TASK = (
    ColumnSpec("task", "工作任务", required=False, width=22),
    ColumnSpec("procedure", "操作规范", required=False, width=40),
    ColumnSpec("knowledge", "相关知识", required=False, width=40),
    ColumnSpec("weight", "考核比重（%）", "number", required=False, width=12, comment="同一项目各工作任务合计100。"),
)
COLUMNS = (CODE, *PROJECT, *CONTENT, *TASK)
BY_KEY = {spec.key: spec for spec in COLUMNS}


def template() -> bytes:
    """The empty workbook, all cells text, numbers or dates."""
    return template_workbook(title=TITLE, columns=COLUMNS, fillable=MAX_ROWS)


def template_csv() -> bytes:
    """The headers alone."""
    return as_csv([spec.header for spec in COLUMNS], ())


def export(projects: Iterable[Project]) -> bytes:
    """The catalogue as a workbook that can be changed and taken again."""
    return export_workbook(title=TITLE, columns=COLUMNS, rows=rows_of(projects))


def export_csv(projects: Iterable[Project]) -> bytes:
    """The same as CSV."""
    rows = ({spec.header: _text(row.get(spec.key)) for spec in COLUMNS} for row in rows_of(projects))
    return as_csv([spec.header for spec in COLUMNS], rows)


def rows_of(projects: Iterable[Project]) -> Iterator[dict[str, Any]]:
    """A row for each task; the specification's texts stand in the first. Wants `specifications__tasks` prefetched."""
    for project in projects:
        head = {"code": project.code} | {spec.key: getattr(project, spec.key) for spec in PROJECT}
        head["source"] = project.get_source_display()
        version = base_of(project)
        if version is None:
            yield head
            continue
        texts = {spec.key: getattr(version, spec.key) for spec in CONTENT if spec.key != "since"}
        texts |= {"mode": version.get_mode_display(), "since": version.in_force_from}
        tasks = list(version.tasks.all())
        for number, task in enumerate(tasks or [None]):
            row = head | (texts if number == 0 else {})
            if task is not None:
                row |= {
                    "task": task.name,
                    "procedure": task.procedure,
                    "knowledge": task.knowledge,
                    "weight": task.weight,
                }
            yield row


def base_of(project: Project) -> Specification | None:
    """The version that the table speaks of: the draft if there is one, else the one in force."""
    wanted = (Specification.Status.DRAFT, Specification.Status.IN_FORCE)
    found = sorted(project.specifications.all(), key=lambda each: -each.version)
    return next((each for status in wanted for each in found if each.status == status), None)


def _text(value: Any) -> str:
    said = shown(value)
    return "" if said == NONE else said
