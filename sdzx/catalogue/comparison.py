"""What differs between two versions of a specification, field by field and task by task."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sdzx.catalogue.models import PreparationRequirement, Project, Specification, SpecificationTask
from sdzx.catalogue.rules import Content, Requirement, Task

TEXTS = (
    "definition", "audience", "eligibility", "examiner_composition", "examiners", "mode", "minutes", "venue", "pass_mark",
    "in_force_from",
)  # fmt: skip
NONE = "（无）"


@dataclass(frozen=True, slots=True)
class Difference:
    """What it is, as it was and as it is to be; «（无）» for nothing."""

    label: str
    before: str
    after: str


def of_project(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    """The fields of a catalogue entry that differ."""
    return _fields(Project, before, after)


def between(former: Content, later: Content) -> list[Difference]:
    """Everything that two versions say differently."""
    found = _fields(
        Specification, {name: getattr(former, name) for name in TEXTS}, {name: getattr(later, name) for name in TEXTS}
    )
    names = [each.name if each else NONE for each in (former.file, later.file)]
    if former.file != later.file:
        found.append(Difference("考核规范文件", *names))
    found += _rows(SpecificationTask, "工作任务", _by_name(former.tasks), _by_name(later.tasks))
    return found + _rows(
        PreparationRequirement, "准备要求", _by_kind(former.requirements), _by_kind(later.requirements)
    )


def _by_name(tasks: Iterable[Task]) -> dict[str, Task]:
    return {task.name: task for task in tasks}


def _by_kind(requirements: Iterable[Requirement]) -> dict[str, Requirement]:
    return {f"{PreparationRequirement.Kind(each.kind).label}·{each.name}": each for each in requirements}


def _rows(model: Any, noun: str, former: Mapping[str, Any], later: Mapping[str, Any]) -> list[Difference]:
    found = [Difference(f"{noun}“{name}”", "有", "删除") for name in former if name not in later]
    found += [Difference(f"{noun}“{name}”", NONE, _brief(later[name])) for name in later if name not in former]
    kept = [name for name in later if name in former]
    if kept != [name for name in former if name in later]:
        found.append(Difference(f"{noun}的顺序", "、".join(former), "、".join(later)))
    for name in kept:
        before, after = (_values(each) for each in (former[name], later[name]))
        for each in _fields(model, before, after):
            found.append(Difference(f"{noun}“{name}”的{each.label}", each.before, each.after))
    return found


def _brief(row: Any) -> str:
    return f"新增，考核比重{shown(row.weight)}%" if isinstance(row, Task) else f"新增，{shown(row.quantity)}{row.unit}"


def _values(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__ if name not in ("name", "kind")}


def _fields(model: Any, before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Difference]:
    found = []
    for name, value in after.items():
        if before.get(name) != value:
            field = model._meta.get_field(name)
            said = dict(field.flatchoices)
            texts = [shown(said.get(each, each)) for each in (before.get(name), value)]
            found.append(Difference(str(field.verbose_name), *texts))
    return found


def shown(value: Any) -> str:
    """A value as text: days as 2026-03-14, numbers without needless zeros, 是 and 否."""
    if value is None or value == "":
        return NONE
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return f"{value:%Y-%m-%d}" if isinstance(value, datetime.date) else str(value)
