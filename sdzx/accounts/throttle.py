"""How often one address may ask: a counter in the cache, and the page that says how long to wait."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

View = Callable[..., HttpResponseBase]


def throttled(view: View, key: str, limit: int, seconds: int, *, methods: Collection[str] = ("POST",)) -> View:
    """The view, answering 429 from the `limit`+1st request of one IP address within `seconds`.

    Only requests with one of `methods` count. `key` names the counter: views with one key share it.
    """

    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in methods and too_many(f"{key}/{get_client_ip_address(request)}", limit, seconds):
            response = render(request, "429.html", {"wait": in_words(seconds)}, status=429)
            response["Retry-After"] = str(seconds)
            return response
        return view(request, *args, **kwargs)

    return counted


def client_address(request: HttpRequest) -> str:
    """Who asks, for every limit and lock-out (AXES_CLIENT_IP_CALLABLE): what the outermost of our SDZX_PROXIES proxies wrote
    into X-Forwarded-For. What a visitor wrote there stands further left and does not count."""
    passed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    count = settings.SDZX_PROXIES
    found = passed[-count].strip() if 0 < count <= len(passed) else ""
    return found or str(request.META.get("REMOTE_ADDR", ""))


def too_many(name: str, limit: int, seconds: int) -> bool:
    """Count one more; whether that is more than `limit` within the window that the first one opened."""
    counter = f"throttle/{name}"
    try:
        return int(cache.incr(counter)) > limit
    except ValueError:  # nobody has asked yet, or the window is over
        if cache.add(counter, 1, seconds):
            return limit < 1
        return int(cache.incr(counter)) > limit  # somebody else opened it just now


def in_words(seconds: int) -> str:
    """«5分钟», «1小时»."""
    return f"{seconds // 3600}小时" if seconds % 3600 == 0 else f"{-(-seconds // 60)}分钟"
