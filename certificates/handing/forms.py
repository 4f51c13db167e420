"""To whom, and how."""

from typing import Any

from django import forms

from certificates.handing.models import HandOut
from certificates.issuing.models import Certificate
from sdzx.accounts.models import Organization
from sdzx.files.accept import SCAN
from sdzx.files.forms import KeptFileField, KeptFilesMixin
from sdzx.identifiers import DocumentType
from sdzx.ui.forms import PlainForm


class HandOverForm(PlainForm, forms.Form):
    """The certificates, who receives them, and what a mailing or an agent needs. What is required hangs on the way."""

    certificates = forms.ModelMultipleChoiceField(
        Certificate.objects.none(), label="证书", required=False, widget=forms.CheckboxSelectMultiple
    )
    how = forms.ChoiceField(label="领取方式", choices=HandOut.How.choices, widget=forms.RadioSelect)
    handed_to = forms.CharField(label="领取人", max_length=50, help_text="邮寄的填收件人。")
    unit = forms.ModelChoiceField(
        Organization.objects.none(), label="领取单位", required=False, help_text="单位统一领取的选择。"
    )
    document_type = forms.ChoiceField(label="领取人证件类型", choices=DocumentType.choices, required=False)
    document_number = forms.CharField(
        label="领取人证件号码", max_length=40, required=False, help_text="委托领取和单位统一领取的必须填写，页面和签收单上只显示部分数字。"
    )  # fmt: skip
    carrier = forms.CharField(
        label="承运单位", max_length=40, required=False, help_text="邮寄的填写，如：中国邮政EMS。"
    )
    tracking_number = forms.CharField(label="运单号", max_length=40, required=False, help_text="邮寄的填写。")

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        units = Organization.objects.filter(pk__in=choices.values("registration__unit")).order_by("name")
        self.fields["certificates"].queryset = choices
        self.fields["certificates"].label_from_instance = label
        self.fields["unit"].queryset = units
        self.fields["unit"].empty_label = "请选择"

    def clean_document_type(self) -> str:
        return self.cleaned_data["document_type"] or DocumentType.RESIDENT_ID


def label(certificate: Any) -> str:
    """«SD3701… 王敏　电子商务师　单位»."""
    unit = certificate.registration.unit
    return f"{certificate.number}　{certificate.name}　{certificate.project_name}{'　' + unit.name if unit else ''}"


class SheetForm(KeptFilesMixin, PlainForm, forms.Form):
    """The scan of the signed sheet."""

    sheet = KeptFileField(label="签收单扫描件", accept=SCAN)


class HandOutFilter(PlainForm, forms.Form):
    """By certificate, person and way."""

    q = forms.CharField(label="证书编号、领取人或运单号", required=False, max_length=40)
    how = forms.ChoiceField(label="领取方式", required=False, choices=[("", "全部"), *HandOut.How.choices])
    unsigned = forms.BooleanField(label="只看未上传签收单的", required=False)

    def apply(self, records: Any) -> Any:
        data = self.cleaned_data
        if text := data["q"].strip():
            by_number = records.filter(lines__certificate__number=text.upper())
            found = by_number | records.filter(handed_to=text) | records.filter(tracking_number=text)
            records = records.filter(pk__in=found.values("pk"))
        if data["how"]:
            records = records.filter(how=data["how"])
        return records.filter(sheet=None).exclude(how=HandOut.How.MAIL) if data["unsigned"] else records
