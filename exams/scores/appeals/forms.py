"""The appeal, and the answer to one that is right."""

from typing import Any

from django import forms

from exams.scores.appeals.models import Appeal
from exams.scores.corrections.forms import LONG, MarkFields
from sdzx.ui.forms import PlainForm


class AppealForm(PlainForm, forms.Form):
    """What may have gone wrong."""

    kind = forms.ChoiceField(
        label="复核事项", choices=Appeal.Kind.choices, widget=forms.RadioSelect,
        help_text="只复核漏评、合分错误和登分错误，不重新评分。",
    )  # fmt: skip
    statement = forms.CharField(
        label="情况说明",
        max_length=1000,
        widget=forms.Textarea(attrs=LONG),
        help_text="写明哪一项任务、您认为哪里有差错。",
    )


class UpholdForm(MarkFields):
    """The marks as they should have been, and the answer."""

    takes_record = True
    answer = forms.CharField(
        label="答复",
        max_length=1000,
        widget=forms.Textarea(attrs=LONG),
        help_text="考生将看到这段答复；它也是更正的理由。",
    )

    def __init__(self, *args: Any, record: Appeal, **kwargs: Any) -> None:
        super().__init__(*args, score=record.score, **kwargs)
        self.order_fields([*(f"mark_{key}" for key in self.positions), "answer", "evidence"])
