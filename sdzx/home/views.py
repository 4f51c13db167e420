"""The public front page, the worklist and the health check."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import resolve

from certificates.issuing.models import Certificate
from exams.announcements.models import Announcement
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.audit import provenance
from sdzx.clauses import CLAUSES
from sdzx.home import worklist
from sdzx.ui.parts import TraceLine
from sdzx.ui.tracing import trace_lines
from sdzx.ui.views import OfficeView

LATEST = 6


def front(request: HttpRequest) -> HttpResponse:
    """What the public finds first: where to go, and the latest announcements."""
    found = Announcement.objects.filter(status=Announcement.Status.PUBLISHED).order_by("-published_at", "-id")
    return render(request, "home/front.html", {"latest": found.select_related("center")[:LATEST]})


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
        groups = worklist.grouped(worklist.waiting(self.actor), clock.today())
        context = {"title": "我的待办", "groups": groups, "total": sum(len(group.rows) for group in groups)}
        return render(request, "home/worklist.html", context)


@dataclass(frozen=True, slots=True)
class Station:
    """A link of the way back, and what was done there."""

    link: provenance.Link
    lines: list[TraceLine]
    url: str

    @property
    def citation(self) -> str:
        return CLAUSES[self.link.clause].citation


def may_open(actor: Actor, link: provenance.Link) -> bool:
    """Would the page behind the link open for this actor? Everybody reads the station, not everybody its page."""
    if not link.url:
        return False
    view = getattr(resolve(link.url).func, "view_class", None)
    if view is not None and issubclass(view, OfficeView) and not view().admits(actor):
        return False
    manager: Any = type(link.record)._default_manager
    return bool(not hasattr(manager, "visible_to") or manager.visible_to(actor).filter(pk=link.record.pk).exists())


class TraceView(OfficeView):
    """追溯: from a certificate back to the catalogue entry, on one page."""

    roles = (Role.CERTIFIER, Role.DIRECTOR, Role.PROVINCE, Role.AUDITOR)

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        found = Certificate.objects.visible_to(self.actor).select_related("center", "project", "session")
        certificate = get_object_or_404(found, uid=uid)
        stations = [
            Station(link, trace_lines(link.record), link.url if may_open(self.actor, link) else "")
            for link in provenance.chain(certificate)
        ]
        context = {"title": f"追溯 {certificate.number}", "certificate": certificate, "stations": stations}
        return render(request, "home/trace.html", context)
