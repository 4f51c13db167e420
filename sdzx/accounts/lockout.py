"""What somebody sees who has been locked out after too many failed sign-ins."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def locked_out(request: HttpRequest, credentials: dict[str, Any], *args: Any, **kwargs: Any) -> HttpResponse:
    """The lock-out page: it says how long to wait, not whether the account exists."""
    return render(request, "accounts/locked.html", status=429)
