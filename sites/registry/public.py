"""What everybody may read: the directory, a site's page, a publication (2.4)."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sdzx import clock
from sdzx.files.services import content
from sdzx.ui import tables
from sdzx.ui.parts import Column, Fact, FactGroup
from sites.applications.models import Application
from sites.registry import exports
from sites.registry.forms import DirectoryForm
from sites.registry.history import approved_projects, history, later_rows, matters
from sites.registry.lines import notice_number, projects_and_terms, standing
from sites.registry.models import Publication, Site

Kind = Application.Kind
COLUMNS = (
    Column("考点名称", "name", order="name", link=True),
    Column("考点编号", "code", order="code"),
    Column("城市", "center.city", order="center__code"),
    Column("考核项目和有效期", projects_and_terms),
    Column("地址", "address"),
    Column("状态", standing, order="status", badge=True),
    Column("公告文号", notice_number),
)
EXPORTED = (*COLUMNS, Column("电话", "phone"))
TERM = (
    Column("考核项目", "project.name"),
    Column("每场可容纳人数", "workstations", number=True),
    Column("有效期起", "valid_from"),
    Column("有效期止", "valid_to"),
    Column("状态", "state", badge=True),
)


def grounds_of(measure: Any) -> str:
    """On what it rests, without the facts: they are the centre's and the site's."""
    return "、".join(sorted({each.get_ground_display() for each in measure.violations.all()}))


def held_sessions(site: Site) -> int:
    """How many sessions have been held there."""
    return site.sessions.filter(status__in=("ended", "closed")).count()


def state_of(measure: Any) -> str:
    """Whether it has ended, in the public's words."""
    ended = {"closed": "已办结", "escalated": "已升级处理"}
    return ended.get(measure.status, "已下达" if measure.kind == "warning" else "执行中")


MEASURES = (
    Column("措施", "get_kind_display"),
    Column("文号", "number"),
    Column("下达日期", "issued_on"),
    Column("事由", grounds_of),
    Column("情况", state_of),
)


LATER = (
    Column("考点名称", "site.name", link=True),
    Column("考点编号", "site.code"),
    Column("事项", matters),
    Column("考核项目", approved_projects),
)
HISTORY = (
    Column("公告文号", "notice.number", link=True),
    Column("公告日期", "notice.issued_on"),
    Column("事项", lambda line: matters(line.application)),
    Column("考核项目", lambda line: approved_projects(line.application)),
)


def public_url(site: Site) -> str:
    return reverse("registry:site", args=[site.code])


def listed() -> QuerySet[Site]:
    """Every published site with what a line of the directory shows: a fixed number of queries however many there are."""
    return Site.objects.prefetch_related("center", "publication", "authorisations__project", "exit_cases", "measures")


@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """Every published site; suspended, revoked and lapsed ones shown as such, with the notice. Excel and CSV on demand."""
    form = DirectoryForm(request.GET or None)
    sites = listed()
    if form.is_bound and form.is_valid():
        sites = form.apply(sites)
    sites = sites.order_by(*tables.ordering(COLUMNS, request.GET.get("sort", ""), ("code",)))
    if (kind := request.GET.get("export", "")) in exports.KINDS:
        return exports.answer(kind, "考点名录", "sites", EXPORTED, sites)
    page = Paginator(sites, 30).get_page(request.GET.get("page"))
    table = tables.build(COLUMNS, page, caption="考点名录", query=request.GET, url_of=public_url, export=True)
    context = {"title": "考点名录", "table": table, "filters": form,
               "csv_url": table.export_url.replace("export=xlsx", "export=csv")}  # fmt: skip
    return render(request, "sites/registry/directory.html", context)


@require_safe
def site_page(request: HttpRequest, code: str) -> HttpResponse:
    """One site: where, what, until when, and how it stands."""
    site = get_object_or_404(Site.objects.select_related("center", "publication"), code=code)
    notice = reverse("registry:publication", args=[site.publication.uid])
    facts = (
        Fact("考点编号", site.code), Fact("城市", site.center.city), Fact("地址", site.address), Fact("电话", site.phone),
        Fact("公布公告", str(site.publication), url=notice), Fact("公布日期", site.publication.issued_on),
        Fact("监督电话", site.center.phone), Fact("已承担考核场次", held_sessions(site)),
    )  # fmt: skip
    held = site.authorisations.select_related("project")
    measures = site.measures.prefetch_related("violations").order_by("-issued_on", "-id")
    exits = site.exit_cases.filter(status="published").select_related("document")
    context = {
        "title": site.name,
        "site": site,
        "groups": [FactGroup("", facts)],
        "table": tables.build(TERM, held, caption="考核项目和有效期"),
        "history": tables.build(HISTORY, history(site), caption="公布记录", url_of=lambda line: line.url),
        "exits": exits,
        "suspensions": site.measures.filter(kind="suspension", status__in=("issued", "reported", "returned")),
        "measures": tables.build(MEASURES, measures, caption="监管措施") if measures else None,
        "today": clock.today(),
    }
    return render(request, "sites/registry/site.html", context)


def published(uid: uuid.UUID) -> Publication:
    """Http404 for a draft: it is not known to the public."""
    known = Publication.objects.filter(status=Publication.Status.PUBLISHED).select_related("center", "notice")
    return get_object_or_404(known, uid=uid)


@require_safe
def publication_page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The notice as a page: new sites as they stand now, changes and renewals as they were made known."""
    publication = published(uid)
    sites = listed().filter(publication=publication).order_by("code")
    facts = (
        Fact("公告文号", publication.number),
        Fact("公告日期", publication.issued_on),
        Fact("公布部门", publication.center.bureau_name),
    )
    context = {
        "title": publication.heading,
        "groups": [FactGroup("", facts)],
        "tables": [
            *([tables.build(COLUMNS, sites, caption="新设立考点", url_of=public_url)] if sites else []),
            *(
                tables.build(LATER, rows, caption=caption, url_of=lambda row: public_url(row.site))
                for kind, caption in ((Kind.CHANGE, "考点变更"), (Kind.RENEWAL, "授权延续"))
                if (rows := later_rows(publication, kind))
            ),
        ],
        "pdf_url": reverse("registry:publication-pdf", args=[publication.uid]),
    }
    return render(request, "sites/registry/publication.html", context)


@require_safe
def publication_pdf(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The frozen notice."""
    notice = published(uid).notice
    if notice is None:
        raise Http404("a publication of before the portal has no file")
    return HttpResponse(content(notice), content_type="application/pdf", headers={"Content-Disposition": "inline"})
