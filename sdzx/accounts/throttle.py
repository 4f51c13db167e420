"""How often one address may ask: a counter in Redis for each window of time."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

View = Callable[..., HttpResponseBase]


def client_ip(request: HttpRequest) -> str:
    """The address that asks. Behind our proxy it is what the proxy says, which overwrites what a client claims."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.AXES_IPWARE_PROXY_COUNT else ""
    return forwarded.split(",")[-1].strip() or request.META.get("REMOTE_ADDR", "")


def over_limit(key: str, limit: int, seconds: int) -> bool:
    """Count one more for this key; True when that is more than `limit` in the current window of `seconds`."""
    name = f"throttle:{key}:{int(time.time() // seconds)}"
    cache.add(name, 0, seconds + 5)
    return cache.incr(name) > limit


def throttled(
    key: str, *, limit: int, seconds: int, methods: tuple[str, ...] = ("POST", "GET")
) -> Callable[[View], View]:
    """A view that answers 429 with a plain page to an address that asks more often."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method in methods and over_limit(f"{key}:{client_ip(request)}", limit, seconds):
                response = render(request, "429.html", status=429)
                response["Retry-After"] = str(seconds)
                return response
            return view(request, *args, **kwargs)

        return guarded

    return decorate
