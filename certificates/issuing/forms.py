"""The filter of the certificates' list."""

from typing import Any

from django import forms

from sdzx.ui.forms import PlainForm


class CertificateFilter(PlainForm, forms.Form):
    """Narrow the list."""

    number = forms.CharField(label="证书编号", required=False)
    name = forms.CharField(label="姓名", required=False)
    status = forms.ChoiceField(
        label="状态", required=False,
        choices=[("", "全部"), ("numbered", "待打印"), ("printed", "待发放"), ("handed_out", "已发放"), ("revoked", "已撤销"), ("corrected", "已更正")],
    )  # fmt: skip

    def apply(self, records: Any) -> Any:
        data = self.cleaned_data
        if data["number"]:
            records = records.filter(number__icontains=data["number"].strip().upper())
        if data["name"]:
            records = records.filter(name__icontains=data["name"].strip())
        return records.filter(status=data["status"]) if data["status"] else records
