"""Exports for the national look-up: what was handed over, the next file with a preview, the columns."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from certificates.export import services
from certificates.export.columns import cells
from certificates.export.forms import BatchForm, LayoutForm
from certificates.export.models import ExportRun
from certificates.issuing.models import Certificate
from sdzx.accounts.roles import Role
from sdzx.identifiers import mask_document
from sdzx.ui import tables
from sdzx.ui.parts import Button, Column
from sdzx.ui.views import XLSX, EditView, OfficeView, TableView, spread
from sdzx.workflow import Refused

READERS = (Role.CERTIFIER, Role.DIRECTOR, Role.AUDITOR)
GRANTS = ("certificate_export.issue",)
SAMPLE = 5  # rows of a preview


class ExportList(TableView):
    """What was handed over."""

    roles = READERS
    model = ExportRun
    title = "全国联网查询数据导出"
    intro = "每次导出都有记录。导出文件含完整证件号码，请妥善保管，上报后及时删除。"
    related = ("made_by",)
    order = ("-made_at", "-id")
    empty = ("还没有导出过", "选择批次后导出，上报全国联网查询。")
    columns = (
        Column("导出时间", "made_at", order="made_at"),
        Column("批次", "batch"),
        Column("格式", "get_format_display"),
        Column("条数", "rows", number=True),
        Column("重复导出", lambda run: "是" if run.repeated else ""),
        Column("导出人", "made_by.name"),
        Column("SHA-256", "sha256"),
    )

    def url_of(self, record: Any) -> str:
        return ""

    def actions(self) -> list[Button]:
        if not self.actor.may("certificate_export.issue"):
            return []
        return [
            Button("导出", reverse("export:new"), primary=True),
            Button("设置导出列", reverse("export:layout")),
        ]


def shown(certificate: Certificate, columns: list[dict[str, str]], dates: str) -> list[str]:
    """A row of the preview: as the file will have it, but the document number masked."""
    row = cells(certificate, columns, dates)
    return [
        mask_document(value) if column["field"] == "document_number" else value
        for column, value in zip(columns, row, strict=True)
    ]


class ExportNew(OfficeView):
    """Choose a batch; «预览» shows its first rows masked, «导出» gives the file and records it."""

    grants = GRANTS

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(BatchForm(actor=self.actor))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = BatchForm(request.POST, actor=self.actor)
        if not form.is_valid():
            return self.page(form, status=422)
        if request.POST.get("do") != "issue":
            return self.page(form, preview=True)
        try:
            made, content = services.issue(
                self.center, by=self.actor, batch=form.batch(), kind=form.cleaned_data["format"]
            )
        except Refused as refusal:
            return self.page(form, status=422, blockers=spread(refusal, form))
        excel = made.format == ExportRun.Format.XLSX
        answer = HttpResponse(content, content_type=XLSX if excel else "text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="certificates-{made.pk}.{made.format}"'
        answer["Cache-Control"] = "no-store"
        return answer

    def page(self, form: BatchForm, *, status: int = 200, preview: bool = False, blockers: Any = ()) -> HttpResponse:
        context: dict[str, Any] = {"title": "导出证书数据", "form": form, "blockers": blockers, "back_url": reverse("export:list"), "submit_label": "预览",
                                   "intro": "先预览，核对列和条数后导出。预览只显示部分证件号码，导出文件含完整号码。"}  # fmt: skip
        if preview:
            context |= self.preview(form)
        return render(self.request, "certificates/export/new.html", context, status=status)

    def preview(self, form: BatchForm) -> dict[str, Any]:
        center = self.center
        used, batch = services.layout(center), form.batch()
        found = batch.certificates(self.actor).filter(center=center)
        rows = [shown(each, used.columns, used.dates) for each in found[:SAMPLE]]
        columns = tuple(
            Column(each["heading"], lambda row, place=place: row[place]) for place, each in enumerate(used.columns)
        )
        return {
            "total": found.count(),
            "before": ExportRun.objects.filter(center=center, batch=str(batch)).order_by("-id").first(),
            "table": tables.build(columns, rows, caption="前几行") if rows else None,
        }


class Layout(EditView):
    """导出列: fields, order, headings, dates."""

    grants = ("certificate_export.edit",)
    title = "设置导出列"
    intro = "按上报要求设置列的内容、顺序和列名；从上到下就是从左到右。"
    template = "certificates/export/layout.html"

    def get_form(self, data: Any = None, files: Any = None) -> LayoutForm:
        return LayoutForm(data, layout=services.layout(self.center))

    def save(self, form: LayoutForm) -> str:
        services.arrange(self.center, by=self.actor, columns=form.columns(), dates=form.cleaned_data["dates"])
        self.tell("导出列已保存。")
        return self.back_url()

    def back_url(self) -> str:
        return reverse("export:list")
