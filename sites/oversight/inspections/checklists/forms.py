"""A version of the checklist with its rows."""

from django import forms
from django.forms import formset_factory

from sdzx.ui.forms import PlainForm
from sdzx.ui.sentences import PlainRows
from sites.oversight.inspections.answers import Item
from sites.oversight.inspections.models import Checklist
from sites.versions.forms import CodeField, VersionForm


class ItemForm(PlainForm, forms.Form):
    """One item: what is looked at, on what basis, how it is answered."""

    code = CodeField()
    section = forms.CharField(label="类别", max_length=20)
    text = forms.CharField(label="检查内容", max_length=120)
    basis = forms.CharField(label="依据", max_length=40, help_text="例如：四（二）、附件2")
    kind = forms.ChoiceField(label="填写方式", choices=Checklist.Kind.choices)
    photo = forms.BooleanField(label="须有现场照片", required=False)
    serious = forms.BooleanField(label="重点项（不符合的不得评为合格）", required=False)


ItemRows = formset_factory(ItemForm, formset=PlainRows, extra=1, can_delete=True, can_delete_extra=False, max_num=40)


class ChecklistForm(VersionForm):
    """A name and rows."""

    ROWS = ItemRows
    ITEM = Item
