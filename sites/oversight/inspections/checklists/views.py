"""The checklists' pages: all versions, one version with its rows, a new version, its use."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from sdzx.accounts.roles import Role
from sdzx.ui import tables
from sdzx.ui.parts import Button, Column, Fact, FactGroup
from sdzx.ui.views import Action, EditView, RecordView, StepView, TableView
from sdzx.workflow import Blocker
from sites.evaluations.rubrics.services import owner_of
from sites.oversight.inspections.answers import items_of
from sites.oversight.inspections.checklists import services
from sites.oversight.inspections.checklists.forms import ChecklistForm
from sites.oversight.inspections.models import Checklist

READERS = (Role.CLERK, Role.ARRANGER, Role.DIRECTOR, Role.PROVINCE)
ITEMS = (
    Column("编号", "code"),
    Column("类别", "section"),
    Column("检查内容", "text"),
    Column("依据", "basis"),
    Column("填写方式", lambda item: Checklist.Kind(item.kind).label),
    Column("现场照片", lambda item: "须有" if item.photo else ""),
    Column("重点项", lambda item: "是" if item.serious else ""),
)


def office(checklist: Checklist) -> str:
    return checklist.center.name if checklist.center else "全省统一"


class ChecklistList(TableView):
    """Every version, the newest first."""

    model = Checklist
    title = "检查表"
    intro = "安排检查时使用本中心启用的版本；本中心没有的，使用全省统一的版本。"
    roles = READERS
    related = ("center",)
    order = ("center", "-version")
    columns = (
        Column("名称", "name", link=True),
        Column("版本", "version", order="version", number=True),
        Column("制定单位", office),
        Column("状态", "get_status_display", order="status", badge=True),
    )

    def actions(self) -> list[Button]:
        may = self.actor.may("checklist.edit")
        return [Button("新建版本", reverse("inspections:checklists:new"), primary=True)] if may else []


class ChecklistRecord(RecordView):
    """A version with its rows."""

    model = Checklist
    roles = READERS
    related = ("center",)
    template = "sites/oversight/inspections/checklist.html"

    def groups(self, record: Checklist) -> Sequence[FactGroup]:
        facts = (Fact("制定单位", office(record)), Fact("使用本版的检查", f"{record.inspections.count()}次"))
        return [FactGroup("检查表", facts)]

    def blockers(self, record: Checklist) -> Sequence[Blocker]:
        return services.obstacles(record) if record.status == Checklist.Status.DRAFT else ()

    def links(self, record: Checklist) -> Sequence[Button]:
        mine = self.actor.may("checklist.edit") and record.center == owner_of(self.actor)
        if not mine or record.status != Checklist.Status.DRAFT:
            return ()
        return [Button("修改", reverse("inspections:checklists:edit", args=[record.uid]))]

    def more(self, record: Checklist) -> dict[str, Any]:
        return {"items": tables.build(ITEMS, items_of(record), caption="检查内容")}


class ChecklistStep(StepView):
    """Put in use."""

    model = Checklist
    actions: ClassVar = {"put_in_use": Action(services.put_in_use, blockers=services.obstacles, done="已启用。")}


class ChecklistNew(EditView):
    """The next version, filled from the one that this office uses now."""

    title = "新建检查表版本"
    intro = "保存为草稿，核对后启用。"
    grants = ("checklist.edit",)
    template = "sites/oversight/inspections/checklist_form.html"

    def base(self) -> Checklist | None:
        used = Checklist.objects.visible_to(self.actor).filter(status=Checklist.Status.IN_USE)
        return used.filter(center=owner_of(self.actor)).first() or used.filter(center=None).first()

    def get_form(self, data: Any = None, files: Any = None) -> ChecklistForm:
        return ChecklistForm(data, checklist=self.base())

    def save(self, form: ChecklistForm) -> str:
        made = services.create(by=self.actor, **form.values())
        self.tell(f"已新建{made}，核对后启用。")
        return reverse("inspections:checklists:record", args=[made.uid])

    def back_url(self) -> str:
        return reverse("inspections:checklists:list")


class ChecklistEdit(ChecklistNew):
    """Change a draft of one's own office."""

    title = "修改检查表"

    def base(self) -> Checklist:
        found = get_object_or_404(Checklist.objects.visible_to(self.actor), uid=self.kwargs["uid"])
        if found.center != owner_of(self.actor):
            raise Http404
        return found

    def save(self, form: ChecklistForm) -> str:
        made = services.edit(self.base(), by=self.actor, **form.values())
        self.tell("已保存。")
        return reverse("inspections:checklists:record", args=[made.uid])

    def back_url(self) -> str:
        return reverse("inspections:checklists:record", args=[self.kwargs["uid"]])
