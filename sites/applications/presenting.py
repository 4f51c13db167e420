"""How an application is shown: annex 2's cells as facts, its rows as tables, its files as lines."""

from typing import Any

from django.urls import reverse

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.ui import tables
from sdzx.ui.parts import Column, Fact, FactGroup, FileLine
from sites.applications.documents import age, area
from sites.applications.models import Application, IssuedDocument

PROJECTS = (
    Column("项目编码", "project.code"), Column("考核项目", "project.name"), Column("每场人数", "workstations", number=True),
    Column("考场数", "rooms", number=True), Column("决定", "get_decision_display"), Column("理由", "reason"),
)  # fmt: skip
EQUIPMENT = (Column("名称", "name"), Column("型号规格", "model"), Column("数量", "quantity"), Column("备注", "note"))


def groups(application: Application) -> list[FactGroup]:
    """The head of annex 2 and the premises."""
    host = application.organization
    kind = host.get_kind_display() + (f"（{host.kind_reason}）" if host.kind_reason else "")
    return [
        FactGroup(
            "申请单位",
            (
                Fact("申请单位", host.name), Fact("统一社会信用代码", host.uscc), Fact("单位类别", kind),
                Fact("负责人", application.responsible), Fact("联系电话", application.phone),
                Fact("对外公开电话", application.public_phone), Fact("考点地址", application.address, wide=True),
                Fact("从事考核职工总数", application.staff_total), Fact("管理人员数", application.staff_managers),
                Fact("专职教师数", application.staff_teachers),
            ),
        ),
        FactGroup(
            "考核场地",
            (
                Fact("自有教室", room(application, "owned_classroom")), Fact("自有操作室", room(application, "owned_workshop")),
                Fact("租用教室", room(application, "rented_classroom")), Fact("租用操作室", room(application, "rented_workshop")),
            ),
        ),
        FactGroup("申报单位意见", (Fact("意见", application.opinion, wide=True),)),
    ]  # fmt: skip


def room(application: Application, name: str) -> str:
    """«2间，160 m²»."""
    count, size = getattr(application, f"{name}s"), getattr(application, f"{name}_area")
    return f"{count}间，{area(size)} m²" if count else "无"


def tables_of(application: Application) -> list[tables.Table]:
    """Projects, equipment, managers and examiners."""
    day = (application.submitted_at or clock.now()).date()

    def years(row: Any) -> int:
        return age(row.birth_date, day)

    person = (
        Column("姓名", "name"),
        Column("性别", "sex"),
        Column("年龄", years, number=True),
        Column("文化程度", "education"),
    )
    managers = (*person, Column("职务（或职称）", "title"), Column("职业资格证书（等级）", "certificate"), Column("专业", "major"),
                Column("备注", "note"))  # fmt: skip
    examiners = (*person, Column("职称（级别）", "title"), Column("考评工种", "trade"), Column("考评员证书号", "card_number"),
                 Column("考评项目", lambda row: "、".join(project.name for project in row.projects.all())))  # fmt: skip
    return [
        tables.build(PROJECTS, application.projects.select_related("project"), caption="考核项目"),
        tables.build(EQUIPMENT, application.equipment.all(), caption="设施设备"),
        tables.build(managers, application.managers.all(), caption="组织管理人员情况"),
        tables.build(examiners, application.examiners.prefetch_related("projects"), caption="考评员情况"),
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
