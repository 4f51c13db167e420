"""What a page is made of, as plain values: views fill them, the tags in templatetags/ui.py draw them."""

import datetime
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class StageState(StrEnum):
    """Where a stage of the regulation stands for one record."""

    DONE = "done"
    CURRENT = "current"
    NEXT = "next"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the stepper at the head of a record page."""

    label: str
    state: StageState
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value; `wide` takes the whole row, `url` makes the value a link, `lines` shows a list."""

    label: str
    value: Any
    wide: bool = False
    url: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts under one heading."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A due day and how many working days are left; negative when overdue; None when the calendar is unknown (暂定)."""

    day: datetime.date
    left: int | None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Button:
    """Something this person may press now; `danger` ones are red and always ask for confirmation. `many` says of a POST
    that it gives a file: the page stays and the button may be pressed again."""

    label: str
    url: str
    danger: bool = False
    primary: bool = False
    get: bool = True
    many: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row of the worklist (我的待办)."""

    title: str
    detail: str
    url: str
    kind: str
    due: Due | None = None
    since: datetime.datetime | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a data table: `key` reads the cell (attribute path or callable), `order` is the ORM field to sort by."""

    label: str
    key: Any
    order: str = ""
    number: bool = False
    link: bool = False
    badge: bool = False


@dataclass(frozen=True, slots=True)
class FileLine:
    """A stored file as a page shows it."""

    name: str
    url: str
    kind: str
    size: int
    note: str = ""
    preview_url: str = ""


@dataclass(slots=True)
class TraceLine:
    """One line of the trace at the foot of a record page."""

    at: datetime.datetime
    who: str
    role: str
    what: str
    ground: str = ""
    changes: tuple[tuple[str, str, str], ...] = field(default_factory=tuple)
