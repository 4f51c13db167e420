"""Issuing a measure and what its steps ask for."""

from typing import Any

from django import forms

from sdzx.files import accept
from sdzx.files.forms import KeptFilesField, KeptFilesMixin
from sdzx.ui.forms import PlainForm
from sdzx.ui.inputs import day_field
from sites.oversight.measures.models import Measure
from sites.oversight.measures.rules import heavier
from sites.oversight.violations.models import Violation
from sites.registry.models import Site

LONG = {"rows": 5}


class TermsForm(PlainForm, forms.Form):
    """The kind with its reasons, requirements and date."""

    kind = forms.ChoiceField(label="措施", choices=Measure.Kind.choices, widget=forms.RadioSelect)
    reasons = forms.CharField(
        label="理由",
        max_length=4000,
        help_text="将印在警告书、通知书或决定书中。",
        widget=forms.Textarea(attrs=LONG),
    )
    requirements = forms.CharField(
        label="整改要求",
        required=False,
        max_length=4000,
        help_text="每行一项。警告不填。",
        widget=forms.Textarea(attrs=LONG),
    )
    due = day_field("整改期限", required=False, help_text="警告不填。")


class IssueForm(TermsForm):
    """On which confirmed violations of the site."""

    violations = forms.ModelMultipleChoiceField(
        Violation.objects.none(), label="依据的违规", required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("violations", "kind", "reasons", "requirements", "due")

    def __init__(self, *args: Any, site: Site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["violations"]
        field.queryset = site.violations.filter(status=Violation.Status.CONFIRMED).order_by("-happened_on", "-id")
        field.label_from_instance = violation_label


def violation_label(violation: Any) -> str:
    """«违规失信（2026年3月2日）：替考……»."""
    day = violation.happened_on
    facts = violation.facts if len(violation.facts) <= 60 else f"{violation.facts[:60]}……"
    return f"{violation.get_ground_display()}（{day.year}年{day.month}月{day.day}日）：{facts}"


class EscalateForm(TermsForm):
    """Only the kinds above the present one."""

    takes_record = True

    def __init__(self, *args: Any, record: Measure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = heavier(record.kind)
        self.fields["kind"].choices = [pair for pair in Measure.Kind.choices if pair[0] in above]
        self.initial = {"kind": above[0] if above else "", "requirements": record.requirements}


class ReportForm(KeptFilesMixin, PlainForm, forms.Form):
    """What has been mended, with proof."""

    report = forms.CharField(label="整改情况", max_length=8000, widget=forms.Textarea(attrs=LONG))
    report_files = KeptFilesField(label="整改证明", accept=accept.SCAN, limit=40)


class ReturnForm(PlainForm, forms.Form):
    """Why it is not enough, and until when now."""

    ground = forms.CharField(label="退回的理由", max_length=1000, widget=forms.Textarea(attrs=LONG))
    due = day_field("新的整改期限")


class MeasureFilter(PlainForm, forms.Form):
    """By kind, state and site."""

    kind = forms.ChoiceField(label="措施", required=False, choices=[("", "全部"), *Measure.Kind.choices])
    status = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Measure.Status.choices])
    q = forms.CharField(label="考点名称或文号", required=False, max_length=60)

    def apply(self, records: Any) -> Any:
        for name in ("kind", "status"):
            if self.cleaned_data[name]:
                records = records.filter(**{name: self.cleaned_data[name]})
        text = self.cleaned_data["q"].strip()
        return records.filter(site__name__icontains=text) | records.filter(number__icontains=text) if text else records
