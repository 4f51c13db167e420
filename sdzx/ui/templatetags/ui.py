"""The tags that draw sdzx/ui/parts.py; a builtin library. One partial each in templates/ui/."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import template
from django.core.paginator import Page as PageOfRows
from django.forms import BaseForm, BoundField, CheckboxInput
from django.http import HttpRequest
from django.template.context import Context
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString, mark_safe

from sdzx.identifiers import mask_document, mask_name, mask_phone
from sdzx.ui import icons, words
from sdzx.ui.forms import field_errors, widget_class
from sdzx.ui.parts import Button, Due, FactGroup, FileLine, Stage, TraceLine, Waiting

register = template.Library()
Values = dict[str, Any]
_MASKS = {"document": mask_document, "phone": mask_phone, "name": mask_name}


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of sdzx/ui/icons.py."""
    return mark_safe(icons.svg(name))  # noqa: S308 our own table, no user's text


@register.simple_tag
def url_or(default: str, name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a URL name, or the default where no such name exists."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return default


@register.filter
def day(value: datetime.date | None) -> str:
    """«2026年3月14日 周六»."""
    return words.day(value)


@register.filter
def short_day(value: datetime.date | None) -> str:
    """«3月14日 周六»."""
    return words.short_day(value)


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """«2026年3月14日 周六 09:30»."""
    return words.moment(value)


@register.filter
def said(value: Any) -> str:
    """Any fact's value as text."""
    return words.said(value)


@register.filter
def masked(value: str, kind: str = "document") -> str:
    """Personal data where not all of it is needed; `kind` is document, phone or name."""
    return _MASKS[kind](value or "")


@register.inclusion_tag("ui/stepper.html")
def stepper(stages: Iterable[Stage]) -> Values:
    """Where a record stands in the regulation."""
    return {"stages": list(stages)}


@register.inclusion_tag("ui/facts.html")
def facts(groups: Iterable[FactGroup], level: int = 2) -> Values:
    """Facts under headings; `level` 3 inside a section that has its own heading."""
    return {"groups": list(groups), "level": level}


@register.inclusion_tag("ui/trace.html")
def trace(lines: Iterable[TraceLine]) -> Values:
    """Who did what, when, on what ground."""
    return {"lines": list(lines)}


@register.inclusion_tag("ui/worklist_row.html")
def worklist_row(item: Waiting) -> Values:
    """One row of 我的待办, inside `<ul class="worklist">`."""
    return {"item": item}


@register.inclusion_tag("ui/due_chip.html")
def due_chip(due: Due | None) -> Values:
    """How long is left; nothing for None."""
    return {"due": due, "words": words.due(due) if due else None}


@register.inclusion_tag("ui/file_list.html")
def file_list(lines: Iterable[FileLine]) -> Values:
    """Stored files with their size and kind."""
    return {"lines": list(lines)}


@register.inclusion_tag("ui/review_pane.html")
def review_pane(lines: Iterable[FileLine]) -> Values:
    """The materials to look at, large; stands in `.review-files` beside `.review-work` inside `.review`."""
    return {"lines": list(lines)}


@register.inclusion_tag("ui/data_table.html", takes_context=True)
def data_table(context: Context, table: Any) -> Values:
    """A `sdzx.ui.tables.Table`: sorting, paging, export; each row a card on a phone."""
    return {"table": table, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("ui/pager.html", takes_context=True)
def pager(context: Context, page: PageOfRows, parameter: str = "page") -> Values:
    """Links to the other pages of a list; nothing when there is one page."""
    request: HttpRequest | None = context.get("request")
    query = request.GET.copy() if request else None

    def url(number: int) -> str:
        if query is None:
            return f"?{parameter}={number}"
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    numbers = words.pages_around(page.number, page.paginator.num_pages)
    return {"current": page, "links": [(number, url(number) if number else "") for number in numbers]}


@register.inclusion_tag("ui/buttons.html", takes_context=True)
def buttons(context: Context, buttons: Iterable[Button]) -> Values:
    """What this person may press now; a dangerous one that posts asks once more."""
    return {"buttons": list(buttons), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("ui/confirm.html", takes_context=True)
def confirm(context: Context, label: str, url: str, sentence: str = "", hidden: Any = None) -> Values:
    """A dangerous button: the first press opens a sentence and the button that does it. Works without scripts."""
    return {
        "label": label,
        "url": url,
        "sentence": sentence,
        "hidden": hidden or {},
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("ui/empty_state.html")
def empty_state(title: str, hint: str = "", url: str = "", label: str = "") -> Values:
    """What to do where there is nothing yet."""
    return {"title": title, "hint": hint, "url": url, "label": label}


@register.inclusion_tag("ui/progress.html")
def progress(done: int, total: int, label: str, url: str = "") -> Values:
    """How far long work is; with `url` the part is fetched again every two seconds until it is done."""
    return {"done": done, "total": total, "label": label, "url": url if done < total else ""}


@register.inclusion_tag("ui/badge.html")
def badge(status: Any, label: str = "") -> Values:
    """A status in words with its tone: a tone's name, or a value with `.tone` (a Flow record shows its status)."""
    tone = status if status in words.TONES else getattr(status, "tone", "neutral")
    display = getattr(status, "get_status_display", None)
    text = label or (display() if display else getattr(status, "label", "") or status)
    return {"tone": tone, "label": text}


@register.inclusion_tag("ui/blockers.html")
def blockers(found: Iterable[Any], title: str = "现在还不能办理，因为：") -> Values:
    """Every unmet condition, with its clause and a link to where it can be mended; nothing when there is none."""
    return {"blockers": list(found), "title": title}


@register.inclusion_tag("ui/breadcrumbs.html")
def breadcrumbs(crumbs: Iterable[tuple[str, str]]) -> Values:
    """(label, url) from the outermost in; the last one is the page itself."""
    return {"crumbs": list(crumbs)}


@register.inclusion_tag("ui/error_summary.html")
def error_summary(*forms: Any) -> Values:
    """All errors of forms and formsets on top of the page, each linking to its field."""
    return {"errors": [error for form in forms if form for error in field_errors(form)]}


@register.inclusion_tag("ui/fields.html")
def fields(form: BaseForm) -> Values:
    """A form's fields, each with its label, hint and errors."""
    return {"form": form}


@register.inclusion_tag("ui/field.html")
def field(field: BoundField) -> Values:
    """One field with its label, hint and errors."""
    return {"field": field}


@register.inclusion_tag("ui/form_rows.html")
def form_rows(formset: Any, label: str = "行", add: str = "再加一行") -> Values:
    """A formset as rows, with a button for one more where scripts run."""
    return {"formset": formset, "label": label, "add": add}


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """A field's input with the house's classes and its required mark."""
    own = field.field.widget.attrs.get("class", "")
    attrs = {"class": f"{own} {widget_class(field)}".strip()}
    if field.field.required and not field.use_fieldset:
        attrs["aria-required"] = "true"
    return field.as_widget(attrs={key: value for key, value in attrs.items() if value})


@register.filter
def shape(field: BoundField) -> str:
    """How a field is laid out: `group` (radios, several boxes), `tick` (one box) or `line`."""
    if field.use_fieldset:
        return "group"
    return "tick" if isinstance(field.field.widget, CheckboxInput) else "line"
