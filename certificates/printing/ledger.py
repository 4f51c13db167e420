"""印制台账 as a list, and one certificate printed by itself."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from certificates.issuing.models import Certificate, Print
from certificates.printing import single
from certificates.printing.forms import LedgerFilter, ReprintForm
from certificates.printing.models import PrintLine
from certificates.printing.views import READERS
from sdzx.ui.forms import PlainForm
from sdzx.ui.parts import Button, Column
from sdzx.ui.views import EditView, TableView


def batch_of(row: Print) -> str:
    """The number of the batch and the page in its part; empty for a copy printed by itself."""
    line: PrintLine | None = getattr(row, "line", None)
    return f"{line.batch.number}　第{row.page}页" if line else ""


def printed_at(row: Print) -> str:
    """«2026-11-25 09:30», in Shandong's time."""
    return f"{timezone.localtime(row.printed_at):%Y-%m-%d %H:%M}"


def notes(row: Print) -> str:
    """Why it was printed again, why it was spoiled, and what came after it."""
    why = f"{'补发' if row.is_reprint else '重印'}：{row.reason}" if row.reason else ""
    spoiled = f"作废：{row.spoiled_reason}" if row.spoiled_reason else ""
    after = f"改印为{row.replaced_by.serial}" if row.replaced_by else ""
    return "；".join(filter(None, (why, spoiled, after)))


class Ledger(TableView):
    """Every serial: of which certificate, in which batch, by whom, when, and what became of the sheet."""

    roles = READERS
    model = Print
    title = "印制台账"
    intro = "每印一张编一个印制流水码，不重号、不断号。作废的注明理由和改印的流水码。"
    filter_class = LedgerFilter
    order = ("-id",)
    related = ("certificate", "printed_by", "replaced_by", "line__batch")
    empty = ("还没有印制过证书", "印制批次或单张打印后，每一张都记在这里。")
    columns = (
        Column("印制流水码", "serial", order="serial", link=True),
        Column("证书编号", "certificate.number", order="certificate__number"),
        Column("姓名", "certificate.name"),
        Column("印制批次", batch_of),
        Column("印制人", "printed_by.name"),
        Column("印制时间", printed_at, order="printed_at"),
        Column("状态", "get_state_display", order="state", badge=True),
        Column("说明", notes),
        Column("空白证书", lambda row: "用" if row.on_blank else ""),
    )

    def records(self) -> QuerySet[Any]:
        return super().records().defer("certificate__document_number")

    def url_of(self, record: Print) -> str:
        return reverse("issuing:record", args=[record.certificate.uid])

    def actions(self) -> list[Button]:
        return [Button("印制批次", reverse("printing:list")), Button("空白证书", reverse("blanks:list"))]


class Single(EditView):
    """A certificate's own page of printing."""

    grants = ("certificate.print",)
    submit_label = "生成证书"

    @property
    def certificate(self) -> Certificate:
        found: Certificate = get_object_or_404(
            Certificate.objects.visible_to(self.actor).select_related("center", "photo"), uid=self.kwargs["uid"]
        )
        return found

    def back_url(self) -> str:
        return reverse("issuing:record", args=[self.kwargs["uid"]])

    def save(self, form: Any) -> str:
        made = single.print_certificate(self.certificate, by=self.actor, **form.cleaned_data)
        self.tell(f"证书已生成，印制流水码{made.serial}，可以打印。")
        return self.back_url()


class PlainQuestion(PlainForm, forms.Form):
    """Nothing is asked."""


class PrintOne(Single):
    """The first copy."""

    title = "打印证书"
    intro = "编印制流水码并生成PDF。一场的证书较多时，请用印制批次。"

    def get_form(self, data: Any = None, files: Any = None) -> Any:
        return PlainQuestion(data)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.page(self.get_form(), single.single_blockers(self.certificate, ""))


class Reprint(Single):
    """Another copy because the first was spoiled: the same number, a new serial. A lost one is applied for (补发)."""

    title = "重印"
    intro = "证书编号不变，印制流水码另编，原来的一张作废。"

    def get_form(self, data: Any = None, files: Any = None) -> ReprintForm:
        self.certificate  # noqa: B018 - not found answers 404 before a form is shown
        return ReprintForm(data)
