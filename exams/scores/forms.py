"""Forms of the scores: the table of marks, the workbook, the papers."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from exams.scores.documents import result_of
from exams.scores.models import ScoreSheet
from exams.scores.rules import sat, scorable
from exams.sessions.models import Seat
from sdzx.catalogue.models import SpecificationTask
from sdzx.files import accept
from sdzx.files.forms import KeptFileField, KeptFilesField, KeptFilesMixin
from sdzx.ui.forms import PlainForm


class MarksForm(PlainForm, forms.Form):
    """One row a candidate, one mark a task. A row may be empty; the rules say what is wrong with the others."""

    def __init__(
        self, *args: Any, sheet: ScoreSheet, seats: Sequence[Seat], tasks: Sequence[SpecificationTask], **kwargs: Any
    ) -> None:
        held = {score.seat_id: score.marks for score in sheet.scores.all()}
        super().__init__(*args, **kwargs)
        self.seats, self.tasks = seats, tasks
        for seat in filter(scorable, seats):
            for task in tasks:
                self.fields[f"{seat.pk}-{task.position}"] = _mark_field(seat, task, held.get(seat.pk, {}))

    def rows(self) -> list[dict[str, Any]]:
        """The candidates with their inputs, or with why they have none."""
        return [
            {
                "seat": seat,
                "state": "" if scorable(seat) else result_of(seat),
                "fields": [(task, self[f"{seat.pk}-{task.position}"]) for task in self.tasks] if scorable(seat) else [],
            }
            for seat in self.seats
        ]

    def marks(self) -> dict[int, dict[str, Decimal]]:
        """What `services.enter` takes: candidates whose row is empty are left out."""
        found: dict[int, dict[str, Decimal]] = {}
        for seat in filter(scorable, self.seats):
            given = {str(task.position): self.cleaned_data[f"{seat.pk}-{task.position}"] for task in self.tasks}
            row = {key: mark for key, mark in given.items() if mark is not None}
            if row:
                found[seat.pk] = row
        return found


def _mark_field(seat: Seat, task: SpecificationTask, held: dict[str, str]) -> forms.DecimalField:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 6})
    label = f"{seat.registration.name} {task.name}"
    field = forms.DecimalField(label=label, required=False, widget=widget, initial=held.get(str(task.position), ""))
    field.error_messages["invalid"] = "应填数字。"
    return field


class WorkbookForm(KeptFilesMixin, PlainForm, forms.Form):
    """The filled-in workbook."""

    file = KeptFileField(label="成绩工作簿", accept=accept.WORKBOOK)


class HandOverForm(KeptFilesMixin, PlainForm, forms.Form):
    """The papers: how many, who handed them over, when."""

    papers_count = forms.IntegerField(label="试卷份数", min_value=0)
    papers_handed_by = forms.CharField(label="移交人", max_length=50)
    papers_handed_at = forms.DateTimeField(
        label="移交时间",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    papers_note = forms.CharField(
        label="移交说明", max_length=200, required=False, help_text="交接方式、封装情况、份数差异的原因等。"
    )
    scans = KeptFilesField(label="试卷扫描件", required=False, accept=accept.SCAN)

    def __init__(self, *args: Any, sheet: ScoreSheet, seats: Sequence[Seat], **kwargs: Any) -> None:
        names = ("papers_count", "papers_handed_by", "papers_handed_at", "papers_note")
        kwargs["initial"] = {**{name: getattr(sheet, name) for name in names}, "scans": list(sheet.scans.all())}
        super().__init__(*args, **kwargs)
        expected = sum(map(sat, seats))
        self.fields["papers_count"].help_text = f"实考{expected}人，试卷份数须与实考人数相符。"
