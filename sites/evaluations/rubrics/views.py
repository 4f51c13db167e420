"""The rubrics' pages: all versions, one version with its rows, a new version, its use."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from sdzx.accounts.roles import Role
from sdzx.ui import tables
from sdzx.ui.parts import Button, Column, Fact, FactGroup
from sdzx.ui.views import Action, EditView, RecordView, StepView, TableView
from sdzx.workflow import Blocker
from sites.evaluations.models import Rubric
from sites.evaluations.rubrics import services
from sites.evaluations.rubrics.forms import RubricForm

READERS = (Role.CLERK, Role.DIRECTOR, Role.PROVINCE)
ITEMS = (
    Column("编号", "code"),
    Column("类别", "section"),
    Column("评估内容", "name"),
    Column("满分", "full", number=True),
    Column("一票否决", lambda item: "是" if item.veto else ""),
)


def office(rubric: Rubric) -> str:
    return rubric.center.name if rubric.center else "全省统一"


class RubricList(TableView):
    """Every version, the newest first."""

    model = Rubric
    title = "评估标准"
    intro = "组建专家组时使用本中心启用的版本；本中心没有的，使用全省统一的版本。"
    roles = READERS
    related = ("center",)
    order = ("center", "-version")
    columns = (
        Column("名称", "name", link=True),
        Column("版本", "version", order="version", number=True),
        Column("制定单位", office),
        Column("通过分数", "pass_mark", number=True),
        Column("状态", "get_status_display", order="status", badge=True),
    )

    def actions(self) -> list[Button]:
        may = self.actor.may("rubric.edit")
        return [Button("新建版本", reverse("evaluations:rubrics:new"), primary=True)] if may else []


class RubricRecord(RecordView):
    """A version with its rows."""

    model = Rubric
    roles = READERS
    related = ("center",)
    template = "sites/evaluations/rubrics/record.html"

    def groups(self, record: Rubric) -> Sequence[FactGroup]:
        facts = (
            Fact("制定单位", office(record)),
            Fact("满分合计", record.full),
            Fact("通过分数", record.pass_mark),
            Fact("使用本版的专家组", f"{record.panel_set.count()}个"),
        )
        return [FactGroup("评估标准", facts)]

    def blockers(self, record: Rubric) -> Sequence[Blocker]:
        return services.obstacles(record) if record.status == Rubric.Status.DRAFT else ()

    def links(self, record: Rubric) -> Sequence[Button]:
        mine = self.actor.may("rubric.edit") and record.center == services.owner_of(self.actor)
        if not mine or record.status != Rubric.Status.DRAFT:
            return ()
        return [Button("修改", reverse("evaluations:rubrics:edit", args=[record.uid]))]

    def more(self, record: Rubric) -> dict[str, Any]:
        return {"items": tables.build(ITEMS, services.items_of(record), caption="评估内容")}


class RubricStep(StepView):
    """Put in use."""

    model = Rubric
    actions: ClassVar = {"put_in_use": Action(services.put_in_use, blockers=services.obstacles, done="已启用。")}


class RubricNew(EditView):
    """The next version, filled from the one that this office uses now."""

    title = "新建评估标准版本"
    intro = "保存为草稿，核对后启用。各项满分合计100分。"
    grants = ("rubric.edit",)
    template = "sites/evaluations/rubrics/form.html"

    def base(self) -> Rubric | None:
        used = Rubric.objects.visible_to(self.actor).filter(status=Rubric.Status.IN_USE)
        return used.filter(center=services.owner_of(self.actor)).first() or used.filter(center=None).first()

    def get_form(self, data: Any = None, files: Any = None) -> RubricForm:
        return RubricForm(data, rubric=self.base())

    def save(self, form: RubricForm) -> str:
        made = services.create(by=self.actor, **form.values())
        self.tell(f"已新建{made}，核对后启用。")
        return reverse("evaluations:rubrics:record", args=[made.uid])

    def back_url(self) -> str:
        return reverse("evaluations:rubrics:list")


class RubricEdit(RubricNew):
    """Change a draft of one's own office."""

    title = "修改评估标准"

    def base(self) -> Rubric:
        found = get_object_or_404(Rubric.objects.visible_to(self.actor), uid=self.kwargs["uid"])
        if found.center != services.owner_of(self.actor):
            raise Http404
        return found

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """A version that was put in use is read, not changed."""
        if self.base().status != Rubric.Status.DRAFT:
            return redirect("evaluations:rubrics:record", uid=self.kwargs["uid"])
        return super().get(request, **kwargs)

    def save(self, form: RubricForm) -> str:
        made = services.edit(self.base(), by=self.actor, **form.values())
        self.tell("已保存。")
        return reverse("evaluations:rubrics:record", args=[made.uid])

    def back_url(self) -> str:
        return reverse("evaluations:rubrics:record", args=[self.kwargs["uid"]])
