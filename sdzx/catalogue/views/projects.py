"""The province's pages of projects."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Max, Q
from django.shortcuts import get_object_or_404
from django.urls import reverse

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.catalogue import related, rules, services
from sdzx.catalogue.forms import OfficeFilter, ProjectForm, WithdrawForm
from sdzx.catalogue.models import Project, Specification
from sdzx.ui import tables
from sdzx.ui.parts import Button, Column, Fact, FactGroup
from sdzx.ui.views import Action, EditView, RecordView, StepView, TableView
from sdzx.workflow import Blocker


class ProjectList(TableView):
    """All projects, with the version in force."""

    model = Project
    title = "考核项目目录"
    intro = "项目生效后方可公告、授权、报名和考核。"
    empty = ("目录里还没有项目", "由省中心新建项目，补齐来源后生效。")
    columns = (
        Column("项目名称", "name", order="name", link=True),
        Column("项目编码", "code", order="code"),
        Column("职业领域", "field", order="field"),
        Column("来源", "source_text"),
        Column("生效日期", "in_force_from", order="in_force_from"),
        Column("现行规范", lambda project: f"第{project.current}版" if project.current else ""),
        Column("状态", "get_status_display", badge=True),
    )
    order = ("code",)
    filter_class = OfficeFilter

    def records(self) -> Any:
        in_force = Q(specifications__status=Specification.Status.IN_FORCE)
        return super().records().annotate(current=Max("specifications__version", filter=in_force))

    def actions(self) -> list[Button]:
        if not self.actor.may("project.edit"):
            return []
        chosen = f"?{query}" if (query := self.request.GET.urlencode()) else ""
        return [
            Button("新建项目", reverse("catalogue:new"), primary=True),
            Button("导入", reverse("catalogue:import")),
            Button("导出项目和规范（Excel）", reverse("catalogue:export", args=["xlsx"]) + chosen),
            Button("导出项目和规范（CSV）", reverse("catalogue:export", args=["csv"]) + chosen),
        ]


def withdrawal_facts(project: Project) -> list[Fact]:
    """Why, and what becomes of the batches that were public."""
    if project.withdrawn_from is None:
        return []
    return [
        Fact("撤出理由", project.withdrawal_ground, wide=True),
        Fact("已公布的批次", project.get_announced_batches_display()),
    ]


class ProjectRecord(RecordView):
    """A project with its versions."""

    model = Project
    template = "catalogue/project.html"

    def subtitle(self, record: Project) -> str:
        return f"{record.code} · {record.field}"

    def groups(self, record: Project) -> Sequence[FactGroup]:
        return [
            FactGroup(
                "项目信息",
                (
                    Fact("来源", record.get_source_display()),
                    Fact("备案号", record.filing_number),
                    Fact("备案日期", record.filed_on),
                    Fact("生效日期", record.in_force_from),
                    Fact("撤出日期", record.withdrawn_from),
                    *withdrawal_facts(record),
                ),
            )
        ]

    def blockers(self, record: Project) -> Sequence[Blocker]:
        return rules.not_ready(record) if record.status == Project.Status.DRAFT else ()

    def links(self, record: Project) -> Sequence[Button]:
        found = []
        if self.actor.may("project.edit") and record.status == Project.Status.DRAFT:
            found.append(Button("修改", reverse("catalogue:edit", args=[record.uid])))
        if record.status != Project.Status.DRAFT:
            found.append(Button("公开页面", reverse("catalogue:page", args=[record.uid])))
        if self.actor.may("specification.edit") and record.status not in rules.LEFT:
            found.append(Button("新建规范版本", reverse("catalogue:specifications:new", args=[record.uid])))
        return found

    def more(self, record: Project) -> dict[str, Any]:
        columns = (
            Column("版本", lambda each: f"第{each.version}版", link=True),
            Column("考核方式", "get_mode_display"),
            Column("实施日期", "in_force_from"),
            Column("废止日期", "in_force_to"),
            Column("状态", "get_status_display", badge=True),
        )
        versions = Specification.objects.visible_to(self.actor).filter(project=record).order_by("-version")
        return {"versions": tables.build(columns, versions, caption="考核规范", url_of=_version_address)}


EFFECTS = (
    Column("正在进行的事项", "title"),
    Column("数量", "count", number=True),
    Column("已公布批次继续的", "going_on"),
    Column("停止报名的", "stopping"),
)


def effects_of(project: Project, actor: Actor) -> dict[str, Any]:
    """What a withdrawal would touch, before it is decided."""
    found = related.effects(project, clock.today())
    groups = [FactGroup(effect.title, effect.examples) for effect in found if effect.examples]
    return {"effects": tables.build(EFFECTS, found, caption="撤出的影响"), "examples": groups}


class ProjectStep(StepView):
    """Put in force, withdraw, undo a withdrawal before its day."""

    model = Project
    actions = {
        "put_in_force": Action(services.put_in_force, blockers=rules.not_ready),
        "withdraw": Action(
            services.withdraw, form=WithdrawForm, context=effects_of, template="catalogue/withdraw.html"
        ),
        "keep": Action(services.keep, blockers=lambda project: rules.too_late_to_keep(project, clock.today())),
    }


class ProjectNew(EditView):
    """A new entry."""

    title = "新建项目"
    grants = ("project.edit",)

    def get_form(self, data: Any = None, files: Any = None) -> ProjectForm:
        return ProjectForm(data)

    def save(self, form: ProjectForm) -> str:
        project = services.create_project(by=self.actor, **form.cleaned_data)
        self.tell(f"已新建项目“{project.name}”。")
        return reverse("catalogue:record", args=[project.uid])

    def back_url(self) -> str:
        return reverse("catalogue:list")


class ProjectEdit(EditView):
    """Change a draft."""

    title = "修改项目"
    grants = ("project.edit",)

    def project(self) -> Project:
        return get_object_or_404(Project.objects.visible_to(self.actor), uid=self.kwargs["uid"])

    def get_form(self, data: Any = None, files: Any = None) -> ProjectForm:
        # a copy: the service writes the record, not the form
        return ProjectForm(data, instance=self.project())

    def save(self, form: ProjectForm) -> str:
        project = services.edit_project(self.project(), by=self.actor, **form.cleaned_data)
        self.tell("已保存。")
        return reverse("catalogue:record", args=[project.uid])

    def back_url(self) -> str:
        return reverse("catalogue:record", args=[self.kwargs["uid"]])


def _version_address(specification: Specification) -> str:
    return reverse("catalogue:specifications:record", args=[specification.uid])
