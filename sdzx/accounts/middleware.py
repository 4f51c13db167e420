"""Puts `request.actor` on every request before any view runs: the person in the role chosen in the header."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils.functional import SimpleLazyObject

from sdzx.accounts.actors import VISITOR, Actor
from sdzx.accounts.models import Membership

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
    memberships = Membership.objects.filter(user=request.user, is_active=True).select_related(
        "user", "center", "organization__center"
    )
    chosen = request.session.get(SESSION_KEY)
    found = (memberships.filter(pk=chosen).first() if chosen else None) or memberships.first()
    return Actor.of(found) if found else VISITOR


class ActorMiddleware:
    """Lazy: a public page that asks for nobody costs no query. What has to be done before anything else
    (a first password changed, a new text agreed to) is on the session, so that no request asks the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        for key, (page, others) in _FIRST.items():
            if request.session.get(key) and resolve_name(request.path) not in (page, *others):
                return redirect(page)
            if request.session.get(key):
                break
        return self.get_response(request)


def resolve_name(path: str) -> str:
    """The name of the address; empty for none."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""
