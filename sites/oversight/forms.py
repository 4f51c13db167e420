"""Opening an exit and what its steps ask for."""

from typing import Any

from django import forms

from sdzx.files import accept
from sdzx.files.forms import KeptFilesField, KeptFilesMixin
from sdzx.ui.forms import PlainForm
from sites.oversight.measures.forms import violation_label
from sites.oversight.models import ExitCase
from sites.oversight.violations.models import Violation
from sites.registry.models import Site

LONG = {"rows": 6}


class OpeningForm(KeptFilesMixin, PlainForm, forms.Form):
    """Against which site, on what ground, with which evidence, until when it may state its case."""

    site = forms.ModelChoiceField(Site.objects.none(), label="考点", empty_label="请选择", to_field_name="uid")
    ground = forms.ChoiceField(label="事由", choices=ExitCase.Ground.choices, widget=forms.RadioSelect)
    facts = forms.CharField(label="查实的事实", max_length=4000, widget=forms.Textarea(attrs=LONG))
    violations = forms.ModelMultipleChoiceField(
        Violation.objects.none(),
        label="依据的违规",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="所选违规的证据自动附入。",
    )
    evidence = KeptFilesField(label="证据", accept=accept.SCAN, limit=40, required=False)
    statement_due = forms.DateField(
        label="陈述申辩期限", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, site: Site | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        confirmed = Violation.objects.filter(site=site, status=Violation.Status.CONFIRMED).order_by(
            "-happened_on", "-id"
        )
        if site is None or not confirmed:
            del self.fields["violations"]
        else:
            self.fields["violations"].queryset = confirmed
            self.fields["violations"].label_from_instance = violation_label
        usable = Site.objects.visible_to(self.actor).exclude(status=Site.Status.REVOKED)
        self.fields["site"].queryset = usable


class StatementForm(PlainForm, forms.Form):
    """The site's own words."""

    statement = forms.CharField(label="陈述申辩内容", max_length=8000, widget=forms.Textarea(attrs=LONG))


class RecordStatementForm(PlainForm, forms.Form):
    """What came on paper; empty after the date when nothing came."""

    statement = forms.CharField(
        label="考点的陈述申辩",
        required=False,
        max_length=8000,
        help_text="登记书面提交的陈述；期满未陈述的，留空。",
        widget=forms.Textarea(attrs=LONG),
    )


class DecisionForm(PlainForm, forms.Form):
    """The decision and why."""

    decision = forms.CharField(
        label="决定及理由",
        max_length=4000,
        help_text="须回应考点的陈述申辩。将印在退出决定中。",
        widget=forms.Textarea(attrs=LONG),
    )


class PublishForm(PlainForm, forms.Form):
    """The bureau's number."""

    number = forms.CharField(label="公布文号", max_length=60, help_text="例如：济人社公告〔2026〕8号")
