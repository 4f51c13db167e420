"""What an auditor looks for."""

import datetime

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from sdzx.accounts.roles import Role
from sdzx.audit.models import Entry
from sdzx.ui.forms import PlainForm

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class EntryFilter(PlainForm, forms.Form):
    """By person, role, act, subject and days. `chain` («archive.case/12») is one subject's whole chain."""

    person = forms.CharField(label="人员", required=False, max_length=50)
    role = forms.ChoiceField(label="身份", required=False, choices=[("", "全部"), *Role.choices])
    act = forms.CharField(label="动作（名称或代码）", required=False, max_length=60)
    subject = forms.CharField(label="对象", required=False, max_length=100)
    since = forms.DateField(label="自", required=False, widget=DAY)
    until = forms.DateField(label="至", required=False, widget=DAY)
    chain = forms.RegexField(r"^[a-z_]+\.[a-z_]+/\d{1,18}$", required=False, widget=forms.HiddenInput)

    def clean(self) -> None:
        super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", "结束日期不能早于开始日期。")

    def apply(self, records: QuerySet[Entry]) -> QuerySet[Entry]:
        data = self.cleaned_data
        found = {
            "actor_name__icontains": data["person"].strip(),
            "role": data["role"],
            "subject_name__icontains": data["subject"].strip(),
            "at__gte": midnight(data["since"]),
            "at__lt": midnight(data["until"], after=1),
        }
        if data["chain"]:
            found["subject_type"], found["subject_id"] = data["chain"].split("/")
        if act := data["act"].strip():
            found["verb" if "." in act and act.isascii() else "label__icontains"] = act
        return records.filter(**{lookup: value for lookup, value in found.items() if value})


def midnight(day: datetime.date | None, *, after: int = 0) -> datetime.datetime | None:
    """When that day (or so many days later) begins in Shandong."""
    if day is None:
        return None
    start = datetime.datetime.combine(day + datetime.timedelta(days=after), datetime.time())
    return timezone.make_aware(start)
