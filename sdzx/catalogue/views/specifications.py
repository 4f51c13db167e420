"""The province's pages of specifications."""

from collections.abc import Sequence
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from sdzx.catalogue import services
from sdzx.catalogue.comparison import between
from sdzx.catalogue.forms import SpecificationForm
from sdzx.catalogue.models import Project, Specification
from sdzx.ui import tables
from sdzx.ui.parts import Button, Column, Fact, FactGroup, FileLine
from sdzx.ui.views import Action, EditView, RecordView, StepView
from sdzx.workflow import Blocker

TASKS = (
    Column("序号", "position", number=True),
    Column("工作任务", "name"),
    Column("操作规范", "procedure"),
    Column("相关知识", "knowledge"),
    Column("考核比重（%）", lambda task: f"{task.weight.normalize():f}", number=True),
)
DIFFERENCES = (Column("内容", "label"), Column("上一版本", "before"), Column("本版本", "after"))
REQUIREMENTS = (
    Column("类别", "get_kind_display"),
    Column("名称", "name"),
    Column("规格／要求", "spec"),
    Column("数量", lambda each: f"{each.quantity.normalize():f}{each.unit}", number=True),
    Column("计数", lambda each: "每名考生" if each.per_candidate else "每场"),
)


class SpecificationRecord(RecordView):
    """A version with its tasks and preparation requirements."""

    model = Specification
    related = ("project", "file")
    template = "catalogue/specification.html"

    def groups(self, record: Specification) -> Sequence[FactGroup]:
        return [facts(record)]

    def files(self, record: Specification) -> Sequence[FileLine]:
        return file_lines(record)

    def blockers(self, record: Specification) -> Sequence[Blocker]:
        return obstacles(record) if record.status == Specification.Status.DRAFT else ()

    def links(self, record: Specification) -> Sequence[Button]:
        found = [Button("所属项目", reverse("catalogue:record", args=[record.project.uid]))]
        if self.actor.may("specification.edit") and record.status == Specification.Status.DRAFT:
            found.insert(0, Button("修改", reverse("catalogue:specifications:edit", args=[record.uid])))
        return found

    def more(self, record: Specification) -> dict[str, Any]:
        return {
            "tasks": tables.build(TASKS, record.tasks.all(), caption="工作任务与考核比重"),
            "requirements": tables.build(REQUIREMENTS, record.requirements.all(), caption="考前准备要求"),
            **compared(record),
        }


def compared(version: Specification) -> dict[str, Any]:
    """What the version changes against the one before it; nothing for the first."""
    former = services.former_version(version)
    if former is None:
        return {}
    found = between(services.content_of(former), services.content_of(version))
    return {"former": former, "differences": tables.build(DIFFERENCES, found, caption=f"与第{former.version}版的差异")}


class SpecificationStep(StepView):
    """Put in force."""

    model = Specification
    actions = {
        "put_in_force": Action(
            services.put_specification_in_force, blockers=lambda specification: obstacles(specification)
        ),
    }


class SpecificationNew(EditView):
    """The next version of a project's specification, filled from the one in force."""

    title = "新建规范版本"
    grants = ("specification.edit",)
    template = "catalogue/specification_form.html"

    def project(self) -> Project:
        return get_object_or_404(Project.objects.visible_to(self.actor), uid=self.kwargs["uid"])

    def get_form(self, data: Any = None, files: Any = None) -> SpecificationForm:
        former = services.current_specification(self.project())
        content = services.content_of(former) if former else None
        return SpecificationForm(data, files, content=content, actor=self.actor)

    def save(self, form: SpecificationForm) -> str:
        made = services.create_specification(self.project(), by=self.actor, content=form.content())
        self.tell(f"已新建{made}，核对后办理生效。")
        return reverse("catalogue:specifications:record", args=[made.uid])

    def back_url(self) -> str:
        return reverse("catalogue:record", args=[self.kwargs["uid"]])


class SpecificationEdit(SpecificationNew):
    """Change a draft version."""

    title = "修改规范"

    def specification(self) -> Specification:
        return get_object_or_404(Specification.objects.visible_to(self.actor), uid=self.kwargs["uid"])

    def get_form(self, data: Any = None, files: Any = None) -> SpecificationForm:
        return SpecificationForm(data, files, content=services.content_of(self.specification()), actor=self.actor)

    def save(self, form: SpecificationForm) -> str:
        made = services.edit_specification(self.specification(), by=self.actor, content=form.content())
        self.tell("已保存。")
        return reverse("catalogue:specifications:record", args=[made.uid])

    def back_url(self) -> str:
        return reverse("catalogue:specifications:record", args=[self.kwargs["uid"]])


def obstacles(specification: Specification) -> list[Blocker]:
    """What stands between a draft version and its coming into force."""
    return services.missing(specification, former=services.current_specification(specification.project))


def facts(specification: Specification) -> FactGroup:
    """What a version says besides its rows."""
    return FactGroup(
        "考核规范",
        (
            Fact("考核方式", specification.get_mode_display()),
            Fact("考核时长", f"{specification.minutes}分钟"),
            Fact("考评员人数", f"不少于{specification.examiners}名"),
            Fact("合格分数", specification.pass_mark or "按中心设定"),
            Fact("实施日期", specification.in_force_from),
            Fact("废止日期", specification.in_force_to),
            Fact("定义", specification.definition, wide=True),
            Fact("适用对象", specification.audience, wide=True),
            Fact("申报条件", specification.eligibility, wide=True),
            Fact("考评员构成", specification.examiner_composition, wide=True),
            Fact("场地和设备要求", specification.venue, wide=True),
        ),
    )


def file_lines(specification: Specification) -> list[FileLine]:
    """The file of a version, if there is one."""
    if (file := specification.file) is None:
        return []
    return [FileLine(file.name, reverse("files:download", args=[file.uid]), "考核规范文件", file.size)]
