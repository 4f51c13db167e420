"""The questions of the certificate steps."""

from typing import Any

from django import forms

from sdzx.ui.forms import PlainForm

HOW = [
    ("本人领取", "本人领取"),
    ("委托领取", "委托领取（附委托书）"),
    ("单位统一领取", "单位统一领取"),
    ("邮寄", "邮寄"),
]


class HandOutForm(PlainForm, forms.Form):
    """To whom, and how. The holder's name is filled in."""

    takes_record = True
    handed_to = forms.CharField(label="领取人", max_length=50)
    how = forms.ChoiceField(label="领取方式", choices=HOW)

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["handed_to"].initial = record.name


class ReprintForm(PlainForm, forms.Form):
    """Why another copy is printed."""

    reason = forms.CharField(label="理由", max_length=200, help_text="如：打印机卡纸、证书遗失补发")
    replacement = forms.BooleanField(label="补发（证书上印“补发”和日期）", required=False)


class CertificateFilter(PlainForm, forms.Form):
    """Narrow the list."""

    number = forms.CharField(label="证书编号", required=False)
    name = forms.CharField(label="姓名", required=False)
    status = forms.ChoiceField(
        label="状态", required=False,
        choices=[("", "全部"), ("numbered", "待打印"), ("printed", "待发放"), ("handed_out", "已发放"), ("revoked", "已撤销")],
    )  # fmt: skip

    def apply(self, records: Any) -> Any:
        data = self.cleaned_data
        if data["number"]:
            records = records.filter(number__icontains=data["number"].strip().upper())
        if data["name"]:
            records = records.filter(name__icontains=data["name"].strip())
        return records.filter(status=data["status"]) if data["status"] else records
