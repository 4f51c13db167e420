"""Forms as all pages show them: plain Chinese sentences, errors beside their field and on top, nothing lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import BLANK_CHOICE_DASH
from django.forms import BaseForm, BoundField

from sdzx.ui.sentences import said_plainly, speak_plainly

_CHOSEN = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)


class PlainForm:
    """A mixin, first among the bases: `class AskForm(PlainForm, forms.Form)`.

    Gives each required field its own sentence («请填写姓名。»), leaves checking to the server (its sentences appear,
    not the browser's), and carries a crispy `helper` that draws fields with templates/ui/field.html, without a tag.
    """

    use_required_attribute = False
    # what a form class makes of each is its own business: querysets, choices, labels are set by name
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = required_sentence(field)
            if isinstance(field, forms.TypedChoiceField):
                field.choices = _asking(field.choices)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.show_errors = False
        self.helper.field_template = "ui/field.html"

    def full_clean(self) -> None:
        """Django's own sentences give way to plain ones, also of fields that the form made for itself."""
        for field in self.fields.values():
            speak_plainly(field)
        super().full_clean()  # type: ignore[misc]  # the form's, which is among the other bases

    def add_error(self, field: str | None, error: Any) -> None:
        """As Django's, in plain words."""
        if field in self.fields and isinstance(error, ValidationError):
            error = said_plainly(self.fields[field], error)
        super().add_error(field, error)  # type: ignore[misc]  # as above


def _asking(choices: Any) -> list[Any]:
    """Django's row of dashes becomes «请选择»."""
    rows = list(choices)
    return [("", "请选择"), *rows[1:]] if rows[:1] == BLANK_CHOICE_DASH else rows


def required_sentence(field: forms.Field) -> str:
    """«请填写……。», «请选择……。», «请上传……。» or «请先勾选“……”。», after what the field is."""
    label = str(field.label or "此项")
    if isinstance(field, forms.FileField):
        return f"请上传{label}。"
    if isinstance(field, forms.BooleanField) and not isinstance(field, forms.NullBooleanField):
        return f"请先勾选“{label}”。"
    return f"请选择{label}。" if isinstance(field.widget, _CHOSEN) else f"请填写{label}。"


def widget_class(field: BoundField) -> str:
    """Bootstrap's class for a field's input; groups of boxes are drawn by our own style."""
    widget = field.field.widget
    if field.is_hidden or field.use_fieldset or getattr(widget, "own_style", False):
        return ""
    kinds = ((forms.CheckboxInput, "form-check-input"), (forms.Select, "form-select"), (forms.Widget, "form-control"))
    name = next(name for kind, name in kinds if isinstance(widget, kind))
    return f"{name} is-invalid" if field.errors else name


@dataclass(frozen=True, slots=True)
class FieldError:
    """One line of the summary: which field, what is wrong, where to jump (empty for errors of the whole form)."""

    label: str
    message: str
    target: str


def field_errors(form: Any) -> Iterator[FieldError]:
    """All errors of a bound form or formset, in the order of the page."""
    if isinstance(form, BaseForm):
        yield from _of_form(form, "")
        return
    if not form.is_bound:
        return
    for message in form.non_form_errors():
        yield FieldError("", message, "")
    for number, each in enumerate(form.forms, 1):
        yield from _of_form(each, f"第{number}行 ")


def _of_form(form: BaseForm, prefix: str) -> Iterator[FieldError]:
    if not form.is_bound:
        return
    for message in form.non_field_errors():
        yield FieldError(prefix.strip(), str(message), "")
    for field in form:
        for message in field.errors:
            target = "" if field.is_hidden else anchor(field)
            yield FieldError(f"{prefix}{field.label}", str(message), target)


def anchor(field: BoundField) -> str:
    """The id of a field's first input; a group of boxes has none of its own, so its frame's."""
    return f"div_{field.auto_id}" if field.use_fieldset else field.id_for_label or field.auto_id


class GroundForm(PlainForm, forms.Form):
    """The reason that a step asks for."""

    ground = forms.CharField(label="理由", max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
