"""Forms of the scores: the table of marks, the workbook, the papers, what two entries or examiners disagree on."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms

from exams.scores.documents import result_of
from exams.scores.models import Score, ScoreSheet
from exams.scores.rules import sat, scorable
from exams.scores.sheets.entries import pages_of
from exams.scores.sheets.models import PaperCount
from exams.scores.sheets.rules import Difference
from exams.sessions.models import Seat
from sdzx.catalogue.models import SpecificationTask
from sdzx.files import accept
from sdzx.files.forms import KeptFileField, KeptFilesField, KeptFilesMixin
from sdzx.files.models import StoredFile
from sdzx.ui.forms import PlainForm

MOST_SCANS = 200
Marks = dict[int, dict[str, Decimal]]


class MarksForm(PlainForm, forms.Form):
    """One row a candidate, one mark a task. A row may be empty; the rules say what is wrong with the others.

    `base` is the version of the marks that the page shows: who saves over somebody else's is told.
    """

    base = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        seats: Sequence[Seat],
        tasks: Sequence[SpecificationTask],
        held: Mapping[int, Mapping[str, str]],
        version: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial={"base": version}, **kwargs)
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

    def marks(self) -> Marks:
        """What `services.enter` takes: candidates whose row is empty are left out, and cells that are no numbers."""
        found: Marks = {}
        for seat in filter(scorable, self.seats):
            given = {str(task.position): self.cleaned_data.get(f"{seat.pk}-{task.position}") for task in self.tasks}
            row = {key: mark for key, mark in given.items() if mark is not None}
            if row:
                found[seat.pk] = row
        return found


def _mark_field(seat: Seat, task: SpecificationTask, held: Mapping[str, str]) -> forms.DecimalField:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 6})
    label = f"{seat.registration.name} {task.name}"
    field = forms.DecimalField(label=label, required=False, widget=widget, initial=held.get(str(task.position), ""))
    field.error_messages["invalid"] = "应填数字。"
    return field


class CompareForm(PlainForm, forms.Form):
    """Each cell in which two entries differ, to be looked up in the papers and filled in anew."""

    def __init__(
        self,
        *args: Any,
        found: Sequence[Difference],
        seats: Sequence[Seat],
        tasks: Sequence[SpecificationTask],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        names, known = {str(task.position): task for task in tasks}, {seat.pk: seat for seat in seats}
        self.cells = [(f"{seat}-{key}", known[seat], names[key], one, two) for seat, key, one, two in found]
        for name, seat, task, _, _ in self.cells:
            self.fields[name] = _mark_field(seat, task, {})

    def rows(self) -> list[tuple[Seat, SpecificationTask, str, str, forms.BoundField]]:
        """Candidate, task, first mark, second mark, input."""
        return [(seat, task, one, two, self[name]) for name, seat, task, one, two in self.cells]

    def marks(self) -> Marks:
        """What `double.resolve` takes: cells that were filled in."""
        found: Marks = {}
        for name, seat, task, _, _ in self.cells:
            mark = self.cleaned_data.get(name)
            if mark is not None:
                found.setdefault(seat.pk, {})[str(task.position)] = mark
        return found


class SpreadForm(PlainForm, forms.Form):
    """Why the examiners lie far apart, candidate by candidate."""

    def __init__(self, *args: Any, apart: Sequence[Score], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for score in apart:
            self.fields[str(score.seat_id)] = forms.CharField(
                label=f"{score.seat.ticket_number} {score.seat.registration.name}（分差{score.spread}分，平均{score.total}分）",
                max_length=300,
                required=False,
                initial=score.spread_note,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text="写明差异的原因和考评组复议的意见。",
            )

    def notes(self) -> dict[int, str]:
        """What `services.explain` takes."""
        return {int(name): note for name, note in self.cleaned_data.items()}


class WorkbookForm(KeptFilesMixin, PlainForm, forms.Form):
    """The filled-in workbook."""

    file = KeptFileField(label="成绩工作簿", accept=accept.WORKBOOK)


class HandOverForm(KeptFilesMixin, PlainForm, forms.Form):
    """The papers: how many, who handed them over, when; and kind by kind how many were given out and came back."""

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

    def __init__(self, *args: Any, sheet: ScoreSheet, seats: Sequence[Seat], **kwargs: Any) -> None:
        names = ("papers_count", "papers_handed_by", "papers_handed_at", "papers_note")
        held = {count.kind: count for count in sheet.paper_counts.all()}
        kwargs["initial"] = {name: getattr(sheet, name) for name in names}
        super().__init__(*args, **kwargs)
        expected = sum(map(sat, seats))
        self.fields["papers_count"].help_text = f"实考{expected}人，试卷份数须与实考人数相符。"
        for kind in PaperCount.Kind:
            for name, label in (("issued", "发出"), ("used", "收回（已使用）"), ("blank", "收回（空白）")):
                self.fields[f"{kind}_{name}"] = forms.IntegerField(
                    label=f"{kind.label}{label}",
                    min_value=0,
                    required=False,
                    initial=getattr(held.get(kind), name, None),
                )

    def counted(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The kinds with their three inputs."""
        return [
            (kind.label, [self[f"{kind}_{name}"] for name in ("issued", "used", "blank")]) for kind in PaperCount.Kind
        ]

    def values(self) -> dict[str, Any]:
        """What `services.hand_over` takes: a kind counts when any of its numbers is given."""
        given = {name: value for name, value in self.cleaned_data.items() if name.startswith("papers_")}
        counts = {}
        for kind in PaperCount.Kind:
            row = [self.cleaned_data[f"{kind}_{name}"] for name in ("issued", "used", "blank")]
            if any(each is not None for each in row):
                counts[str(kind)] = tuple(each or 0 for each in row)
        return {**given, "counts": counts}


