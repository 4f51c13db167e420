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
    items = record.items.select_related("project", "specification", "announcement")
    return {
        "center": record.center.name,
        "number": record.number,
        "issued_on": timezone.localtime(record.published_at or clock.now()).date(),
        "heading": record.heading,
        "revision": record.revision,
        "revision_note": record.revision_note,
        "introduction": record.introduction,
        "preview": record.published_at is None and record.status != Announcement.Status.SCHEDULED,
        "items": [row(item) for item in items],
        "attachments": [each.label for each in record.attachments.all()],
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
    year = item.announcement.year
    return {
        "project": str(item),
        "specification": f"第{item.specification.version}版考核规范",
        "registration": f"{moment(opens, year)}至{moment(closes, year)}",
        "exam_dates": span(item.exam_from, item.exam_to, year),
        "mode": item.specification.get_mode_display(),
        "places": f"限{item.places}人",
        "eligibility": item.eligibility,
        "how_appraised": item.how_appraised,
        "contact": item.contact,
    }


def moment(value: datetime.datetime, year: int) -> str:
    """«3月20日9:00», with its year when that is not the announcement's."""
    return f"{date(value, year)}{value.hour}:{value:%M}"


def date(value: datetime.date, year: int) -> str:
    """«4月20日», with its year when that is not the announcement's."""
    said = f"{value.month}月{value.day}日"
    return said if value.year == year else f"{value.year}年{said}"


def span(first: datetime.date, last: datetime.date, year: int) -> str:
    """«4月20日», «4月20日至30日», «4月20日至5月3日», «12月20日至2027年1月3日» in an announcement of 2026."""
    if first == last:
        return date(first, year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{date(first, year)}至{last.day}日"
    # a year already said before «至» holds for both
    return f"{date(first, year)}至{date(last, first.year)}"
