"""The register as a workbook: template, export, import with a preview."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sdzx.catalogue.models import Project
from sdzx.files.media import XLSX
from sdzx.files.models import StoredFile
from sdzx.files.services import content
from sdzx.personnel import services
from sdzx.personnel.forms import QualificationFilter, RegisterForm
from sdzx.personnel.models import Qualification, QualificationQuerySet
from sdzx.personnel.register import columns
from sdzx.personnel.register.plan import Plan, plan_of
from sdzx.personnel.register.services import give_out, own_center, take
from sdzx.ui.views import EditView, OfficeView, spread
from sdzx.workflow import Refused

SHOWN = 100  # problems on the page; the workbook given back has them all


def chosen(view: OfficeView) -> QualificationQuerySet:
    """The qualifications that the filters in the address choose, among those that the actor sees."""
    found = Qualification.objects.visible_to(view.actor).prefetch_related(
        Prefetch("projects", Project.objects.only("name"))
    )
    form = QualificationFilter(view.request.GET or None)
    if form.is_bound and form.is_valid():
        found = form.apply(found)
    return found


def attached(body: bytes, name: str, media_type: str = XLSX) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(body, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


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


class RegisterImport(EditView):
    """Upload, look at what would happen, take it. Nothing is written before the second press."""

    title = "导入登记册"
    intro = "一行是一人的一项资格。先预览，确认后才写入；同一工作簿再次导入不会重复登记。"
    submit_label = "预览"
    template = "personnel/import.html"
    grants = (services.EDIT,)

    def get_form(self, data: Any = None, files: Any = None) -> RegisterForm:
        return RegisterForm(data, files, actor=self.actor)

    def back_url(self) -> str:
        return reverse("personnel:list")

    def context(self) -> dict[str, Any]:
        return {"template_url": reverse("personnel:template"), "most": columns.MAX_ROWS, **self.found}

    @property
    def found(self) -> dict[str, Any]:
        """What the preview shows; nothing before there is one."""
        return getattr(self, "_found", {})

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.get_form(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, status=422)
        stored: StoredFile = form.cleaned_data["file"]
        wish = request.POST.get("do", "") if request.POST.get("previewed") == stored.sha256 else ""
        try:
            if wish in ("take", "partly"):
                return self.taken(content(stored), partly=wish == "partly")
            plan = plan_of(content(stored), own_center(self.actor))
            if wish == "annotated":
                return attached(plan.annotated(), "duiwu-wenti.xlsx")
        except Refused as refusal:
            return self.page(form, spread(refusal, form), status=422)
        return self.preview(form, plan, stored)

    def preview(self, form: RegisterForm, plan: Plan, stored: StoredFile) -> HttpResponse:
        self._found = {
            "plan": plan,
            "counts": list(plan.counts.items()),
            "shown": plan.problems[:SHOWN],
            "hidden": max(len(plan.problems) - SHOWN, 0),
            "previewed": stored.sha256,
        }
        return self.page(form)

    def taken(self, workbook: bytes, *, partly: bool) -> HttpResponse:
        plan = take(workbook, by=self.actor, partly=partly)
        said = "，".join(f"{name}{count}" for name, count in plan.counts.items() if count)
        self.tell(f"导入完成：{said}。" if plan.acts else "登记册与工作簿一致，没有需要写入的内容。")
        return redirect("personnel:list")
