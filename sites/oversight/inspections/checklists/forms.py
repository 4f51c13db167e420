"""A version of the checklist with its rows."""

from typing import Any

from django import forms
from django.forms import formset_factory

from sdzx.ui.forms import PlainForm
from sdzx.ui.inputs import filled_rows
from sites.evaluations.rubrics.forms import CODE
from sites.oversight.inspections.answers import Item
from sites.oversight.inspections.models import Checklist


class ItemForm(PlainForm, forms.Form):
    """One item: what is looked at, on what basis, how it is answered."""

    code = forms.RegexField(
        CODE, label="编号", max_length=3, error_messages={"invalid": "编号为一个大写字母加一至两位数字，如A1。"}
    )
    section = forms.CharField(label="类别", max_length=20)
    text = forms.CharField(label="检查内容", max_length=120)
    basis = forms.CharField(label="依据", max_length=40, help_text="例如：四（二）、附件2")
    kind = forms.ChoiceField(label="填写方式", choices=Checklist.Kind.choices)
    photo = forms.BooleanField(label="须有现场照片", required=False)
    serious = forms.BooleanField(label="重点项（不符合的不得评为合格）", required=False)


ItemRows = formset_factory(ItemForm, extra=1, can_delete=True, can_delete_extra=False, max_num=40)


class ChecklistForm(PlainForm, forms.Form):
    """Valid when it and its rows are."""

    name = forms.CharField(label="名称", max_length=60)

    def __init__(self, data: Any = None, *, checklist: Checklist | None = None) -> None:
        super().__init__(data, initial={"name": checklist.name} if checklist else None)
        self.items = ItemRows(data, prefix="items", initial=checklist.items if checklist else [])

    def is_valid(self) -> bool:
        """Both are looked at, so that all errors show at once."""
        return all([super().is_valid(), self.items.is_valid()])

    def values(self) -> dict[str, Any]:
        """What the services take."""
        rows = tuple(Item(**row) for row in filled_rows(self.items))
        return {"name": self.cleaned_data["name"], "items": rows}
