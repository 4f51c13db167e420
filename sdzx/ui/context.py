"""`page`: what the shell around a page needs. Everything is asked for only when it is printed."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from sdzx.ui import menu

Counter = Callable[[Any], int]
_counters: list[Counter] = []


def count_unread_with(counter: Counter) -> None:
    """Registers who counts the unread notices of an actor (the inbox); the last one registered counts."""
    _counters[:] = [counter]


class Page:
    """Lazy values for templates/base.html: a page that prints none of them costs no query."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def actor(self) -> Any:
        """The acting person; None for a visitor."""
        actor = getattr(self._request, "actor", None)
        return actor if actor and getattr(actor, "user", None) else None

    @cached_property
    def signed_in(self) -> bool:
        user = getattr(self._request, "user", None)
        return bool(user and user.is_authenticated)

    @cached_property
    def memberships(self) -> list[Any]:
        """As whom else the person may act."""
        if not self.signed_in:
            return []
        found = self._request.user.memberships.filter(is_active=True)  # type: ignore[union-attr]  # signed in: looked at above
        return list(found.select_related("center", "organization"))

    @cached_property
    def menu(self) -> list[menu.Group]:
        return menu.build(self.actor, self._request.path) if self.actor else []

    @cached_property
    def unread(self) -> int:
        return _counters[0](self.actor) if self.actor and _counters else 0

    @property
    def demo(self) -> bool:
        return settings.DEMO


def page(request: HttpRequest) -> dict[str, Page]:
    """The context processor."""
    return {"page": Page(request)}
