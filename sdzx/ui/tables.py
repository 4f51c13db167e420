"""A data table as a value: columns and records in, cells, sort links and export link out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.utils.functional import cached_property

from sdzx.ui import words
from sdzx.ui.parts import Column


class FirstPages(Paginator):
    """Pages over the first MOST rows: counting a million for a page that nobody turns to would cost as much as reading
    them. What lies further back is found by filters or by another order."""

    MOST = 1000

    @cached_property
    def found(self) -> int:
        """How many there are, but no more than one beyond MOST."""
        return self.object_list.order_by()[: self.MOST + 1].count()  # type: ignore[attr-defined]  # a queryset on our pages

    @cached_property
    def count(self) -> int:
        return min(self.found, self.MOST)

    @property
    def more(self) -> bool:
        """Whether there are more rows than the pages show."""
        return self.found > self.MOST


@dataclass(frozen=True, slots=True)
class Head:
    """A column's heading; `sort_url` is empty when it cannot be sorted, `sorted` is up, down or empty."""

    label: str
    number: bool
    sort_url: str
    sorted: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, and what it is besides (link of the row, badge with a tone, number)."""

    label: str
    text: Any
    number: bool = False
    link: bool = False
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A record's cells and the address of its page."""

    url: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What `{% data_table %}` draws."""

    caption: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    page: Page | None = None
    export_url: str = ""


def build(
    columns: Sequence[Column],
    records: Iterable[Any],
    *,
    caption: str,
    query: QueryDict | None = None,
    url_of: Callable[[Any], str] = lambda record: "",
    export: bool = False,
) -> Table:
    """The table of these records (a Page of them keeps its pager); `query` is request.GET with `sort` and filters."""
    query = query if query is not None else QueryDict()
    chosen = query.get("sort", "")
    return Table(
        caption=caption,
        heads=tuple(_head(column, chosen, query) for column in columns),
        rows=tuple(Row(url_of(record), tuple(_cell(column, record) for column in columns)) for record in records),
        page=records if isinstance(records, Page) else None,
        export_url=f"?{_changed(query, page=None, export='xlsx')}" if export else "",
    )


def ordering(columns: Sequence[Column], chosen: str, default: Sequence[str] = ("-pk",)) -> list[str]:
    """ORM ordering for `?sort=`: only what a column offers; the primary key last, so that pages never overlap."""
    offered = {sign + column.order for column in columns if column.order for sign in ("", "-")}
    wanted = [chosen] if chosen in offered else list(default)
    return wanted if {"pk", "-pk"} & set(wanted) else [*wanted, "pk"]


def value_of(column: Column, record: Any) -> Any:
    """What a column reads from a record: a callable's result, or an attribute path (methods are called)."""
    if callable(column.key):
        return column.key(record)
    for name in column.key.split("."):
        if record is None:
            return None
        record = record[name] if isinstance(record, dict) else getattr(record, name)
        record = record() if callable(record) else record
    return record


def spoken(columns: Sequence[Column], record: Any) -> dict[str, str]:
    """A record as text by column label, for a workbook: what the page shows, nothing where it shows «—»."""
    texts = {column.label: words.said(value_of(column, record)) for column in columns}
    return {label: "" if text == words.NOTHING else text for label, text in texts.items()}


def _cell(column: Column, record: Any) -> Cell:
    value = value_of(column, record)
    tone = str(getattr(value, "tone", "") or getattr(record, "tone", "neutral")) if column.badge else ""
    return Cell(column.label, words.said(value), column.number, column.link, tone)


def _head(column: Column, chosen: str, query: QueryDict) -> Head:
    if not column.order:
        return Head(column.label, column.number, "", "")
    state = {column.order: "up", f"-{column.order}": "down"}.get(chosen, "")
    following = f"-{column.order}" if state == "up" else column.order
    return Head(column.label, column.number, f"?{_changed(query, sort=following, page=None)}", state)


def _changed(query: QueryDict, **values: str | None) -> str:
    copy = query.copy()
    for name, value in values.items():
        if value is None:
            copy.pop(name, None)
        else:
            copy[name] = value
    return copy.urlencode()
