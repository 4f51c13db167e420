"""Puts `request.actor` on every request before any view runs: the person in the role chosen in the header."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from sdzx.accounts.actors import VISITOR, Actor
from sdzx.accounts.models import Membership

SESSION_KEY = "acting_membership"
MUST_CHANGE_KEY = "must_change_password"
_ALWAYS = ("accounts:password", "accounts:sign-out")


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
    """Lazy: a public page that asks for nobody costs no query. A first password is changed before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        if request.session.get(MUST_CHANGE_KEY) and request.path not in map(reverse, _ALWAYS):
            return redirect("accounts:password")
        return self.get_response(request)
