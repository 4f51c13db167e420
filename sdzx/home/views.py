"""The public front page, the worklist and the health check."""

from uuid import UUID

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from certificates.issuing.models import Certificate
from sdzx.accounts.roles import Role
from sdzx.audit import provenance
from sdzx.home import worklist
from sdzx.ui.views import OfficeView, trace_lines


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


class TraceView(OfficeView):
    """追溯: from a certificate back to the catalogue entry, on one page."""

    roles = (Role.CERTIFIER, Role.DIRECTOR, Role.PROVINCE, Role.AUDITOR)

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        certificate = get_object_or_404(Certificate.objects.visible_to(self.actor), uid=uid)
        stations = [(link, trace_lines(link.record)) for link in provenance.chain(certificate)]
        return render(
            request,
            "home/trace.html",
            {"title": f"追溯 {certificate.number}", "certificate": certificate, "stations": stations},
        )
