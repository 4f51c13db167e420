"""A formset as a table: one row a line, each cell with its name for those who hear it, and its own error."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from sdzx.ui.forms import widget_class
from sites.applications.entry.fields import OpenBoxes


@dataclass(frozen=True, slots=True)
class GridCell:
    """A drawn input."""

    label: str
    frame: str
    html: SafeString
    errors: list[str]
    hint: str
    group: bool


@dataclass(frozen=True, slots=True)
class GridRow:
    """A line: its number (empty for the model of new ones), its cells, its «delete» box."""

    number: str
    cells: list[GridCell]
    out: SafeString
    errors: list[str]


class Grid:
    """What templates/sites/applications/_grid.html draws."""

    def __init__(self, formset: Any, unit: str) -> None:
        self.formset, self.unit = formset, unit
        self.heads = [
            (field.label, field.required) for name, field in formset.empty_form.fields.items() if name != "DELETE"
        ]

    @property
    def rows(self) -> Iterator[GridRow]:
        return (_row(form, str(number)) for number, form in enumerate(self.formset.forms, 1))

    @property
    def model_row(self) -> GridRow:
        return _row(self.formset.empty_form, "")


def _row(form: Any, number: str) -> GridRow:
    cells = [_cell(bound, number) for bound in form if bound.name != "DELETE"]
    out = form["DELETE"]
    name = f"删除第{number}行" if number else "删除新增的行"
    held = bool(form.is_bound and form.data.get(out.html_name))
    box = format_html(
        '<input type="checkbox" name="{}" class="form-check-input" aria-label="{}"{}>',
        out.html_name,
        name,
        mark_safe(" checked") if held else "",
    )
    return GridRow(number, cells, box, [str(each) for each in form.non_field_errors()])


def _cell(bound: Any, number: str) -> GridCell:
    group = isinstance(bound.field.widget, OpenBoxes)
    name = f"第{number}行 {bound.label}" if number else f"新增行 {bound.label}"
    attrs: dict[str, Any] = {} if group else {"aria-label": name, "class": widget_class(bound)}
    if not group and bound.auto_id and (bound.errors or bound.help_text):
        attrs["aria-describedby"] = f"note_{bound.auto_id}"
    return GridCell(
        str(bound.label),
        str(bound.auto_id),
        bound.as_widget(attrs=attrs),
        [str(each) for each in bound.errors],
        str(bound.help_text),
        group,
    )
