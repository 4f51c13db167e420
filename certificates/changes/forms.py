"""What an application about a certificate asks for."""

from typing import Any

from django import forms

from certificates.changes.models import CertificateChange
from sdzx.files.accept import EVIDENCE
from sdzx.files.forms import KeptFilesField, KeptFilesMixin
from sdzx.identifiers import DocumentType
from sdzx.ui.forms import PlainForm
from sdzx.ui.inputs import text_field

Kind = CertificateChange.Kind


class CorrectionForm(KeptFilesMixin, PlainForm, forms.Form):
    """What is wrong on the certificate, as it should be."""

    new_name = forms.CharField(
        label="更正后的姓名", max_length=100, required=False, help_text="与证件完全一致；姓名没有错误的不填。"
    )
    new_document_type = forms.ChoiceField(
        label="更正后的证件类型", required=False, choices=[("", "不更正"), *DocumentType.choices]
    )
    new_document_number = forms.CharField(
        label="更正后的证件号码", max_length=40, required=False, help_text="证件没有错误的不填。"
    )
    ground = text_field("更正理由", max_length=1000)
    evidence = KeptFilesField(
        label="证明材料", accept=EVIDENCE, required=False, limit=10, help_text="身份证件、户籍证明等的扫描件或照片。"
    )


class ReplacementForm(KeptFilesMixin, PlainForm, forms.Form):
    """Why another copy is needed."""

    cause = forms.ChoiceField(label="补发原因", choices=CertificateChange.Cause.choices, widget=forms.RadioSelect)
    ground = text_field("情况说明", max_length=1000)
    evidence = KeptFilesField(
        label="证明材料",
        accept=EVIDENCE,
        required=False,
        limit=10,
        help_text="损坏的证书照片等，没有的不传。领取补发证书时交回损坏的证书。",
    )


class RevocationForm(KeptFilesMixin, PlainForm, forms.Form):
    """On what grounds, with what proof."""

    ground = text_field("撤销理由", max_length=2000, help_text="将告知持证人，持证人可以陈述申辩。")
    evidence = KeptFilesField(label="证据", accept=EVIDENCE, required=False, limit=20)


FORMS: dict[str, Any] = {
    Kind.CORRECTION: CorrectionForm,
    Kind.REPLACEMENT: ReplacementForm,
    Kind.REVOCATION: RevocationForm,
}


class StatementForm(PlainForm, forms.Form):
    """What the holder says."""

    statement = text_field("陈述申辩", max_length=4000, rows=6)


class CarryOutForm(PlainForm, forms.Form):
    """Where the old copy is."""

    takes_record = True
    old_copy = forms.CharField(
        label="旧证去向", max_length=200, required=False, help_text="如：收回并于当日销毁，两人在场；遗失的可以不填。"
    )

    def __init__(self, *args: Any, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_copy"].required = record.cause == CertificateChange.Cause.DAMAGED


class ChangeFilter(PlainForm, forms.Form):
    """By kind, state and certificate."""

    kind = forms.ChoiceField(label="事项", required=False, choices=[("", "全部"), *Kind.choices])
    status = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *CertificateChange.Status.choices])
    number = forms.CharField(label="证书编号", required=False, max_length=40)

    def apply(self, records: Any) -> Any:
        for name in ("kind", "status"):
            if self.cleaned_data[name]:
                records = records.filter(**{name: self.cleaned_data[name]})
        number = self.cleaned_data["number"].strip().upper()
        return records.filter(certificate__number__icontains=number) if number else records
