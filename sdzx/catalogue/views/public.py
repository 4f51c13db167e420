"""The public catalogue."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sdzx import clock
from sdzx.accounts.actors import VISITOR
from sdzx.catalogue import related
from sdzx.catalogue.forms import ProjectFilter
from sdzx.catalogue.models import Project, Specification
from sdzx.catalogue.rules import unusable
from sdzx.catalogue.views.specifications import TASKS, facts, file_lines
from sdzx.ui import tables
from sdzx.ui.parts import Column

COLUMNS = (
    Column("项目名称", "name", order="name", link=True),
    Column("项目编码", "code", order="code"),
    Column("职业领域", "field", order="field"),
    Column("来源", "get_source_display"),
    Column("撤出日期", "withdrawn_from"),
    Column("状态", "get_status_display", badge=True),
)


@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """Every project that is or was in force; searched by name, code, field and source."""
    form = ProjectFilter(request.GET or None)
    projects = Project.objects.visible_to(VISITOR)
    if form.is_bound and form.is_valid():
        projects = form.apply(projects)
    projects = projects.order_by(*tables.ordering(COLUMNS, request.GET.get("sort", ""), ("status", "code")))
    page = Paginator(projects, 30).get_page(request.GET.get("page"))
    table = tables.build(COLUMNS, page, caption="考核项目", query=request.GET, url_of=_address)
    return render(request, "catalogue/public.html", {"title": "考核项目目录", "table": table, "filters": form})


@require_safe
def page(request: HttpRequest, uid: uuid.UUID, version: int | None = None) -> HttpResponse:
    """One project with its current specification, or an earlier version, and what later stages add."""
    project = get_object_or_404(Project.objects.visible_to(VISITOR), uid=uid)
    versions = list(
        Specification.objects.visible_to(VISITOR)
        .filter(project=project)
        .select_related("file")
        .prefetch_related("tasks")
        .order_by("-version")
    )
    current = next((each for each in versions if each.status == Specification.Status.IN_FORCE), None)
    shown = current if version is None else next((each for each in versions if each.version == version), None)
    if version is not None and shown is None:
        raise Http404(version)
    context: dict[str, Any] = {
        "title": project.name, "project": project, "current": current, "shown": shown,
        "others": [each for each in versions if each is not shown],
        "blockers": unusable(project, clock.today()), "related": related.groups(project) if shown is current else [],
    }  # fmt: skip
    if shown:
        context |= {
            "groups": [facts(shown)],
            "files": file_lines(shown),
            "tasks": tables.build(TASKS, shown.tasks.all(), caption="工作任务与考核比重"),
        }
    return render(request, "catalogue/page.html", context)


def _address(project: Project) -> str:
    return reverse("catalogue:page", args=[project.uid])
