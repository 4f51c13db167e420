"""What people fill in about cases."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from sdzx import clock
from sdzx.archive.models import Case
from sdzx.files import accept, media
from sdzx.files.accept import Accept
from sdzx.files.forms import KeptFileField, KeptFilesMixin
from sdzx.ui.forms import PlainForm

MATERIAL = Accept("PDF、Word、Excel或图片", media.IMAGES | {media.PDF, media.DOCX, media.XLSX}, "SDZX_DOCUMENT_BYTES")


class CaseFilter(PlainForm, forms.Form):
    """By state, kind, words, and whether the archiving is overdue."""

    status = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Case.Status.choices])
    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *Case.Kind.choices])
    q = forms.CharField(label="题名或案卷号", required=False, max_length=60)
    late = forms.ChoiceField(label="归档期限", required=False, choices=[("", "全部"), ("1", "已逾期")])

    def apply(self, records: QuerySet[Case]) -> QuerySet[Case]:
        for name in ("status", "kind"):
            if value := self.cleaned_data[name]:
                records = records.filter(**{name: value})
        if text := self.cleaned_data["q"].strip():
            records = records.filter(Q(title__icontains=text) | Q(number__icontains=text))
        return (
            records.filter(status=Case.Status.OPEN, due_on__lt=clock.today()) if self.cleaned_data["late"] else records
        )


class MaterialForm(KeptFilesMixin, PlainForm, forms.Form):
    """A material that the portal did not make."""

    title = forms.CharField(label="材料题名", max_length=150)
    file = KeptFileField(label="文件", accept=MATERIAL)


class VideoForm(KeptFilesMixin, PlainForm, forms.Form):
    """A video: uploaded, or, where it is too large, where it lies and the digest that proves it."""

    title = forms.CharField(label="视频题名", max_length=150)
    file = KeptFileField(label="视频文件", accept=accept.VIDEO, required=False)
    location = forms.CharField(
        label="存放地点", max_length=200, required=False,
        help_text="文件太大不便上传时，写明保存在哪里（如“档案室3号柜移动硬盘A”），并填写下面两项。",
    )  # fmt: skip
    sha256 = forms.CharField(
        label="SHA-256", max_length=64, required=False, help_text="用校验工具对原文件计算，64位十六进制数。"
    )
    size = forms.IntegerField(label="文件大小（字节）", min_value=1, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not data["file"] and not data["location"]:
            raise forms.ValidationError("请上传视频，或者填写视频的存放地点。")
        return data


class DisposalForm(PlainForm, forms.Form):
    """What is to go, and why."""

    scope = forms.ChoiceField(label="销毁范围", choices=Case.Scope.choices, widget=forms.RadioSelect)
    ground = forms.CharField(label="理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class HoldForm(PlainForm, forms.Form):
    """Why a case must be kept beyond its term."""

    reason = forms.CharField(label="保全理由", max_length=200, help_text="如：行政复议、诉讼、信访核查尚未办结。")
