"""The public front page, the worklist and the health check."""

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from sdzx.home import worklist
from sdzx.ui.views import OfficeView


def front(request: HttpRequest) -> HttpResponse:
    """What the public finds first."""
    return render(request, "home/front.html")


def health(request: HttpRequest) -> JsonResponse:
    """200 when the database and Redis answer, 503 otherwise."""
    parts: dict[str, bool] = {}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        parts["database"] = True
    except Exception:
        parts["database"] = False
    try:
        cache.set("health", 1, 5)
        parts["redis"] = cache.get("health") == 1
    except Exception:
        parts["redis"] = False
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


class WorklistView(OfficeView):
    """我的待办."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "home/worklist.html", {"title": "我的待办", "rows": worklist.waiting(self.actor)})
