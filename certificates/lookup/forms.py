"""The lookup form: any two of three."""

from typing import Any

from django import forms

from sdzx.ui.forms import PlainForm


class LookupForm(PlainForm, forms.Form):
    """Certificate number, name and document number: at least two."""

    number = forms.CharField(label="证书编号", required=False, max_length=60)
    name = forms.CharField(label="姓名", required=False, max_length=100)
    document_number = forms.CharField(label="证件号码", required=False, max_length=40)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if sum(bool(str(data.get(name, "")).strip()) for name in self.fields) < 2:
            raise forms.ValidationError("请填写证书编号、姓名、证件号码中的任意两项。")
        return data
