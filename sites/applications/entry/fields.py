"""Cells of the row editors: what does not fit stays in its cell, as typed, beside the sentence that says why."""

import datetime
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sdzx.catalogue.models import Project
from sdzx.documents.cells import Unfit, parsed_date, tidy_text
from sdzx.ui.forms import PlainForm

BETWEEN = re.compile(r"[、，,；;\n]")
WITHDRAWN = "（已退出目录）"
SENTENCES = {
    "max_length": "最多%(limit_value)d个字，现在是%(show_value)d个字。",
    "min_value": "不能小于%(limit_value)s。",
    "max_value": "不能大于%(limit_value)s。",
    "max_digits": "最多%(max)s位数字。",
    "max_decimal_places": "最多%(max)s位小数。",
    "max_whole_digits": "整数部分最多%(max)s位。",
}
NUMBERS = {forms.IntegerField: "请填写整数。", forms.DecimalField: "请填写数字。"}


class AnnexForm(PlainForm):
    """What the forms of annex 2 share: limits said in plain sentences."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages |= SENTENCES
            if type(field) in NUMBERS:
                field.error_messages["invalid"] = NUMBERS[type(field)]


class OpenChoices:
    """A mixin for choosing widgets: a value that is no choice is drawn as one more, so that it is not lost."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        groups = super().optgroups(name, value, attrs)  # type: ignore[misc]  # a mixin of widgets: the widget has it
        known = {str(option["value"]) for _, options, _ in groups for option in options}
        for text in value:
            if text not in known:
                label = f"{text}（不能选）"
                option = self.create_option(name, text, label, True, len(groups), attrs=attrs)  # type: ignore[attr-defined]  # as above
                groups.append((None, [option], len(groups)))
        return groups


class OpenSelect(OpenChoices, forms.Select):
    """A list to choose from."""


class OpenBoxes(OpenChoices, forms.CheckboxSelectMultiple):
    """Boxes to tick."""


class CellInput(forms.TextInput):
    """A text input drawn without a template: a page has thousands of them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        own = self.build_attrs(self.attrs, attrs)
        return format_html(
            '<input type="text" name="{}" value="{}"{}>', name, self.format_value(value) or "", flatatt(own)
        )


class CellField(forms.CharField):
    """Text of a cell: full-width letters and digits narrowed, invisible characters gone."""

    widget = CellInput

    def to_python(self, value: Any) -> str:
        return tidy_text(super().to_python(value) or "")[0]


class DayField(forms.DateField):
    """A day written in any of the usual ways: 1990-01-31, 1990/1/31, 19900131, 1990年1月31日."""

    widget = CellInput

    def to_python(self, value: Any) -> datetime.date | None:
        if value in self.empty_values or isinstance(value, datetime.date):
            return value or None
        text = tidy_text(str(value))[0]
        try:
            return parsed_date(text) if text else None
        except Unfit as unfit:
            raise ValidationError(f"{self.label}{unfit}") from unfit


class SexField(forms.ChoiceField):
    """男 or 女."""

    widget = OpenSelect

    def __init__(self, **kwargs: Any) -> None:
        choices = [("", "请选择"), ("男", "男"), ("女", "女")]
        super().__init__(choices=choices, error_messages={"invalid_choice": "应为男或女，现为“%(value)s”。"}, **kwargs)


def called(project: Project, withdrawn: Iterable[int]) -> str:
    """The project's name, said to be withdrawn when it is."""
    return project.name + (WITHDRAWN if project.pk in withdrawn else "")


def key_of(text: str, projects: Sequence[Project]) -> str:
    """The key of the project of that key, code or name; the text itself when there is none."""
    found = next((each for each in projects if text in (str(each.pk), each.code, each.name)), None)
    return str(found.pk) if found else text


def keys_of(text: str, projects: Sequence[Project]) -> list[str]:
    """The keys of several projects in one cell. A project's own name may hold a separator."""
    whole = key_of(text.strip(), projects)
    if whole != text.strip():
        return [whole]
    return list(dict.fromkeys(key_of(part.strip(), projects) for part in BETWEEN.split(text) if part.strip()))


class ProjectField(forms.ChoiceField):
    """One project. `offer()` tells which; cleans to a Project."""

    widget = OpenSelect
    projects: Sequence[Project] = ()

    def offer(self, projects: Sequence[Project], withdrawn: Iterable[int]) -> None:
        self.projects = projects
        self.choices = [("", "请选择"), *((str(each.pk), called(each, withdrawn)) for each in projects)]

    def prepare_value(self, value: Any) -> Any:
        return value.pk if isinstance(value, Project) else value

    def clean(self, value: Any) -> Any:
        if value in self.empty_values:
            return super().clean(value)
        key = key_of(str(value).strip(), self.projects)
        found = next((each for each in self.projects if str(each.pk) == key), None)
        if found is None:
            raise ValidationError(f"“{value}”不是考核目录内现行的项目。")
        return found


class ProjectsField(forms.MultipleChoiceField):
    """Several of the application's projects. Cleans to a list of Project."""

    widget = OpenBoxes
    projects: Sequence[Project] = ()

    def offer(self, projects: Sequence[Project], withdrawn: Iterable[int]) -> None:
        self.projects = projects
        self.choices = [(str(each.pk), called(each, withdrawn)) for each in projects]

    def clean(self, value: Any) -> Any:
        by_key = {str(each.pk): each for each in self.projects}
        keys = [key_of(str(text).strip(), self.projects) for text in value or ()]
        if unknown := [key for key in keys if key not in by_key]:
            raise ValidationError(f"本申请没有项目“{'”“'.join(unknown)}”，请先在“考核项目”中填写。")
        if not keys:
            raise ValidationError(self.error_messages["required"], code="required")
        return [by_key[key] for key in dict.fromkeys(keys)]
