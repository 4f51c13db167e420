"""A version of the rubric with its rows."""

from typing import Any

from django import forms
from django.forms import formset_factory

from sdzx.ui.forms import PlainForm
from sdzx.ui.inputs import filled_rows
from sites.evaluations.models import Rubric
from sites.evaluations.rubrics.rules import Item

CODE = r"^[A-Z]\d{1,2}$"


class ItemForm(PlainForm, forms.Form):
    """One item: what is looked at and what it weighs."""

    code = forms.RegexField(
        CODE, label="编号", max_length=3, error_messages={"invalid": "编号为一个大写字母加一至两位数字，如A1。"}
    )
    section = forms.CharField(label="类别", max_length=20)
    name = forms.CharField(label="评估内容", max_length=100)
    full = forms.IntegerField(label="满分", min_value=1, max_value=100)
    veto = forms.BooleanField(label="一票否决（0分不得设立）", required=False)


ItemRows = formset_factory(ItemForm, extra=1, can_delete=True, can_delete_extra=False, max_num=40)


class RubricForm(PlainForm, forms.Form):
    """Valid when it and its rows are."""

    name = forms.CharField(label="名称", max_length=60)
    pass_mark = forms.IntegerField(
        label="通过分数", min_value=1, max_value=100, help_text="平均分低于此分数的，不能建议设立。"
    )

    def __init__(self, data: Any = None, *, rubric: Rubric | None = None) -> None:
        initial = {"name": rubric.name, "pass_mark": rubric.pass_mark} if rubric else None
        super().__init__(data, initial=initial)
        self.items = ItemRows(data, prefix="items", initial=rubric.items if rubric else [])

    def is_valid(self) -> bool:
        """Both are looked at, so that all errors show at once."""
        return all([super().is_valid(), self.items.is_valid()])

    def values(self) -> dict[str, Any]:
        """What the services take."""
        rows = tuple(Item(**row) for row in filled_rows(self.items))
        return {"name": self.cleaned_data["name"], "pass_mark": self.cleaned_data["pass_mark"], "items": rows}
