"""Inputs that browsers draw themselves, and rows of a formset."""

from collections.abc import Sequence
from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A day; the value is written as the browser wants it, whatever the locale."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class MomentInput(forms.DateTimeInput):
    """A day and a time, to the minute."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


def day_field(label: str, **options: Any) -> forms.DateField:
    """A field for a day."""
    return forms.DateField(label=label, widget=DayInput(), **options)


def moment_field(label: str, **options: Any) -> forms.DateTimeField:
    """A field for a moment in Shandong's time."""
    return forms.DateTimeField(label=label, widget=MomentInput(), **options)


def text_field(label: str, *, rows: int = 3, **options: Any) -> forms.CharField:
    """A field for several lines."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


def filled_rows(formset: Any) -> Sequence[dict[str, Any]]:
    """The rows of a valid formset that were filled in and are not to be removed, in their order."""
    return [
        {name: value for name, value in form.cleaned_data.items() if name != "DELETE"}
        for form in formset.forms
        if form.cleaned_data and not form.cleaned_data.get("DELETE")
    ]
