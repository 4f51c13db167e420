"""The visit, filling the rubric, writing the conclusion, deciding."""

from typing import Any

from django import forms

from sdzx import clock
from sdzx.files import accept
from sdzx.files.forms import KeptFilesField, KeptFilesMixin
from sdzx.ui.forms import PlainForm
from sites.applications.models import Application
from sites.evaluations.models import Evaluation, Panel

AGREED = [("", "尚未决定"), ("yes", "同意"), ("no", "不同意")]


class VisitForm(PlainForm, forms.Form):
    """The day of the visit."""

    visited_on = forms.DateField(
        label="实际考察日期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), initial=clock.today
    )


class EvaluationForm(KeptFilesMixin, PlainForm, forms.Form):
    """The rubric's items, a verdict a project, a comment, photos. A draft may be half filled."""

    comment = forms.CharField(
        label="综合评语", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    photos = KeptFilesField(label="现场照片", accept=accept.IMAGE, required=False, limit=40)

    def __init__(self, *args: Any, evaluation: Evaluation, **kwargs: Any) -> None:
        self.panel = evaluation.member.panel
        self.codes = [row.project.code for row in self.panel.application.projects.select_related("project")]
        super().__init__(*args, **{"initial": initial_of(evaluation), **kwargs})

    def sections(self) -> list[dict[str, Any]]:
        """The items by section, each with its two fields, for the page."""
        found: dict[str, list[dict[str, Any]]] = {}
        for item in self.panel.rubric.items:
            code = item["code"]
            row = {"item": item, "mark": self[f"mark_{code}"], "remark": self[f"remark_{code}"]}
            found.setdefault(item["section"], []).append(row)
        return [{"title": title, "rows": rows} for title, rows in found.items()]

    def verdict_fields(self) -> list[Any]:
        return [self[f"verdict_{code}"] for code in self.codes]

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        codes = [item["code"] for item in self.panel.rubric.items]
        said = {"yes": True, "no": False}
        return {
            "marks": {code: data[f"mark_{code}"] for code in codes},
            "remarks": {code: data[f"remark_{code}"] for code in codes},
            "verdicts": {code: said.get(data[f"verdict_{code}"]) for code in self.codes},
            "comment": data["comment"],
            "photos": data["photos"],
        }


def evaluation_form(evaluation: Evaluation) -> type[EvaluationForm]:
    """The form of this rubric and these projects."""
    fields: dict[str, forms.Field] = {}
    for item in evaluation.member.panel.rubric.items:
        code, full = item["code"], item["full"]
        attrs = {"inputmode": "numeric"}
        fields[f"mark_{code}"] = forms.IntegerField(
            label=f"评分（0至{full}）",
            required=False,
            min_value=0,
            max_value=full,
            widget=forms.NumberInput(attrs=attrs),
        )
        fields[f"remark_{code}"] = forms.CharField(label="评语", required=False, max_length=300)
    for row in evaluation.member.panel.application.projects.select_related("project"):
        fields[f"verdict_{row.project.code}"] = forms.ChoiceField(
            label=f"{row.project.name}", required=False, choices=AGREED
        )
    return type("RubricForm", (EvaluationForm,), fields)


def initial_of(evaluation: Evaluation) -> dict[str, Any]:
    said = {True: "yes", False: "no"}
    return {
        **{f"mark_{code}": mark for code, mark in evaluation.marks.items()},
        **{f"remark_{code}": text for code, text in evaluation.remarks.items()},
        **{f"verdict_{code}": said[agreed] for code, agreed in evaluation.verdicts.items()},
        "comment": evaluation.comment,
        "photos": list(evaluation.photos.all()),
    }


class ConclusionForm(PlainForm, forms.Form):
    """The leader's."""

    conclusion = forms.ChoiceField(label="评估结论", choices=Panel.Conclusion.choices, widget=forms.RadioSelect)
    opinion = forms.CharField(label="总体意见", max_length=4000, widget=forms.Textarea(attrs={"rows": 8}))


class DecisionForm(PlainForm, forms.Form):
    """The director's decision on each project. Cleans to what the service takes."""

    takes_record = True
    note = forms.CharField(label="说明", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, record: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(record.projects.select_related("project"))
        for row in self.rows:
            self.fields[f"decision_{row.pk}"] = forms.ChoiceField(
                label=row.project.name,
                choices=[("yes", "同意"), ("no", "不同意")],
                widget=forms.RadioSelect,
                help_text=f"每场可容纳{row.workstations}人，{row.rooms}个考场",
                error_messages={"required": f"请对“{row.project.name}”作出决定。"},
            )
            self.fields[f"reason_{row.pk}"] = forms.CharField(
                label=f"理由（{row.project.name}）", required=False, max_length=300, help_text="不同意的，须说明理由。"
            )
        self.order_fields([*(f"{part}_{row.pk}" for row in self.rows for part in ("decision", "reason")), "note"])

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        decisions = {
            row.pk: (data[f"decision_{row.pk}"] == "yes", data.get(f"reason_{row.pk}", ""))
            for row in self.rows
            if f"decision_{row.pk}" in data
        }
        return {"decisions": decisions, "note": data.get("note", "")}
