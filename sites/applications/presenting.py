"""An application as facts, tables and files for the pages. What the office reads is the submission, not a draft."""

import datetime
from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils import timezone

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.catalogue.rules import unusable
from sdzx.ui import tables
from sdzx.ui.parts import Column, Fact, FactGroup, FileLine
from sites.applications.content import Item, in_sections, items_of
from sites.applications.documents import age
from sites.applications.models import Application, ApplicationProject, IssuedDocument
from sites.applications.sections import Section
from sites.applications.snapshots import submitted_items

ROW_SECTIONS = (Section.PROJECTS, Section.EQUIPMENT, Section.MANAGERS, Section.EXAMINERS)
CAPTIONS = {Section.MANAGERS: "组织管理人员情况", Section.EXAMINERS: "考评员情况"}
NUMBERS = ("每场人数", "考场数", "年龄")
DECISIONS = (Column("考核项目", "project.name"), Column("决定", "get_decision_display"), Column("理由", "reason"))


def items_for(application: Application, actor: Actor) -> list[Item]:
    """What this actor reads: the host its form as it stands, everybody else the last submission while it is returned."""
    returned = application.status == Application.Status.RETURNED
    return submitted_items(application) if returned and actor.role != Role.SITE else items_of(application)


def groups(items: Sequence[Item]) -> list[FactGroup]:
    """The head of annex 2 and the premises."""
    held = in_sections(items)
    text = {item.key: item.said for item in items}
    unit = tuple(Fact(item.label, item.said, wide=item.key == "address") for item in held[Section.UNIT])
    premises = tuple(
        Fact(f"{tenure}{room}", _rooms(text, f"{prefix}_{name}"))
        for prefix, tenure in (("owned", "自有"), ("rented", "租用"))
        for name, room in (("classroom", "教室"), ("workshop", "操作室"))
    )
    opinion = (Fact("意见", text.get("opinion", ""), wide=True),)
    return [FactGroup("申请单位", unit), FactGroup("考核场地", premises), FactGroup("申报单位意见", opinion)]


def _rooms(text: dict[str, str], name: str) -> str:
    """«2间，160 m²»."""
    count, size = text.get(f"{name}s", ""), text.get(f"{name}_area", "")
    return f"{count}间，{size or '—'} m²" if count not in ("", "0") else "无"


def tables_of(application: Application, items: Sequence[Item]) -> list[tables.Table]:
    """Projects, equipment, managers and examiners, ages as on the day of submission; what was decided on each project."""
    day = timezone.localdate(application.submitted_at or clock.now())
    held = in_sections(items)
    found = [_table(section, held[section], day) for section in ROW_SECTIONS]
    decided = list(application.projects.exclude(decision=ApplicationProject.Decision.OPEN).select_related("project"))
    return [*found, tables.build(DECISIONS, decided, caption="各项目的决定")] if decided else found


def _table(section: Section, rows: Sequence[Item], day: datetime.date) -> tables.Table:
    labels = [label for label, _ in rows[0].cells] if rows else []
    columns = [Column(label, _cell(label), number=label in NUMBERS) for label in labels]
    if "出生日期" in labels:
        columns[labels.index("出生日期")] = Column("年龄", _age(day), number=True)
    return tables.build(columns, rows, caption=CAPTIONS.get(section, section.label))


def _cell(label: str) -> Callable[[Item], str]:
    return lambda item: dict(item.cells).get(label, "")


def _age(day: datetime.date) -> Callable[[Item], int]:
    return lambda item: age(datetime.date.fromisoformat(dict(item.cells)["出生日期"]), day)


def leaving(application: Application) -> list[str]:
    """Sentences on its projects that have left the catalogue, or will (1)."""
    if application.status in (Application.Status.REJECTED, Application.Status.REFUSED, Application.Status.WITHDRAWN):
        return []
    today = clock.today()
    rows = application.projects.filter(project__withdrawn_from__isnull=False).select_related("project")
    return [
        "；".join(map(str, unusable(row.project, today)))
        or f"考核项目“{row.project.name}”将自{row.project.withdrawn_from:%Y-%m-%d}起撤出目录，从该日起不能使用。"
        for row in rows
    ]


def attachment_lines(application: Application) -> list[FileLine]:
    """What the host uploaded, images with a preview."""
    lines = []
    for each in application.attachments.select_related("file"):
        url = reverse("files:download", args=[each.file.uid]) + "?inline=1"
        preview = url if each.file.is_image else ""
        lines.append(FileLine(each.file.name, url, each.get_kind_display(), each.file.size, preview_url=preview))
    return lines


def document_lines(application: Application, actor: Actor) -> list[FileLine]:
    """The letters and reports that this actor may read: the host does not read the experts' report."""
    issued = application.documents.select_related("file")
    if actor.role == Role.SITE:
        issued = issued.exclude(kind=IssuedDocument.Kind.REPORT)
    return [
        FileLine(str(each), reverse("files:download", args=[each.file.uid]) + "?inline=1", "文书", each.file.size)
        for each in issued
    ]
