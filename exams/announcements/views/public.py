"""What anybody reads: the list by city and year, an announcement with its batches, its PDF."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from exams.announcements import changes, documents
from exams.announcements.forms import PublicFilter
from exams.announcements.models import Announcement, AnnouncementItem
from sdzx import clock
from sdzx.files.services import ContentMissing, content
from sdzx.ui import tables
from sdzx.ui.parts import Column

COLUMNS = (
    Column("标题", "heading", link=True),
    Column("城市", "center.city", order="center__code"),
    Column("年度", "year", order="year"),
    Column("类别", "get_kind_display"),
    Column("文号", "number"),
    Column("发布时间", "published_at", order="published_at"),
)


@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """Published announcements, the newest first; what a revision replaced is reached from the revision."""
    form = PublicFilter(request.GET or None)
    found = Announcement.objects.filter(status=Announcement.Status.PUBLISHED).select_related("center")
    if form.is_bound and form.is_valid():
        found = form.apply(found)
    found = found.order_by(*tables.ordering(COLUMNS, request.GET.get("sort", ""), ("-published_at",)))
    page = Paginator(found, 30).get_page(request.GET.get("page"))
    table = tables.build(COLUMNS, page, caption="考核公告", query=request.GET, url_of=address)
    return render(request, "exams/announcements/public.html", {"title": "考核公告", "table": table, "filters": form})


@require_safe
def page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One announcement with its batches, and the way to register while a window is open."""
    announcement = public_or_404(uid)
    items = announcement.items.select_related("project", "specification")
    former, later = announcement.revises, _successor(announcement)
    context = {
        "title": announcement.heading, "announcement": announcement, "former": former, "later": later,
        "changes": changes.between(former, announcement) if former else (),
        "batches": [_shown(item, announcement) for item in items],
    }  # fmt: skip
    return render(request, "exams/announcements/page.html", context)


@require_safe
def pdf(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The document as it was frozen at publication."""
    announcement = public_or_404(uid)
    if announcement.document is None:
        raise Http404
    return inline(announcement)


def inline(announcement: Announcement) -> HttpResponse:
    """The frozen document, or that of the draft as it is now."""
    try:
        stored = announcement.document
        body = content(stored) if stored else documents.announcement(announcement)
    except ContentMissing as error:
        raise Http404 from error
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="announcement-{announcement.year}.pdf"'
    return response


def public_or_404(uid: uuid.UUID) -> Announcement:
    """A published or superseded announcement."""
    found = Announcement.objects.public().select_related("center", "document", "revises")
    return get_object_or_404(found, uid=uid)


def address(announcement: Announcement) -> str:
    """The public page."""
    return reverse("announcements:page", args=[announcement.uid])


def _successor(announcement: Announcement) -> Announcement | None:
    return Announcement.objects.public().filter(revises=announcement).first()


def _shown(item: AnnouncementItem, announcement: Announcement) -> dict[str, Any]:
    """A batch as the public page shows it: its state in words, and the address to register when it is open."""
    now = clock.now()
    current = announcement.status == Announcement.Status.PUBLISHED
    open_now = current and item.registration_opens <= now < item.registration_closes
    if not current:
        state, tone = "已被修订", "neutral"
    elif now < item.registration_opens:
        state, tone = "报名未开始", "progress"
    else:
        state, tone = ("正在报名", "good") if open_now else ("报名已截止", "neutral")
    if open_now and item.taken >= item.places:
        state, tone = "名额已满，可候补", "warning"
    return {
        "item": item,
        "text": documents.row(item),
        "state": state,
        "tone": tone,
        "url": f"{reverse('registration:new')}?item={item.pk}" if open_now else "",
        "project_url": reverse("catalogue:page", args=[item.project.uid]),
    }
