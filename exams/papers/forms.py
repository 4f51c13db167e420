"""What the pages of question sets ask for."""

from typing import Any

from django import forms

from exams.papers import services
from exams.papers.models import HandOver, QuestionPart, QuestionSet
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.catalogue.models import Specification
from sdzx.files import accept
from sdzx.files.forms import KeptFileField, KeptFilesMixin
from sdzx.personnel.models import Person
from sdzx.ui.forms import PlainForm


class SetForm(PlainForm, forms.Form):
    """Specification in force, writers, reviewers."""

    specification = forms.ModelChoiceField(label="考核规范", queryset=Specification.objects.none())
    writers = forms.ModelMultipleChoiceField(
        label="命题专家",
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="名册中今天资格有效的专家。",
    )
    reviewers = forms.ModelMultipleChoiceField(
        label="审题专家",
        queryset=Person.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="命题专家不能审自己命的题。",
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        in_force = Specification.objects.filter(status=Specification.Status.IN_FORCE)
        self.fields["specification"].queryset = in_force.select_related("project").order_by("project__code")
        for name in ("writers", "reviewers"):
            self.fields[name].queryset = services.experts_of(actor.center)


class PartForm(PlainForm, KeptFilesMixin, forms.Form):
    """One sealed file of the set."""

    kind = forms.ChoiceField(label="组成", choices=QuestionPart.Kind.choices)
    file = KeptFileField(
        label="文件",
        accept=accept.DOCUMENT,
        sealed=True,
        help_text="考核试卷、评分标准、答案只收PDF；上传后加密保存，原文件替换后不可恢复。",
    )


class ReviewForm(PlainForm, forms.Form):
    """The reviewers' opinion."""

    opinion = forms.CharField(label="审题意见", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))


class FilingForm(PlainForm, forms.Form):
    """The province's filing number and date."""

    number = forms.CharField(label="备案号", max_length=60)
    on = forms.DateField(label="备案日期", initial=clock.today, widget=forms.DateInput(attrs={"type": "date"}))


class OpeningForm(PlainForm, forms.Form):
    """Why a part is to be opened."""

    reason = forms.CharField(label="启封事由", max_length=200, help_text="例如：打印第1考场试卷60份。")


class HandOverForm(PlainForm, forms.Form):
    """Paper copies counted at a hand-over."""

    kind = forms.ChoiceField(label="交接类别", choices=HandOver.Kind.choices)
    packages = forms.IntegerField(label="袋数", min_value=1, max_value=500)
    copies = forms.IntegerField(label="份数", min_value=1, max_value=30000)
    seal = forms.CharField(label="密封情况", max_length=60, initial="密封完好")
    handed_by = forms.CharField(label="移交人", max_length=50)
    received_by = forms.CharField(label="接收人", max_length=50)
    note = forms.CharField(label="备注", max_length=200, required=False)


class SetFilter(PlainForm, forms.Form):
    """Filters of the list."""

    status = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *QuestionSet.Status.choices])
    q = forms.CharField(label="项目或编号", required=False, max_length=60)

    def apply(self, records: Any) -> Any:
        if status := self.cleaned_data["status"]:
            records = records.filter(status=status)
        if text := self.cleaned_data["q"].strip():
            named = records.filter(specification__project__name__icontains=text)
            records = named | records.filter(code__icontains=text)
        return records
