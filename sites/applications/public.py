"""How a unit becomes a site, for everybody who is not yet one (2.1–2.4, A2)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from sites.applications.reviewing import READERS


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """Who may open the list of applications is led there; everybody else reads how to apply."""
    actor = request.actor  # type: ignore[attr-defined]  # set by ActorMiddleware
    if actor.role in READERS:
        return redirect("applications:list")
    return render(
        request,
        "sites/applications/how.html",
        {"title": "怎样申请设立考点", "signed_in": request.user.is_authenticated},
    )
