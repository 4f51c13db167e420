"""The marks of one candidate as they shall be, with reason and evidence."""

from decimal import Decimal
from typing import Any

from django import forms

from exams.scores.corrections.models import Correction
from exams.scores.models import Score
from exams.scores.sheets.entries import tasks_of
from sdzx.files import accept
from sdzx.files.forms import KeptFilesField, KeptFilesMixin
from sdzx.ui.forms import PlainForm

LONG = {"rows": 4}


class MarkFields(KeptFilesMixin, PlainForm, forms.Form):
    """`mark_1`, `mark_2`… of a score, filled with what stands; `evidence`."""

    evidence = KeptFilesField(
        label="证据", required=False, accept=accept.EVIDENCE, limit=20, help_text="评分记录、试卷相关页的扫描件或照片。"
    )

    def __init__(self, *args: Any, score: Score | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.positions = []
        for task in tasks_of(score.sheet) if score else ():
            key = str(task.position)
            held = score.marks.get(key, "") if score else ""
            self.positions.append(key)
            self.fields[f"mark_{key}"] = forms.DecimalField(
                label=f"{task.name}得分",
                required=False,
                initial=held,
                help_text=f"占{task.weight.normalize():f}%，现为{held}分。",
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 6}),
                error_messages={"invalid": "应填数字。"},
            )

    def values(self) -> dict[str, Any]:
        """What the services take: the marks under their positions, the rest by name."""
        given = {name: value for name, value in self.cleaned_data.items() if not name.startswith("mark_")}
        marks: dict[str, Decimal] = {
            key: mark for key in self.positions if (mark := self.cleaned_data.get(f"mark_{key}")) is not None
        }
        return {**given, "marks": marks}


class CorrectionForm(MarkFields):
    """What a confirmer asks for."""

    kind = forms.ChoiceField(label="差错种类", choices=Correction.Kind.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label="更正理由", max_length=1000, widget=forms.Textarea(attrs=LONG), help_text="写明核对了什么、差错怎样发生。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*(f"mark_{key}" for key in self.positions), "kind", "reason", "evidence"])
