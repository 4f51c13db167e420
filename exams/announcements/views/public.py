"""What anybody reads: the list by city and year, an announcement with its batches, its PDF."""

import datetime
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
from sdzx.catalogue.rules import registration_stopped
from sdzx.files.lines import file_line
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
    chosen = form.cleaned_data.get("center") if form.is_bound and form.is_valid() else None
    context = {
        "title": "考核公告", "table": table, "filters": form, "city": chosen.city if chosen else "",
        "feed_url": reverse("announcements:feed_city", args=[chosen.code]) if chosen else reverse("announcements:feed"),
    }  # fmt: skip
    return render(request, "exams/announcements/public.html", context)


@require_safe
def page(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """One announcement with its batches, and the way to register while a window is open."""
    return render(request, "exams/announcements/page.html", shown(public_or_404(uid)))


def shown(announcement: Announcement, *, preview: bool = False) -> dict[str, Any]:
    """What the public page says; a preview has no way to register yet."""
    former, later = announcement.revises, _successor(announcement)
    return {
        "title": announcement.heading, "announcement": announcement, "former": former, "later": later, "preview": preview,
        "changes": changes.between(former, announcement) if former else (),
        "batches": [_shown(item, announcement) for item in changes.items_of(announcement)],
        "attachments": [file_line(each.file, "附件") for each in announcement.attachments.select_related("file")],
        "feed_url": reverse("announcements:feed_city", args=[announcement.center.code]),
    }  # fmt: skip


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
    found = Announcement.objects.public().select_related("center", "document", "revises__center")
    return get_object_or_404(found, uid=uid)


def address(announcement: Announcement) -> str:
    """The public page."""
    return reverse("announcements:page", args=[announcement.uid])


def _successor(announcement: Announcement) -> Announcement | None:
    return Announcement.objects.public().filter(revises=announcement).first()


def _shown(item: AnnouncementItem, announcement: Announcement) -> dict[str, Any]:
    """A batch as the public page shows it: its state in words, and the address to register when it is open."""
    state, tone = state_of(item, announcement, clock.now())
    return {
        "item": item,
        "text": documents.row(item),
        "state": state,
        "tone": tone,
        "url": f"{reverse('registration:new')}?item={item.pk}" if state in OPEN_NOW else "",
        "project_url": reverse("catalogue:page", args=[item.project.uid]),
    }


OPEN_NOW = ("正在报名", "即将截止", "名额已满，可候补")
SOON = datetime.timedelta(days=3)


def state_of(item: AnnouncementItem, announcement: Announcement, now: datetime.datetime) -> tuple[str, str]:
    """Whether one can register, in words, and the badge's tone. At the very moment of closing it is closed."""
    if announcement.status == Announcement.Status.SUPERSEDED:
        return "已被修订", "neutral"
    if announcement.status != Announcement.Status.PUBLISHED:
        return "发布后按报名时间开放", "neutral"
    if now < item.registration_closes and registration_stopped(item.project):
        return "项目撤出目录，已停止报名", "bad"
    if now < item.registration_opens:
        return "报名未开始", "progress"
    if now >= item.registration_closes:
        return "报名已截止", "neutral"
    if item.taken >= item.places:
        return "名额已满，可候补", "warning"
    return ("即将截止", "warning") if item.registration_closes - now <= SOON else ("正在报名", "good")
