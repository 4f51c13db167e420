"""The forms of the lookup: any two of three facts; a signed PDF."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from sdzx.accounts.human import HumanCheckMixin
from sdzx.ui.forms import PlainForm

PDF_BYTES = 10 * 1024 * 1024
FACTS = ("number", "name", "document_number")


class LookupForm(HumanCheckMixin, PlainForm, forms.Form):
    """Certificate number, name and document number: at least two."""

    number = forms.CharField(label="证书编号", required=False, max_length=60)
    name = forms.CharField(label="姓名", required=False, max_length=100)
    document_number = forms.CharField(label="证件号码", required=False, max_length=40)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if sum(bool(str(self.data.get(name, "")).strip()) for name in FACTS) < 2:
            raise forms.ValidationError("请填写证书编号、姓名、证件号码中的任意两项。")
        return data


class FileForm(HumanCheckMixin, PlainForm, forms.Form):
    """An e-certificate as a file."""

    file = forms.FileField(
        label="电子证书文件",
        help_text=f"PDF，不超过{PDF_BYTES // 1024 // 1024}MB。文件只用于这一次核验，不保存。",
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf", "data-drop": ""}),
    )

    def clean_file(self) -> bytes:
        """The content."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > PDF_BYTES:
            raise forms.ValidationError(f"文件超过{PDF_BYTES // 1024 // 1024}MB，不是本系统签发的电子证书。")
        content: bytes = file.read()
        if b"%PDF-" not in content[:1024]:
            raise forms.ValidationError("这不是PDF文件，请选择下载得到的电子证书原文件，不要用截图或照片。")
        return content
