"""Recording a violation and what its steps ask for."""

from typing import Any

from django import forms

from sdzx import clock, policy
from sdzx.files import accept
from sdzx.files.forms import KeptFilesField, KeptFilesMixin
from sdzx.files.models import StoredFile
from sdzx.ui.forms import PlainForm
from sdzx.ui.inputs import day_field
from sdzx.workdays import calendar
from sites.oversight.violations.models import Violation
from sites.oversight.violations.origins import Origin
from sites.registry.models import Site

LONG = {"rows": 6}


class OpeningForm(KeptFilesMixin, PlainForm, forms.Form):
    """Which site, on what ground, with which evidence. An `origin` offers its facts and files."""

    site = forms.ModelChoiceField(Site.objects.none(), label="考点", empty_label="请选择", to_field_name="uid")
    ground = forms.ChoiceField(label="事由", choices=Violation.Ground.choices, widget=forms.RadioSelect)
    facts = forms.CharField(
        label="查实的事实",
        max_length=4000,
        help_text="考点会看到这里的全部文字。请勿写入举报人的任何信息。",
        widget=forms.Textarea(attrs=LONG),
    )
    happened_on = day_field("发生日期")
    copied = forms.MultipleChoiceField(
        label="引用的材料", required=False, widget=forms.CheckboxSelectMultiple, help_text="勾选的材料将复制为证据，考点可以看到。"
    )  # fmt: skip
    evidence = KeptFilesField(label="证据", accept=accept.SCAN, limit=40, required=False)
    response_due = day_field("考点说明期限")

    def __init__(self, *args: Any, origin: Origin | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usable = Site.objects.visible_to(self.actor).exclude(status=Site.Status.REVOKED)
        self.fields["site"].queryset = usable
        if self.actor.center is not None:
            days = policy.of(self.actor.center).violation_response_days
            self.initial.setdefault("response_due", calendar.add_workdays(clock.today(), days).day)
        self.proofs = {str(each.file.uid): each.file for each in origin.proofs} if origin else {}
        if origin is None or not self.proofs:
            del self.fields["copied"]
        else:
            copied = self.fields["copied"]
            copied.choices = [(str(each.file.uid), f"{each.file.name}（{each.note}）") for each in origin.proofs]
            copied.initial = [str(each.file.uid) for each in origin.proofs if each.offered]

    def values(self) -> dict[str, Any]:
        """As the service takes them: chosen files of the origin before new ones."""
        found = dict(self.cleaned_data)
        chosen: list[StoredFile] = [self.proofs[uid] for uid in found.pop("copied", [])]
        return {**found, "evidence": [*chosen, *found["evidence"]]}


class ResponseForm(KeptFilesMixin, PlainForm, forms.Form):
    """The site's own words and files."""

    response = forms.CharField(label="说明内容", max_length=8000, widget=forms.Textarea(attrs=LONG))
    response_files = KeptFilesField(label="证明材料", accept=accept.SCAN, limit=20, required=False)


class FindingForm(PlainForm, forms.Form):
    """Why it stands."""

    finding = forms.CharField(
        label="认定意见",
        max_length=4000,
        help_text="写明认定的事实和理由，并回应考点的说明。",
        widget=forms.Textarea(attrs=LONG),
    )


class ViolationFilter(PlainForm, forms.Form):
    """By state, ground and site."""

    status = forms.ChoiceField(label="状态", required=False, choices=[("", "全部"), *Violation.Status.choices])
    ground = forms.ChoiceField(label="事由", required=False, choices=[("", "全部"), *Violation.Ground.choices])
    q = forms.CharField(label="考点名称", required=False, max_length=60)

    def apply(self, records: Any) -> Any:
        for name in ("status", "ground"):
            if self.cleaned_data[name]:
                records = records.filter(**{name: self.cleaned_data[name]})
        text = self.cleaned_data["q"].strip()
        return records.filter(site__name__icontains=text) if text else records
