"""Annex 2 as a list of what can be looked at, marked and compared: fields, rows and files in the form's order (A2)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sdzx.fields import label_of
from sites.applications.documents import area, shown
from sites.applications.models import Application, Attachment
from sites.applications.sections import Section

UNIT = ("responsible", "phone", "public_phone", "address", "staff_total", "staff_managers", "staff_teachers")
PREMISES = (
    "owned_classrooms", "owned_classroom_area", "owned_workshops", "owned_workshop_area",
    "rented_classrooms", "rented_classroom_area", "rented_workshops", "rented_workshop_area",
)  # fmt: skip
PERSON = (("姓名", "name"), ("性别", "sex"), ("出生日期", "birth_date"), ("文化程度", "education"))
MANAGER = (*PERSON, ("职务（或职称）", "title"), ("职业资格证书（等级）", "certificate"), ("专业", "major"), ("备注", "note"))  # fmt: skip
EXAMINER = (*PERSON, ("职称（级别）", "title"), ("职业资格证书（等级）", "certificate"), ("考评工种", "trade"), ("考评员证书号", "card_number"))  # fmt: skip
DIGEST = "SHA-256"
EQUIPMENT = (("名称", "name"), ("型号规格", "model"), ("数量", "quantity"), ("备注", "note"))


@dataclass(frozen=True, slots=True)
class Item:
    """A field (one cell), a row (several) or a file. `key` stays the same while the item is the same thing."""

    section: Section
    key: str
    label: str
    cells: tuple[tuple[str, str], ...]

    @property
    def place(self) -> tuple[Section, str]:
        return self.section, self.key

    @property
    def said(self) -> str:
        """The values in one line, but for a file's digest; a row's bare numbers with their names."""
        row = len(self.cells) > 1
        told = ((f"{name}{text}" if row and text.isdecimal() else text) for name, text in self.cells if name != DIGEST)
        return " · ".join(filter(None, told))

    @property
    def title(self) -> str:
        """What letters and lists call it: a field by its name, a row or file with the part it stands in."""
        return self.label if len(self.cells) == 1 else f"{self.section.label}“{self.label}”"


def items_of(application: Application) -> list[Item]:
    """All of annex 2 as it stands now, in the form's order."""
    return [
        *_unit(application),
        *(_field(application, Section.PREMISES, name) for name in PREMISES),
        *_projects(application),
        *_rows(Section.EQUIPMENT, application.equipment.all(), EQUIPMENT, ("name", "model")),
        *_rows(Section.MANAGERS, application.managers.all(), MANAGER, ("name", "birth_date")),
        *_examiners(application),
        *_files(application),
        Item(Section.OPINION, "opinion", "申报单位意见", (("申报单位意见", application.opinion),)),
    ]


def in_sections(items: Iterable[Item]) -> dict[Section, list[Item]]:
    """The items by part, every part named."""
    found: dict[Section, list[Item]] = {section: [] for section in Section}
    for item in items:
        found[item.section].append(item)
    return found


def plain(items: Iterable[Item]) -> list[dict[str, Any]]:
    """As JSON."""
    return [
        {
            "section": section.slug,
            "items": [{"key": each.key, "label": each.label, "cells": [list(cell) for cell in each.cells]} for each in held],
        }
        for section, held in in_sections(items).items()
    ]  # fmt: skip


def restored(parts: Sequence[dict[str, Any]]) -> list[Item]:
    """From JSON."""
    return [
        Item(Section.of(part["section"]), each["key"], each["label"], tuple((name, text) for name, text in each["cells"]))
        for part in parts
        for each in part["items"]
    ]  # fmt: skip


def _field(application: Application, section: Section, name: str) -> Item:
    label = label_of(Application, name)
    value = getattr(application, name)
    text = area(value) if name.endswith("_area") else shown(value)
    return Item(section, name, label, ((label, text),))


def _unit(application: Application) -> Iterator[Item]:
    host = application.organization
    kind = host.get_kind_display() + (f"（{host.kind_reason}）" if host.kind_reason else "")
    for key, label, text in (
        ("name", "申请单位", host.name), ("uscc", "统一社会信用代码", host.uscc), ("kind", "单位类别", kind),
    ):  # fmt: skip
        yield Item(Section.UNIT, key, label, ((label, text),))
    for name in UNIT:
        yield _field(application, Section.UNIT, name)


def _projects(application: Application) -> Iterator[Item]:
    for row in application.projects.select_related("project"):
        cells = (
            ("项目编码", row.project.code), ("考核项目", row.project.name), ("每场人数", str(row.workstations)),
            ("考场数", str(row.rooms)),
        )  # fmt: skip
        yield Item(Section.PROJECTS, row.project.code, row.project.name, cells)


def _rows(
    section: Section, rows: Iterable[Any], columns: Sequence[tuple[str, str]], identity: Sequence[str]
) -> Iterator[Item]:
    """Rows by what names them; the second of the same name is told apart by a number."""
    times: dict[str, int] = {}
    for row in rows:
        key = "|".join(str(getattr(row, name)) for name in identity)
        times[key] = times.get(key, 0) + 1
        told = key if times[key] == 1 else f"{key}#{times[key]}"
        yield Item(section, told, row.name, tuple((label, str(getattr(row, name))) for label, name in columns))


def _examiners(application: Application) -> Iterator[Item]:
    rows = list(application.examiners.prefetch_related("projects"))
    for row, item in zip(rows, _rows(Section.EXAMINERS, rows, EXAMINER, ("card_number",)), strict=True):
        judged = "、".join(sorted(project.name for project in row.projects.all()))
        yield Item(item.section, item.key, item.label, (*item.cells, ("考评项目", judged)))


def _files(application: Application) -> Iterator[Item]:
    seen = set()
    for each in application.attachments.select_related("file"):
        key = f"{each.kind}:{each.file.sha256}"
        if key not in seen:
            seen.add(key)
            kind = Attachment.Kind(each.kind).label
            cells = (("材料类别", kind), ("文件名", each.file.name), (DIGEST, each.file.sha256))
            yield Item(Section.ATTACHMENTS, key, each.file.name, cells)
