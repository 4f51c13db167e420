"""Atom feeds: the newest announcements of all cities, and of one."""

import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.db.models import Count
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from exams.announcements.models import Announcement
from exams.announcements.views.public import address
from sdzx.accounts.models import Center

NEWEST = 50


class AllAnnouncements(Feed):
    """Of all cities. A revision is an entry of its own: it is a new document, and what it replaced is no longer listed."""

    feed_type = Atom1Feed
    language = "zh-CN"
    title: Any = "山东省专项职业能力考核公告"
    subtitle: Any = "各市考核公告和修订公告。"

    def link(self, center: Center | None = None) -> str:
        return reverse("announcements:public")

    def feed_url(self, center: Center | None = None) -> str:
        return reverse("announcements:feed")

    def items(self, center: Center | None = None) -> Any:
        found = Announcement.objects.filter(status=Announcement.Status.PUBLISHED).select_related("center")
        if center is not None:
            found = found.filter(center=center)
        return found.annotate(batches=Count("items")).order_by("-published_at", "-pk")[:NEWEST]

    def item_title(self, item: Announcement) -> str:
        revision = f"（第{item.revision}次修订）" if item.revision else ""
        return f"{item.center.city}：{item.heading}{revision}"

    def item_description(self, item: Any) -> str:
        changed = f"修订说明：{item.revision_note}" if item.revision else ""
        return f"{item.number}，共{item.batches}个考核批次。{changed}"

    def item_link(self, item: Announcement) -> str:
        return address(item)

    def item_guid(self, item: Announcement) -> str:
        """The same whatever host or path the portal has."""
        return f"urn:uuid:{item.uid}"

    def item_pubdate(self, item: Announcement) -> datetime.datetime | None:
        return item.published_at

    def item_updateddate(self, item: Announcement) -> datetime.datetime | None:
        return item.published_at

    def item_author_name(self, item: Announcement) -> str:
        return item.center.name


class CityAnnouncements(AllAnnouncements):
    """Of one city, by its code (GB/T 2260)."""

    def get_object(self, request: HttpRequest, code: str) -> Center:
        return get_object_or_404(Center, code=code, kind=Center.Kind.CITY)

    def title(self, center: Center) -> str:
        return f"{center.city}专项职业能力考核公告"

    def subtitle(self, center: Center) -> str:
        return f"{center.name}发布的考核公告和修订公告。"

    def link(self, center: Center | None = None) -> str:
        assert center is not None
        return f"{reverse('announcements:public')}?center={center.pk}"

    def feed_url(self, center: Center | None = None) -> str:
        assert center is not None
        return reverse("announcements:feed_city", args=[center.code])
