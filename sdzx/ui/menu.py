"""The navigation as a registry: each slice registers its entries, a person sees those they hold a grant for."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.urls import NoReverseMatch, reverse


class MayAct(Protocol):
    """As much of `accounts.actors.Actor` as a menu needs."""

    def may(self, verb: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Item:
    """An entry: shown when the actor holds any of `grants`, when their role is in `roles`, or to all who sign in."""

    label: str
    url_name: str
    group: str
    order: int = 100
    grants: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    public: bool = False

    def shown_to(self, actor: MayAct) -> bool:
        return self.public or getattr(actor, "role", "") in self.roles or any(map(actor.may, self.grants))


@dataclass(frozen=True, slots=True)
class Link:
    """An entry ready to print; `active` when the page shown is it or stands below it."""

    label: str
    url: str
    active: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading."""

    label: str
    items: tuple[Link, ...]


_items: list[Item] = []


def register(*items: Item) -> None:
    """Add entries; the same entry twice counts once, so that an app may be loaded again."""
    _items.extend(item for item in items if item not in _items)


def build(actor: MayAct, path: str) -> list[Group]:
    """The groups for this person, in the order of their first entries; an entry without an address is left out."""
    return group_links(_items, actor, path)


def group_links(items: Iterable[Item], actor: MayAct, path: str) -> list[Group]:
    """As `build`, of the entries given."""
    shown = [
        (item, url)
        for item in sorted(items, key=lambda each: each.order)
        if item.shown_to(actor) and (url := _url(item.url_name))
    ]
    here = max((url for _, url in shown if path.startswith(url)), key=len, default="")
    groups: dict[str, list[Link]] = {}
    for item, url in shown:
        groups.setdefault(item.group, []).append(Link(item.label, url, url == here))
    return [Group(label, tuple(links)) for label, links in groups.items()]


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
