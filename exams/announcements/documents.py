"""The announcement as a document."""

import datetime
from typing import Any

from django.utils import timezone

from exams.announcements.models import Announcement, AnnouncementItem
from sdzx import clock
from sdzx.documents.render import render


def announcement(record: Announcement) -> bytes:
    """The PDF; a draft is dated today. Raises UnprintableText."""
    return render("pdf/announcement.html", context(record), title=record.heading)


def context(record: Announcement) -> dict[str, Any]:
    """What templates/pdf/announcement.html prints."""
    items = record.items.select_related("project", "specification")
    return {
        "center": record.center.name,
        "number": record.number,
        "issued_on": timezone.localtime(record.published_at or clock.now()).date(),
        "heading": record.heading,
        "revision": record.revision,
        "revision_note": record.revision_note,
        "introduction": record.introduction,
        "items": [row(item) for item in items],
        "eligibility": record.eligibility,
        "how_to_register": record.how_to_register,
        "how_appraised": record.how_appraised,
        "other": record.other_matters,
        "contact": record.contact,
        "phone": record.phone,
        "address": record.center.address or record.center.city,
    }


def row(item: AnnouncementItem) -> dict[str, str]:
    """A batch as text."""
    opens, closes = timezone.localtime(item.registration_opens), timezone.localtime(item.registration_closes)
    return {
        "project": str(item),
        "specification": f"第{item.specification.version}版考核规范",
        "registration": f"{moment(opens)}至{moment(closes)}",
        "exam_dates": span(item.exam_from, item.exam_to),
        "mode": item.specification.get_mode_display(),
        "places": f"限{item.places}人",
    }


def moment(value: datetime.datetime) -> str:
    """«3月20日9:00»."""
    return f"{value.month}月{value.day}日{value.hour}:{value:%M}"


def span(first: datetime.date, last: datetime.date) -> str:
    """«4月20日», «4月20日至30日», «4月20日至5月3日»; with the years when they differ."""
    if first == last:
        return f"{first.month}月{first.day}日"
    if first.year != last.year:
        return f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"
    end = f"{last.day}日" if first.month == last.month else f"{last.month}月{last.day}日"
    return f"{first.month}月{first.day}日至{end}"
