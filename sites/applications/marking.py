"""The forms of the review: marks on every field, row and file, the host's answers, the centre's phrases (2.2)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from sdzx.ui.forms import PlainForm
from sites.applications import phrases, snapshots
from sites.applications.content import Item, in_sections
from sites.applications.forms import GroundsForm
from sites.applications.marks import Given, Shown
from sites.applications.models import Application
from sites.applications.sections import Section


def name_of(section: Section, key: str) -> str:
    """The input's name: the same for the same place, whatever was submitted meanwhile."""
    return f"mark-{section.slug}-{hashlib.sha256(key.encode()).hexdigest()[:12] if key else 'all'}"


@dataclass(frozen=True, slots=True)
class Line:
    """A field, row or file beside the input for its mark."""

    item: Item | None
    field: BoundField


@dataclass(frozen=True, slots=True)
class Part:
    """A part of annex 2 with its lines; the first one marks the part as a whole."""

    section: Section
    whole: BoundField
    lines: Sequence[Line]
    list_id: str
    phrases: Sequence[str]


class SeenForm(PlainForm, forms.Form):
    """Says which submission the clerk has read, so that a newer one is not answered unread."""

    takes_record = True
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, record: Application, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = snapshots.latest(record)
        self.fields["seen"].initial = newest.number if newest else None


class RejectForm(SeenForm, GroundsForm):
    """The grounds of a refusal."""


class MarkingForm(SeenForm):
    """Everything that is to be supplied, in one go: a sentence beside each place, free text, a date.

    What was typed for a place that is gone is kept in `orphans`.
    """

    items = forms.CharField(
        label="其他要求", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="不属于某一栏的要求，每行一项，可写成“名称：说明”。",
    )  # fmt: skip
    due_on = forms.DateField(
        label="补正期限", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    late_ground = forms.CharField(
        label="再次要求补正的理由", required=False, max_length=300,
        help_text="上次退回时就能看出而没有告知的，应写明理由（一次性告知）。",
    )  # fmt: skip

    def __init__(self, *args: Any, record: Application, **kwargs: Any) -> None:
        super().__init__(*args, record=record, **kwargs)
        self.held = in_sections(snapshots.submitted_items(record))
        self.phrases = phrases.phrases_of(record.center)
        self.again = record.snapshots.filter(marks__isnull=False).exists()
        for section, items in self.held.items():
            self._add(section, "", f"{section.label}：整体")
            for item in items:
                self._add(section, item.key, item.title)
        if not self.again:
            del self.fields["late_ground"]
        typed = {name: text for name, text in self.data.items() if name.startswith("mark-") and text.strip()}
        self.orphans = [text for name, text in typed.items() if name not in self.fields]

    def _add(self, section: Section, key: str, label: str) -> None:
        widget = forms.TextInput(
            attrs={"list": f"phrases-{section.slug}", "placeholder": "需要补正的，写在这里", "aria-label": f"{label}，需要补正的内容"}
        )  # fmt: skip
        self.fields[name_of(section, key)] = forms.CharField(label=label, required=False, max_length=300, widget=widget)

    @property
    def parts(self) -> list[Part]:
        """The parts of annex 2 with an input beside each line."""
        return [
            Part(
                section,
                self[name_of(section, "")],
                [Line(item, self[name_of(section, item.key)]) for item in items],
                f"phrases-{section.slug}",
                [*self.phrases[section.slug], *self.phrases[""]],
            )
            for section, items in self.held.items()
        ]

    @property
    def rest(self) -> list[BoundField]:
        """The fields below the parts."""
        return [self[name] for name in ("items", "late_ground", "due_on") if name in self.fields]

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        places = [(section, key) for section, items in self.held.items() for key in ("", *(item.key for item in items))]
        given = [
            Given(sentence.strip(), section, key)
            for section, key in places
            if (sentence := data.get(name_of(section, key), "")).strip()
        ]
        return {
            "marks": given,
            "items": [line.strip() for line in data.get("items", "").splitlines() if line.strip()],
            "due_on": data.get("due_on"),
            "late_ground": data.get("late_ground", "").strip(),
            "seen": data.get("seen"),
        }


class AnswersForm(PlainForm, forms.Form):
    """Beside each mark the host's reason for not changing it."""

    def __init__(self, *args: Any, found: Sequence[Shown], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        for each in found:
            self.fields[f"answer_{each.mark.pk}"] = forms.CharField(
                label="不修改的理由，或已另行补正的说明", required=False, max_length=300, initial=each.mark.answer,
                widget=forms.Textarea(attrs={"rows": 2, "aria-label": f"{each.mark.label}：不修改的理由，或已另行补正的说明"}),
            )  # fmt: skip

    @property
    def lines(self) -> list[tuple[Shown, BoundField]]:
        return [(each, self[f"answer_{each.mark.pk}"]) for each in self.found]

    @property
    def answers(self) -> dict[int, str]:
        return {each.mark.pk: self.cleaned_data[f"answer_{each.mark.pk}"] for each in self.found}


class PhrasesForm(PlainForm, forms.Form):
    """A box for each part, one sentence a line."""

    def __init__(self, *args: Any, held: dict[str, list[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {section.slug: section.label for section in Section} | {"": "各部分通用"}
        for slug, label in labels.items():
            self.fields[phrases.field_of(slug)] = forms.CharField(
                label=label, required=False, initial="\n".join(held[slug]), max_length=16000,
                widget=forms.Textarea(attrs={"rows": max(3, len(held[slug]) + 1)}),
            )  # fmt: skip
        self.slugs = list(labels)

    @property
    def phrases(self) -> dict[str, list[str]]:
        return {slug: self.cleaned_data[phrases.field_of(slug)].splitlines() for slug in self.slugs}
