"""The catalogue as a table: template, export, import with a preview."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from sdzx.catalogue.exchange import columns
from sdzx.catalogue.exchange.plan import Plan, listed, plan_of
from sdzx.catalogue.exchange.services import EDIT, take
from sdzx.catalogue.forms import CatalogueForm, OfficeFilter
from sdzx.files.media import CSV, XLSX
from sdzx.ui import tables
from sdzx.ui.imports import ImportView, attached
from sdzx.ui.parts import Column
from sdzx.ui.views import OfficeView

TYPES = {"xlsx": XLSX, "csv": f"{CSV}; charset=utf-8"}
DIFFERENCES = (Column("内容", "label"), Column("现在", "before"), Column("导入后", "after"))
MANY, FEW = 100, 30  # new and changed projects on the page
NEW = (
    Column("项目编码", "code"),
    Column("项目名称", "name"),
    Column("工作任务", lambda entry: len(entry.content.tasks) if entry.content else 0, number=True),
)


class CatalogueTemplate(OfficeView):
    """The empty table."""

    grants = (EDIT,)

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        return answer(kind, "mulu-moban", {"xlsx": columns.template, "csv": columns.template_csv})


class CatalogueExport(OfficeView):
    """The filtered catalogue, to be changed and taken again."""

    grants = (EDIT,)

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        projects = listed()
        form = OfficeFilter(request.GET or None)
        if form.is_bound and form.is_valid():
            projects = form.apply(projects)
        makers = {"xlsx": lambda: columns.export(projects), "csv": lambda: columns.export_csv(projects)}
        return answer(kind, "xiangmu-mulu", makers)


def answer(kind: str, name: str, makers: dict[str, Any]) -> HttpResponse:
    """The file of that kind; Http404 for another."""
    if kind not in makers:
        raise Http404(kind)
    return attached(makers[kind](), f"{name}.{kind}", TYPES[kind])


class CatalogueImport(ImportView):
    """Projects with their specifications and tasks; everything becomes a draft."""

    title = "导入考核项目目录"
    intro = "一行是一个项目的一项工作任务。先预览，确认后才写入；同一文件再次导入不会重复。"
    template = "catalogue/import.html"
    grants = (EDIT,)
    unchanged = "文件与目录一致，没有需要写入的内容。"
    annotated_name = "mulu-wenti.xlsx"

    def get_form(self, data: Any = None, files: Any = None) -> CatalogueForm:
        return CatalogueForm(data, files, actor=self.actor)

    def back_url(self) -> str:
        return reverse("catalogue:list")

    def plan(self, table: bytes) -> Plan:
        return plan_of(table)

    def take(self, table: bytes, *, partly: bool) -> Plan:
        return take(table, by=self.actor, partly=partly)

    def shown(self, plan: Plan) -> dict[str, Any]:
        made = [entry for entry in plan.entries if entry.new]
        changed = [entry for entry in plan.entries if entry.changed and not entry.new]
        return {
            "made": tables.build(NEW, made[:MANY], caption="新增的项目"),
            "changed": [
                {"entry": each, "table": tables.build(DIFFERENCES, each.differences, caption=f"{each.name}的改动")}
                for each in changed[:FEW]
            ],
            "unshown": max(len(made) - MANY, 0) + max(len(changed) - FEW, 0),
        }
