"""Which batch, and which columns."""

import datetime
from typing import Any

from django import forms
from django.forms import formset_factory

from certificates.export.columns import FIELDS, LIMIT
from certificates.export.models import ExportLayout, ExportRun
from certificates.export.services import Batch
from exams.sessions.models import Session
from sdzx.accounts.actors import Actor
from sdzx.ui.forms import PlainForm
from sdzx.ui.inputs import day_field, filled_rows
from sdzx.ui.sentences import PlainRows


class BatchForm(PlainForm, forms.Form):
    """A session, a year, or the days of issue; exactly one of the three."""

    session = forms.CharField(label="考核场次", max_length=40, required=False, help_text="填场次编号。")
    year = forms.IntegerField(label="发证年度", min_value=2000, max_value=2999, required=False)
    first = day_field("发证日期从", required=False)
    last = day_field("发证日期到", required=False)
    format = forms.ChoiceField(label="格式", choices=ExportRun.Format.choices)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean(self) -> dict[str, Any]:
        """One way of naming the batch, wholly."""
        data: dict[str, Any] = super().clean() or {}
        number, year, first, last = (data.get(name) for name in ("session", "year", "first", "last"))
        if self.errors:
            return data
        if sum(map(bool, (number, year, first or last))) != 1:
            raise forms.ValidationError("请在考核场次、发证年度、发证日期中填写一种。")
        if (first or last) and not (first and last):
            self.add_error("last" if first else "first", "请把发证日期的起止都填写。")
        elif first and last and last < first:
            self.add_error("last", "截止日期早于起始日期。")
        if number:
            data["found"] = Session.objects.visible_to(self.actor).filter(number=number.strip()).first()
            if data["found"] is None:
                self.add_error("session", "没有找到这个场次。")
        return data

    def batch(self) -> Batch:
        """What the valid form names."""
        data = self.cleaned_data
        if year := data["year"]:
            return Batch(first=datetime.date(year, 1, 1), last=datetime.date(year, 12, 31))
        return Batch(session=data.get("found"), first=data["first"], last=data["last"])


class ColumnForm(PlainForm, forms.Form):
    """One column. Without a heading it bears the field's own name."""

    field = forms.ChoiceField(
        label="内容", choices=[("", "请选择"), *((key, each.label) for key, each in FIELDS.items())]
    )
    heading = forms.CharField(label="列名", max_length=LIMIT, required=False, help_text="不填的用内容的名称。")


ColumnRows = formset_factory(
    ColumnForm, formset=PlainRows, extra=0, can_delete=True, can_delete_extra=False, max_num=30, min_num=1
)


class LayoutForm(PlainForm, forms.Form):
    """Valid when it and its rows are."""

    dates = forms.ChoiceField(label="日期格式", choices=ExportLayout.Dates.choices)

    def __init__(self, data: Any = None, *, layout: ExportLayout) -> None:
        super().__init__(data, initial={"dates": layout.dates})
        self.rows = ColumnRows(data, prefix="columns", initial=layout.columns if data is None else None)

    def is_valid(self) -> bool:
        """Both are looked at, so that all errors show at once."""
        return all([super().is_valid(), self.rows.is_valid()])

    def columns(self) -> list[dict[str, str]]:
        """What the services take."""
        return [
            {"field": row["field"], "heading": row["heading"].strip() or FIELDS[row["field"]].label}
            for row in filled_rows(self.rows)
        ]
