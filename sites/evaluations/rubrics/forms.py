"""A version of the rubric with its rows."""

from django import forms
from django.forms import formset_factory

from sdzx.ui.forms import PlainForm
from sdzx.ui.sentences import PlainRows
from sites.evaluations.rubrics.rules import Item
from sites.versions.forms import CodeField, VersionForm


class ItemForm(PlainForm, forms.Form):
    """One item: what is looked at and what it weighs."""

    code = CodeField()
    section = forms.CharField(label="类别", max_length=20)
    name = forms.CharField(label="评估内容", max_length=100)
    full = forms.IntegerField(label="满分", min_value=1, max_value=100)
    veto = forms.BooleanField(label="一票否决（0分不得设立）", required=False)


ItemRows = formset_factory(ItemForm, formset=PlainRows, extra=1, can_delete=True, can_delete_extra=False, max_num=40)


class RubricForm(VersionForm):
    """With the mark that passes."""

    ROWS = ItemRows
    ITEM = Item
    pass_mark = forms.IntegerField(
        label="通过分数", min_value=1, max_value=100, help_text="平均分低于此分数的，不能建议设立。"
    )
