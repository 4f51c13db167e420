"""A version of the number pattern with its segments, and the filter of the void register."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.forms import formset_factory

from certificates.issuing.numbering import Segment
from certificates.issuing.patterns.rules import KINDS
from sdzx.accounts.models import Center
from sdzx.ui.forms import PlainForm
from sdzx.ui.inputs import filled_rows
from sdzx.ui.sentences import PlainRows

WIDE = ("city", "year", "sequence")


class SegmentForm(PlainForm, forms.Form):
    """One segment: what it says, and how long or which characters it is."""

    kind = forms.ChoiceField(label="内容", choices=[("", "请选择"), *KINDS.items()])
    width = forms.IntegerField(label="位数", min_value=1, max_value=9, required=False)
    value = forms.CharField(label="固定字符", max_length=10, required=False)

    def clean(self) -> dict[str, Any]:
        """The one that its kind needs is filled in."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") in WIDE and "width" not in self.errors and not data.get("width"):
            self.add_error("width", f"请填写{KINDS[data['kind']]}的位数。")
        if data.get("kind") == "text" and not data.get("value"):
            self.add_error("value", "请填写固定字符。")
        return data


SegmentRows = formset_factory(
    SegmentForm, formset=PlainRows, extra=0, can_delete=True, can_delete_extra=False, max_num=12, min_num=1
)


class PatternForm(PlainForm, forms.Form):
    """Valid when it and its rows are."""

    note = forms.CharField(label="说明", max_length=200, required=False, help_text="如：为什么要换一版。")

    def __init__(self, data: Any = None, *, segments: Sequence[Segment] = (), note: str = "") -> None:
        super().__init__(data, initial={"note": note})
        self.rows = SegmentRows(data, prefix="segments", initial=segments if data is None else None)

    def is_valid(self) -> bool:
        """Both are looked at, so that all errors show at once."""
        return all([super().is_valid(), self.rows.is_valid()])

    def segments(self) -> list[Segment]:
        """What the services take: each segment with nothing but what its kind needs."""
        made: list[Segment] = []
        for row in filled_rows(self.rows):
            kind = row["kind"]
            segment: Segment = {"kind": kind}
            if kind in WIDE:
                segment["width"] = row["width"]
            if kind == "text":
                segment["value"] = row["value"].strip().upper()
            made.append(segment)
        return made


class VoidFilter(PlainForm, forms.Form):
    """Narrow the register."""

    text = forms.CharField(label="编号或理由", required=False)
    center = forms.ModelChoiceField(
        Center.objects.filter(kind=Center.Kind.CITY), label="发证中心", required=False, empty_label="全部"
    )

    def apply(self, records: Any) -> Any:
        text, center = self.cleaned_data["text"].strip(), self.cleaned_data["center"]
        if text:
            records = records.filter(Q(number__icontains=text.upper()) | Q(reason__icontains=text))
        return records.filter(center=center) if center else records
