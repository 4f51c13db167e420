"""Rows as workbooks: the template, what stands on the page, the import with its preview."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from sdzx.documents.errors import UnreadableWorkbook
from sdzx.files.accept import WORKBOOK
from sdzx.files.forms import KeptFileField, KeptFilesMixin
from sdzx.files.media import XLSX
from sdzx.files.services import content
from sdzx.ui.forms import PlainForm
from sdzx.workflow import Refused
from sites.applications import rules
from sites.applications.editing import SectionPage
from sites.applications.forms import MOST_ROWS
from sites.applications.rows import columns
from sites.applications.rows.importing import APPEND, REPLACE, Plan, plan_of, present_rows, take
from sites.applications.rows.merging import projects_of

SHOWN = 100  # problems on the page; the workbook given back has them all


class ImportForm(KeptFilesMixin, PlainForm, forms.Form):
    """A workbook and what becomes of the rows that are there."""

    file = KeptFileField(label="工作簿", accept=WORKBOOK)
    mode = forms.ChoiceField(
        label="已填写的内容",
        choices=[(APPEND, "保留，把工作簿中的行加在后面（相同的行不重复添加）"), (REPLACE, "全部换成工作簿中的行")],
        widget=forms.RadioSelect,
        initial=APPEND,
    )


class RowsPage(SectionPage):
    """A page of a section that has rows of people or equipment."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if self.section not in columns.COLUMNS:
            raise Http404(self.section.slug)


def attached(body: bytes, name: str) -> HttpResponse:
    """A workbook to keep."""
    response = HttpResponse(body, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["Cache-Control"] = "no-store"
    return response


class RowsWorkbook(RowsPage):
    """`template`: the empty workbook; `export`: the rows as they stand on this person's page."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.application = self.found()
        name = columns.NAMES[self.section]
        if kwargs["kind"] == "template":
            return attached(columns.template(self.section), f"{name}-moban")
        if kwargs["kind"] != "export":
            raise Http404(kwargs["kind"])
        rows = present_rows(self.application, self.section, self.draft())
        return attached(columns.export(self.section, rows, projects_of(self.application)), name)


class RowsImport(RowsPage):
    """Upload; good rows alone are written at once, with bad ones the page says which cells and asks what to do."""

    submit_label = "导入"
    template = "sites/applications/rows_import.html"

    @property
    def title(self) -> str:
        return f"导入{columns.TITLES[self.section]}"

    @property
    def intro(self) -> str:
        return f"一次最多{MOST_ROWS}行。没有问题的工作簿直接写入；有问题的先列出每个单元格的问题。"

    def get_form(self, data: Any = None, files: Any = None) -> ImportForm:
        return ImportForm(data, files, actor=self.actor)

    def back_url(self) -> str:
        return self.address

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.application = self.found()
        return self.page(self.get_form(), rules.not_editable(self.application))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.application = self.found()
        form = self.get_form(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form, status=422)
        stored, mode = form.cleaned_data["file"], form.cleaned_data["mode"]
        try:
            plan = plan_of(self.application, self.section, content(stored), mode=mode, draft=self.draft())
        except UnreadableWorkbook as unreadable:
            form.add_error("file", str(unreadable))
            return self.page(form, status=422)
        wish = request.POST.get("do", "") if request.POST.get("previewed") == stored.sha256 else ""
        if wish == "annotated":
            return attached(plan.annotated(), f"{columns.NAMES[self.section]}-wenti")
        too_many = plan.form.non_form_errors()
        if too_many or (plan.problems and wish != "take"):
            return self.preview(form, plan, stored.sha256, [str(each) for each in too_many])
        try:
            take(self.application, plan, by=self.actor)
        except Refused as refusal:
            return self.page(form, refusal.blockers, status=422)
        self.tell(told(plan))
        return redirect(f"{self.address}#grid")

    def preview(self, form: ImportForm, plan: Plan, previewed: str, too_many: list[str]) -> HttpResponse:
        self._found = {
            "plan": plan,
            "previewed": previewed,
            "shown": plan.problems[:SHOWN],
            "hidden": max(len(plan.problems) - SHOWN, 0),
            "too_many": too_many,
        }
        return self.page(form, status=422)

    def context(self) -> dict[str, Any]:
        place = [self.application.uid, self.section.slug]
        return {
            "section": self.section,
            "template_url": reverse("applications:rows", args=[*place, "template"]),
            "export_url": reverse("applications:rows", args=[*place, "export"]),
            **getattr(self, "_found", {}),
        }


def told(plan: Plan) -> str:
    """What the import did, in a sentence."""
    same = f"，{plan.same}行已有，未重复添加" if plan.same else ""
    bad = f"其中{plan.bad_rows}行有问题，已在表格中标出，改正后写入。" if plan.problems else ""
    return f"导入{plan.new}行{same}。{bad}"
