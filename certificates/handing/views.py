"""Handing out, the register of hand-outs, the sheet and its scan, mail that came back."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from certificates.handing import documents, services
from certificates.handing.forms import HandOutFilter, HandOverForm, SheetForm
from certificates.handing.models import HandOut
from certificates.issuing.models import Certificate
from sdzx.accounts.roles import Role
from sdzx.files.lines import file_line
from sdzx.identifiers import mask_document
from sdzx.ui.forms import GroundForm
from sdzx.ui.parts import Button, Column, Fact, FactGroup, FileLine
from sdzx.ui.views import EditView, OfficeView, RecordView, TableView

READERS = (Role.CERTIFIER, Role.DIRECTOR, Role.ARCHIVIST, Role.AUDITOR)
SHOWN = 500  # certificates on one form


class HandOutList(TableView):
    """发放记录."""

    roles = READERS
    model = HandOut
    title = "证书发放记录"
    filter_class = HandOutFilter
    related = ("unit", "handed_by")
    order = ("-handed_at", "-id")
    empty = ("还没有发放记录", "证书打印后，从“发放证书”登记领取或邮寄。")
    columns = (
        Column("发放时间", "handed_at", order="handed_at", link=True),
        Column("领取方式", "get_how_display", order="how"),
        Column("领取人", "handed_to"),
        Column("领取单位", "unit.name"),
        Column("本数", "count", number=True),
        Column("已退回", "returned", number=True),
        Column("经办人", "handed_by.name"),
    )

    def records(self) -> QuerySet[Any]:
        returned = Count("lines", filter=Q(lines__returned_at__isnull=False))
        return super().records().annotate(count=Count("lines"), returned=returned)

    def actions(self) -> list[Button]:
        if not self.actor.may("certificate.hand_out"):
            return []
        return [Button("发放证书", reverse("handing:new"), primary=True)]


class HandOutNew(EditView):
    """One, several, or all of a session or a unit: what waits for handing out, narrowed by the address."""

    grants = ("certificate.hand_out",)
    title = "发放证书"
    intro = "只列出已打印、待发放的证书。登记后打印签收单，由领取人签名。"
    submit_label = "登记发放"

    def choices(self) -> QuerySet[Certificate]:
        found = Certificate.objects.visible_to(self.actor).filter(status=Certificate.Status.PRINTED)
        for name, lookup in (("session", "session__uid"), ("unit", "registration__unit__name")):
            if value := self.request.GET.get(name, "").strip():
                found = found.filter(**{lookup: value})
        if "uid" in self.kwargs:
            get_object_or_404(Certificate.objects.visible_to(self.actor), uid=self.kwargs["uid"])
            found = found.filter(uid=self.kwargs["uid"])
        return found.select_related("registration__unit").order_by("sequence")

    def get_form(self, data: Any = None, files: Any = None) -> HandOverForm:
        choices = self.choices()
        initial: dict[str, Any] = {}
        if "uid" in self.kwargs and (only := choices.first()):
            initial = {"certificates": [only.pk], "handed_to": only.name, "how": HandOut.How.HOLDER}
        elif self.request.GET.get("session") or self.request.GET.get("unit"):
            initial = {"certificates": list(choices.values_list("pk", flat=True)[:SHOWN])}
        return HandOverForm(data, choices=choices, initial=initial)

    def save(self, form: HandOverForm) -> str:
        values = dict(form.cleaned_data)
        made = services.hand_over(list(values.pop("certificates")), by=self.actor, **values)
        self.tell("已登记发放。请打印签收单，领取人签名后上传扫描件。")
        return services.record_path(made)

    def back_url(self) -> str:
        uid = self.kwargs.get("uid")
        return reverse("issuing:record", args=[uid]) if uid else reverse("handing:list")


class TakeBack(EditView):
    """The post returned it."""

    grants = ("certificate.take_back",)
    title = "登记退件"
    intro = "证书回到“待发放”，可以重新寄送或改由本人领取；原来的发放记录保留。"
    submit_label = "确认登记退件"

    @property
    def certificate(self) -> Certificate:
        found: Certificate = get_object_or_404(Certificate.objects.visible_to(self.actor), uid=self.kwargs["uid"])
        return found

    def get_form(self, data: Any = None, files: Any = None) -> GroundForm:
        self.certificate  # noqa: B018 - not found answers 404 before a form is shown
        return GroundForm(data)

    def save(self, form: GroundForm) -> str:
        services.take_back(self.certificate, by=self.actor, **form.cleaned_data)
        self.tell("已登记退件，证书待重新发放。")
        return self.back_url()

    def back_url(self) -> str:
        return reverse("issuing:record", args=[self.kwargs["uid"]])


class HandOutRecord(RecordView):
    """One hand-out with its certificates."""

    roles = READERS
    model = HandOut
    related = ("center", "unit", "handed_by", "sheet")

    def title(self, record: HandOut) -> str:
        return f"证书发放　{record.handed_to}"

    def groups(self, record: HandOut) -> list[FactGroup]:
        facts = (
            Fact("领取方式", record.get_how_display()),
            Fact("领取人", record.handed_to),
            Fact("领取单位", record.unit.name if record.unit else ""),
            Fact("领取人证件号码", mask_document(record.document_number)),
            Fact("承运单位", record.carrier),
            Fact("运单号", record.tracking_number),
            Fact("发放时间", record.handed_at),
            Fact("经办人", record.handed_by.name),
        )
        lines = tuple(
            Fact(
                each.certificate.number,
                f"{each.certificate.name}　{each.serial}"
                + (f"　已退回：{each.returned_why}" if each.returned_at else ""),
                url=reverse("issuing:record", args=[each.certificate.uid]),
            )
            for each in record.lines.select_related("certificate")
        )
        return [FactGroup("领取", facts), FactGroup(f"证书（{len(lines)}本）", lines)]

    def files(self, record: HandOut) -> list[FileLine]:
        return [file_line(record.sheet, "签收单扫描件")] if record.sheet else []

    def links(self, record: HandOut) -> list[Button]:
        buttons = [Button("签收单（PDF）", reverse("handing:sheet", args=[record.uid]))]
        if self.actor.may("certificate.hand_out"):
            buttons.append(Button("上传签收单扫描件", reverse("handing:scan", args=[record.uid])))
        return buttons


class Sheet(OfficeView):
    """签收单."""

    roles = READERS

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        found = get_object_or_404(HandOut.objects.visible_to(self.actor), uid=uid)
        answer = HttpResponse(documents.sheet_pdf(found), content_type="application/pdf")
        answer["Content-Disposition"] = f'inline; filename="hand-out-{found.handed_at:%Y%m%d}.pdf"'
        return answer


class Scan(EditView):
    """The signed sheet, scanned."""

    grants = ("certificate.hand_out",)
    title = "上传签收单扫描件"
    submit_label = "上传"

    @property
    def hand_out(self) -> HandOut:
        found: HandOut = get_object_or_404(HandOut.objects.visible_to(self.actor), uid=self.kwargs["uid"])
        return found

    def get_form(self, data: Any = None, files: Any = None) -> SheetForm:
        return SheetForm(data, files, actor=self.actor, initial={"sheet": self.hand_out.sheet})

    def save(self, form: SheetForm) -> str:
        services.keep_sheet(self.hand_out, by=self.actor, sheet=form.cleaned_data["sheet"])
        return self.back_url()

    def back_url(self) -> str:
        return services.record_path(self.hand_out)
