"""The register as a workbook: template, export, import with a preview."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sdzx.catalogue.models import Project
from sdzx.personnel import services
from sdzx.personnel.forms import QualificationFilter, RegisterForm
from sdzx.personnel.models import Qualification, QualificationQuerySet
from sdzx.personnel.register import columns
from sdzx.personnel.register.plan import Plan, plan_of
from sdzx.personnel.register.services import give_out, own_center, take
from sdzx.ui.imports import ImportView, attached
from sdzx.ui.views import OfficeView


def chosen(view: OfficeView) -> QualificationQuerySet:
    """The qualifications that the filters in the address choose, among those that the actor sees."""
    found = Qualification.objects.visible_to(view.actor).prefetch_related(
        Prefetch("projects", Project.objects.only("name"))
    )
    form = QualificationFilter(view.request.GET or None)
    if form.is_bound and form.is_valid():
        found = form.apply(found)
    return found


class RegisterTemplate(OfficeView):
    """The empty workbook."""

    grants = (services.EDIT,)

    def get(self, request: HttpRequest) -> HttpResponse:
        return attached(columns.template(), "duiwu-moban.xlsx")


class RegisterExport(OfficeView):
    """The filtered register with numbers, to be changed and taken again; leaves a trace, hence a POST."""

    grants = (services.EDIT,)

    def post(self, request: HttpRequest) -> HttpResponse:
        wanted = chosen(self).select_related("person__employer").order_by("kind", "card_number")
        return attached(give_out(wanted, by=self.actor), "duiwu-dengjice.xlsx")


class RegisterImport(ImportView):
    """A workbook against the centre's register."""

    title = "导入登记册"
    intro = "一行是一人的一项资格。先预览，确认后才写入；同一工作簿再次导入不会重复登记。"
    template = "personnel/import.html"
    grants = (services.EDIT,)
    unchanged = "登记册与工作簿一致，没有需要写入的内容。"
    annotated_name = "duiwu-wenti.xlsx"

    def get_form(self, data: Any = None, files: Any = None) -> RegisterForm:
        return RegisterForm(data, files, actor=self.actor)

    def back_url(self) -> str:
        return reverse("personnel:list")

    def plan(self, table: bytes) -> Plan:
        return plan_of(table, own_center(self.actor))

    def take(self, table: bytes, *, partly: bool) -> Plan:
        return take(table, by=self.actor, partly=partly)

    def context(self) -> dict[str, Any]:
        return {"template_url": reverse("personnel:template"), "most": columns.MAX_ROWS, **super().context()}
