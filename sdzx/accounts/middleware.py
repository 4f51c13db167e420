"""Puts `request.actor` on every request before any view runs: the person in the role chosen in the header."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import SimpleLazyObject

from sdzx.accounts.actors import VISITOR, Actor
from sdzx.accounts.models import Membership
from sdzx.prepared import Prepared

SESSION_KEY = "acting_membership"
MUST_CHANGE_KEY = "must_change_password"
MUST_AGREE_KEY = "must_agree"
# Who will not agree may still take their data along, erase the account, or leave.
_FIRST = {
    MUST_CHANGE_KEY: ("accounts:password", ("accounts:sign-out",)),
    MUST_AGREE_KEY: (
        "accounts:consent",
        ("accounts:sign-out", "accounts:privacy", "accounts:own-data", "accounts:own-data-file", "accounts:erase"),
    ),
}


def actor_of(request: HttpRequest) -> Actor:
    """The acting membership of the session; the first active one when none was chosen or the chosen one ended."""
    if not request.user.is_authenticated:
        return VISITOR
    chosen = request.session.get(SESSION_KEY)
    found = (_CHOSEN.ask(chosen, request.user.pk) if chosen else []) or _OWN.ask(request.user.pk)
    if not found:
        return VISITOR
    membership = found[0]
    membership.user = request.user  # loaded already, with the session
    return Actor.of(membership)


def _active(person: int) -> QuerySet[Membership]:
    found = Membership.objects.filter(user=person, is_active=True)
    return found.select_related("center", "organization__center")


# Asked by every request of somebody who signed in.
_OWN = Prepared(lambda person: _active(person).order_by("pk")[:1], -1)
_CHOSEN = Prepared(lambda chosen, person: _active(person).filter(pk=chosen).order_by(), -1, -2)


class ActorMiddleware:
    """Lazy: a public page that asks for nobody costs no query. What has to be done before anything else
    (a first password changed, a new text agreed to) is on the session, so that no request asks the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]  # the attribute that every view reads
        for key, (page, others) in _FIRST.items():
            here = resolve_name(request.path)
            if request.session.get(key) and here not in (page, *others):
                goes_on = here and request.method == "GET"
                return redirect_to_login(request.get_full_path(), reverse(page)) if goes_on else redirect(page)
            if request.session.get(key):
                break
        return self.get_response(request)


def resolve_name(path: str) -> str:
    """The name of the address; empty for none."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""
