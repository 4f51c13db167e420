"""Drawing, naming and changing a panel, with the reasons why somebody may not sit beside their name."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.dateparse import parse_date

from sdzx import clock, policy
from sdzx.personnel.models import Person
from sdzx.ui.forms import PlainForm
from sites.applications.models import Application
from sites.evaluations.models import Evaluation
from sites.evaluations.panels.pool import Candidate, candidates, seat_candidates
from sites.evaluations.panels.rules import seat_day
from sites.evaluations.rules import sitting

DATE = {"type": "date"}
OPTION = "sites/evaluations/panels/option.html"


class _Candidates:
    """A mixin of widgets: each option shows its expert; who may not sit cannot be chosen."""

    known: dict[int, Candidate]

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        made: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]  # a mixin of widgets: the widget has it
        made["candidate"] = self.known[int(str(value))]
        if made["candidate"].blockers:
            made["attrs"]["disabled"] = True
        return made


class ExpertBoxes(_Candidates, forms.CheckboxSelectMultiple):
    """Several."""

    option_template_name = OPTION


class ExpertRadios(_Candidates, forms.RadioSelect):
    """One."""

    option_template_name = OPTION


def offer(field: Any, pool: Sequence[Candidate]) -> None:
    """The field's choices are these experts."""
    field.queryset = Person.objects.filter(pk__in=[each.person.pk for each in pool])
    field.widget.known = {each.person.pk: each for each in pool}
    field.choices = [(each.person.pk, each.label) for each in pool]


class DrawForm(PlainForm, forms.Form):
    """The day and how many."""

    visit_on = forms.DateField(label="考察日期", widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))
    count = forms.IntegerField(label="专家人数", min_value=3, max_value=15, help_text="单数，含组长。")

    def __init__(self, *args: Any, record: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["count"].initial = policy.of(record.center).panel_size


class NothingForm(PlainForm, forms.Form):
    """For a draw that asks for nothing."""


class PanelForm(PlainForm, forms.Form):
    """The panel of one application: proposed by the last draw, chosen from the centre's experts."""

    takes_record = True
    members = forms.ModelMultipleChoiceField(
        Person.objects.none(), label="专家组成员", widget=ExpertBoxes, help_text="单数，不少于规定人数。"
    )
    leader = forms.ModelChoiceField(Person.objects.none(), label="组长", empty_label="请选择")
    visit_on = forms.DateField(label="考察日期", widget=forms.DateInput(attrs=DATE, format="%Y-%m-%d"))
    starts_at = forms.TimeField(
        label="开始时间", initial="09:00", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ground = forms.CharField(
        label="未按抽取结果组建的理由",
        required=False,
        max_length=300,
        help_text="组成人员和考察日期与抽取结果一致的不必填写。",
    )

    def __init__(self, *args: Any, record: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.draw = record.panel_draws.first()
        day = self.visit_day()
        pool = candidates(record, day)
        offer(self.fields["members"], pool)
        leader: Any = self.fields["leader"]
        fit = [each for each in pool if not each.blockers]
        leader.queryset = Person.objects.filter(pk__in=[each.person.pk for each in pool])
        leader.choices = [("", "请选择"), *((each.person.pk, each.label) for each in fit)]
        self.fields["visit_on"].initial = day
        if self.draw:
            self.fields["members"].initial = [
                each.person.pk for each in pool if str(each.person.uid) in self.draw.drawn
            ]
        else:
            del self.fields["ground"]

    def visit_day(self) -> datetime.date:
        """The day for which the reasons are shown: the one typed, else the draw's, else today."""
        try:
            typed = parse_date(str(self.data.get("visit_on", "")))
        except ValueError:
            typed = None
        return typed or (self.draw.visit_on if self.draw else clock.today())

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = self.cleaned_data
        if "members" in data:
            data["members"] = list(data["members"])
        return data


class RecuseForm(PlainForm, forms.Form):
    """Why, and whether it is a relation that lasts."""

    ground = forms.CharField(label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))
    related = forms.BooleanField(
        label="与申请单位有利害关系，今后也应回避",
        required=False,
        help_text="勾选后登记为回避关系，不再抽取您评估这个单位。",
    )


class ReplaceForm(PlainForm, forms.Form):
    """Who takes the seat, why, and who leads when the leader goes."""

    takes_record = True
    substitute = forms.ModelChoiceField(
        Person.objects.none(),
        label="接替专家",
        widget=ExpertRadios,
        empty_label=None,
        help_text="按本年度评估次数从少到多排列。实地考察已进行的，接替专家须到现场补充考察后再评估。",
    )
    leader = forms.ModelChoiceField(Person.objects.none(), label="组长", empty_label="请选择", required=False)
    ground = forms.CharField(label="更换理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    departure = forms.CharField(
        label="未按抽取结果选择的理由", required=False, max_length=300, help_text="选择抽取的专家的不必填写。"
    )

    def __init__(self, *args: Any, record: Evaluation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        panel = record.member.panel
        pool = seat_candidates(panel, seat_day(panel, clock.today()))
        offer(self.fields["substitute"], pool)
        if drawing := record.draws.first():
            self.fields["substitute"].initial = drawing.drawn_id
        else:
            del self.fields["departure"]
        if record.status == Evaluation.Status.RECUSED:
            self.fields["ground"].initial = f"{record.member.person.name}退出评估。"
        if not record.member.leads:
            del self.fields["leader"]
            return
        staying = [each.member.person for each in sitting(panel) if each.pk != record.pk]
        leader: Any = self.fields["leader"]
        people = [*staying, *(each.person for each in pool if not each.blockers)]
        leader.queryset = Person.objects.filter(pk__in=[each.pk for each in people])
        leader.choices = [("", "请选择"), *((each.pk, each.name) for each in people)]
        leader.help_text = "退出的是组长，请从留任成员或接替专家中指定。"