class ScansForm(KeptFilesMixin, PlainForm, forms.Form):
    """The scans: several at once, each with its place, new ones at the end in the order of their choice."""

    scans = KeptFilesField(
        label="试卷扫描件", required=False, accept=accept.SCAN, limit=MOST_SCANS,
        help_text="可一次选择多个PDF或图片；每个PDF可以有很多页。按选择的次序排在最后，保存后可以调整次序。",
    )  # fmt: skip

    def __init__(self, *args: Any, held: Sequence[StoredFile], **kwargs: Any) -> None:
        kwargs["initial"] = {"scans": list(held)}
        super().__init__(*args, **kwargs)
        self.held = held
        for number, scan in enumerate(held, 1):
            self.fields[f"place_{scan.pk}"] = forms.IntegerField(
                label=f"{scan.name}（{pages_of(scan)}页）的次序", min_value=1, required=False, initial=number
            )

    def ordered(self) -> list[StoredFile]:
        """The scans as they shall stand; of two with the same place the earlier stays first."""
        places = {
            scan.pk: self.cleaned_data.get(f"place_{scan.pk}") or number for number, scan in enumerate(self.held, 1)
        }
        return sorted(self.cleaned_data["scans"], key=lambda scan: places.get(scan.pk, len(places) + 1))


class SendBackForm(PlainForm, forms.Form):
    """Why the sheet goes back; and for each candidate, ticked, what is to be looked over."""

    takes_record = True
    ground = forms.CharField(label="理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, record: ScoreSheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = record.scores.select_related("seat__registration").order_by("seat__ticket_number")
        self.scores = list(found)
        for score in self.scores:
            name = score.seat.registration.name
            self.fields[f"tick_{score.seat_id}"] = forms.BooleanField(label=f"退回{name}", required=False)
            self.fields[f"row_{score.seat_id}"] = forms.CharField(
                label=f"{name}退回的理由", max_length=300, required=False
            )

    def rows(self) -> list[tuple[Score, forms.BoundField, forms.BoundField]]:
        """Score, tick, reason."""
        return [(each, self[f"tick_{each.seat_id}"], self[f"row_{each.seat_id}"]) for each in self.scores]

    def clean(self) -> dict[str, Any]:
        """`ground` and `rows`, as `services.send_back` takes them: a candidate is named by a tick or by a reason."""
        given = self.cleaned_data
        rows = {
            each.seat_id: reason
            for each in self.scores
            if (reason := given.get(f"row_{each.seat_id}", "")) or given.get(f"tick_{each.seat_id}")
        }
        return {"ground": given.get("ground", ""), "rows": rows}


class ReceiveForm(PlainForm, forms.Form):
    """The centre's signature for the papers."""

    count = forms.IntegerField(label="签收份数", min_value=0)
    note = forms.CharField(label="签收说明", max_length=200, required=False, help_text="份数不符、封装破损等情况。")
