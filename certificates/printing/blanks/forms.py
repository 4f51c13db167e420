"""Entries of the stock book."""

from typing import Any

from django import forms

from certificates.printing.blanks.models import BlankMovement
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import User
from sdzx.ui.forms import PlainForm
from sdzx.ui.inputs import day_field

MOST = 1_000_000  # more is a slip of the finger


class EntryForm(PlainForm, forms.Form):
    """What every entry has: its day, not in the future."""

    day = day_field("日期")

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["day"].initial = clock.today()

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if day > clock.today():
            raise forms.ValidationError("日期不能晚于今天。")
        return day


def sheets(label: str = "份数", **options: Any) -> forms.IntegerField:
    """How many."""
    wrong = {
        "min_value": f"{label}不能小于%(limit_value)s。",
        "max_value": f"{label}太大，请核对。",
        "invalid": f"{label}要填整数。",
    }
    return forms.IntegerField(
        label=label, max_value=MOST, error_messages=wrong, **{"min_value": 1} | options
    )  # fmt: skip


class ReceiptForm(EntryForm):
    """Blanks that came in."""

    count = sheets(required=False, help_text="填了起止号码的，可以不填，由号码算出。")
    first_number = forms.CharField(
        label="起始号码", required=False, max_length=30, help_text="空白证书自身印有号码的填写。"
    )
    last_number = forms.CharField(label="终止号码", required=False, max_length=30)
    supplier = forms.CharField(label="供货单位", required=False, max_length=100)
    signed_by = forms.CharField(label="签收人", max_length=50)


class SpoiledForm(EntryForm):
    """Blanks spoiled before anything was printed on them."""

    count = sheets()
    reason = forms.CharField(label="理由", max_length=200, help_text="如：校准时试印、受潮、运输破损。")


class DestructionForm(EntryForm):
    """Spoiled sheets, before two people."""

    count = sheets()
    witness = forms.ModelChoiceField(User.objects.none(), label="监销人", help_text="本中心的另一人，须在场。")
    reason = forms.CharField(label="说明", max_length=200, help_text="如：碎纸销毁，第三季度作废证书。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = User.objects.filter(
            memberships__center=self.actor.center, memberships__is_active=True, is_active=True
        ).exclude(pk=self.actor.user_required.pk)  # fmt: skip
        self.fields["witness"].queryset = people.order_by("name").distinct()
        self.fields["witness"].label_from_instance = lambda person: person.name


class CountingForm(EntryForm):
    """What was counted in the store room."""

    counted = sheets("实际份数", min_value=0)
    reason = forms.CharField(label="差异的原因", required=False, max_length=200, help_text="与账面一致的不用填写。")


class BookFilter(PlainForm, forms.Form):
    """By kind and days."""

    kind = forms.ChoiceField(label="类别", required=False, choices=[("", "全部"), *BlankMovement.Kind.choices])
    since = day_field("日期自", required=False)
    until = day_field("日期至", required=False)

    def apply(self, records: Any) -> Any:
        data = self.cleaned_data
        if data["kind"]:
            records = records.filter(kind=data["kind"])
        if data["since"]:
            records = records.filter(day__gte=data["since"])
        return records.filter(day__lte=data["until"]) if data["until"] else records
