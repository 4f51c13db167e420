"""Arranging an inspection, filling in its checklist on a phone, signing, closing."""

import datetime
import uuid
from typing import Any

from django import forms
from django.utils import timezone

from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.files import accept
from sdzx.files.forms import KeptFilesField, KeptFilesMixin
from sdzx.ui.forms import PlainForm
from sdzx.ui.inputs import day_field, text_field
from sites.oversight.inspections.answers import LABELS, Row, items_of, rows_of
from sites.oversight.inspections.candidates import candidates
from sites.oversight.inspections.models import Inspection
from sites.oversight.inspections.rules import PHOTOS_PER_ITEM
from sites.registry.models import Site

AHEAD = 90  # days of coming sessions to choose from


class PlanForm(PlainForm, forms.Form):
    """Which site, when, announced or not, why, who."""

    site = forms.ModelChoiceField(Site.objects.none(), label="考点", empty_label="请选择", to_field_name="uid")
    announced = forms.TypedChoiceField(
        label="检查方式",
        choices=[("yes", "事先通知考点"), ("no", "不预先通知（检查前考点看不到）")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    scheduled_on = day_field("检查日期", initial=clock.today)
    session = forms.ChoiceField(
        label="结合场次检查", required=False, help_text="检查考核现场时选择，检查日期须为考核当日。"
    )
    reason = text_field("检查事由", rows=2, max_length=300)
    inspectors = forms.MultipleChoiceField(
        label="检查人员", widget=forms.CheckboxSelectMultiple, help_text="不少于2人；与考点设立单位有关系的应当回避。"
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        visible = Site.objects.visible_to(actor).exclude(status=Site.Status.REVOKED)
        self.fields["site"].queryset = visible.order_by("name")
        self.fields["session"].choices = [("", "不结合场次"), *coming_sessions(visible)]
        self.pool = candidates(actor.center, clock.today()) if actor.center else {}
        self.fields["inspectors"].choices = [
            (str(key), f"{each.user.name}（{each.capacity}）") for key, each in self.pool.items()
        ]

    def clean_inspectors(self) -> list[Any]:
        """Candidates, as the service takes them."""
        return [self.pool[int(key)] for key in self.cleaned_data["inspectors"]]

    def clean_session(self) -> uuid.UUID | None:
        key = self.cleaned_data["session"]
        return uuid.UUID(key) if key else None


def coming_sessions(visible: Any) -> list[tuple[str, str]]:
    """Published sessions of the next weeks at these sites."""
    now = clock.now()
    rows = visible.filter(
        sessions__status__in=["published", "running"],
        sessions__starts_at__gte=now - datetime.timedelta(days=1),
        sessions__starts_at__lte=now + datetime.timedelta(days=AHEAD),
    ).order_by("sessions__starts_at")
    held = rows.values_list("sessions__uid", "sessions__number", "sessions__starts_at", "name")
    return [(str(uid), f"{timezone.localdate(starts)} {name} {number}") for uid, number, starts, name in held]


class CheckingForm(KeptFilesMixin, PlainForm, forms.Form):
    """Answer, remark and photos for every item. May be half filled."""

    summary = text_field("现场情况", rows=4, required=False, max_length=2000, help_text="检查时在场人员、总体情况等。")

    def __init__(self, *args: Any, inspection: Inspection, **kwargs: Any) -> None:
        self.rows = rows_of(inspection)
        super().__init__(*args, **{"initial": initial_of(self.rows, inspection), **kwargs})

    def sections(self) -> list[dict[str, Any]]:
        """The items by section, each with its three fields, for the page."""
        found: dict[str, list[dict[str, Any]]] = {}
        for row in self.rows:
            fields = [self[f"{part}_{row.item.code}"] for part in ("value", "remark", "photos")]
            found.setdefault(row.item.section, []).append({"item": row.item, "fields": fields})
        return [{"title": title, "rows": rows} for title, rows in found.items()]

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        codes = [row.item.code for row in self.rows]
        return {
            "answers": {code: {"value": data[f"value_{code}"], "remark": data[f"remark_{code}"]} for code in codes},
            "photos": {code: data[f"photos_{code}"] for code in codes},
            "summary": data["summary"],
        }


def checking_form(inspection: Inspection) -> type[CheckingForm]:
    """The form of this inspection's checklist."""
    fields: dict[str, forms.Field] = {}
    for item in items_of(inspection.checklist):
        wanted = "（须有）" if item.photo else ""
        fields[f"value_{item.code}"] = forms.ChoiceField(
            label="检查结果",
            required=False,
            widget=forms.RadioSelect,
            choices=[(value, LABELS[value]) for value in item.choices],
        )
        fields[f"remark_{item.code}"] = text_field("情况说明", rows=2, required=False, max_length=500)
        fields[f"photos_{item.code}"] = KeptFilesField(
            label=f"现场照片{wanted}", accept=accept.IMAGE, required=False, limit=PHOTOS_PER_ITEM, help_text=""
        )
    return type("ChecklistForm", (CheckingForm,), fields)


def initial_of(rows: list[Row], inspection: Inspection) -> dict[str, Any]:
    found: dict[str, Any] = {"summary": inspection.summary}
    for row in rows:
        code = row.item.code
        found |= {f"value_{code}": row.value, f"remark_{code}": row.remark, f"photos_{code}": list(row.photos)}
    return found


class CarryOutForm(PlainForm, forms.Form):
    """The day on which it was done."""

    carried_out_on = day_field("实际检查日期", initial=clock.today)


class SignForm(PlainForm, forms.Form):
    """Who signs for the site, with what opinion."""

    representative = forms.CharField(label="考点签字人姓名", max_length=50)
    opinion = text_field(
        "考点意见", rows=4, max_length=2000, help_text="对检查情况没有异议的，写“无异议”；有异议的，写明内容。"
    )


class RefusalForm(PlainForm, forms.Form):
    """How the site refused."""

    ground = text_field(
        "拒绝签字的情形", rows=4, max_length=1000, help_text="写明在场人员、拒绝的理由；将印在检查记录中。"
    )


class CloseForm(PlainForm, forms.Form):
    """The result."""

    result = forms.ChoiceField(label="检查结果", choices=Inspection.Result.choices, widget=forms.RadioSelect)
    conclusion = text_field(
        "处理意见", rows=4, required=False, max_length=2000, help_text="结果为“需整改”或“违规”的必须填写。将通知考点。"
    )
