"""Announcements and their batches in named states."""

import datetime
from typing import Any

from exams.announcements.models import Announcement, AnnouncementItem, Attachment
from sdzx import clock
from sdzx.accounts.models import Center
from sdzx.catalogue.models import Project
from sdzx.files.services import store
from tests.factories import catalogue, people

DAY = datetime.timedelta(days=1)


def draft(city: Center | None = None, **values: Any) -> Announcement:
    """Complete in every text of 3.1, for this year, without items."""
    center = city or people.center()
    year = clock.today().year
    given: dict[str, Any] = {
        "year": year, "number": f"鉴公告〔{year}〕1号", "heading": f"{year}年度专项职业能力考核公告",
        "introduction": "根据《山东省专项职业能力考核工作规则》，现将有关事项公告如下。",
        "eligibility": "年满16周岁，有相应劳动能力的人员。", "how_to_register": "通过本系统报名，个人和单位均可。",
        "how_appraised": "按照考核规范，以实际操作为主。", "other_matters": "考核收费按有关规定执行。",
        "contact": "周敏", "phone": "0531-81276543",
    }  # fmt: skip
    given |= values
    return Announcement.objects.create(
        center=center, created_by=given.pop("created_by", None) or people.user(), **given
    )


def approved(city: Center | None = None, **values: Any) -> Announcement:
    """A draft with all that the later states need: who approved it, and the time set for its publication."""
    given = {"publish_at": clock.now() + DAY, "approved_by": people.user()}
    return draft(city, **{**given, **values})


def scheduled(city: Center | None = None, **values: Any) -> Announcement:
    """Complete with one item, approved for publication tomorrow."""
    made = approved(city, **{"status": Announcement.Status.SCHEDULED, **values})
    batch(made)
    return made


def batch(announcement: Announcement, project: Project | None = None, **values: Any) -> AnnouncementItem:
    """An item of the announcement: registration open since yesterday for 30 days, exams in the month after."""
    project = project or catalogue.project()
    now = clock.now()
    given: dict[str, Any] = {
        "specification": project.specifications.get(status="in_force"), "registration_opens": now - DAY,
        "registration_closes": now + 30 * DAY, "exam_from": clock.today() + 40 * DAY,
        "exam_to": clock.today() + 70 * DAY, "places": 60,
    }  # fmt: skip
    return AnnouncementItem.objects.create(announcement=announcement, project=project, **{**given, **values})


def attach(announcement: Announcement, name: str) -> Attachment:
    """A PDF attached to it."""
    stored = store(
        b"%PDF-1.4 " + name.encode(), name=name, kind="announcement.attachment", media_type="application/pdf"
    )
    return Attachment.objects.create(announcement=announcement, file=stored, label=name)


def pending(city: Center | None = None, **values: Any) -> Announcement:
    """Complete with one item, waiting for the director."""
    made = draft(city, **{"status": Announcement.Status.PENDING, **values})
    batch(made)
    return made


def published(city: Center | None = None, **values: Any) -> Announcement:
    """Published, without items (see `batch`). A supplement, so that a centre may have several; `kind` may say annual."""
    given = {"status": Announcement.Status.PUBLISHED, "kind": Announcement.Kind.SUPPLEMENT, "published_at": clock.now()}
    return draft(city, **{**given, **values})


def item(city: Center | None = None, project: Project | None = None, **values: Any) -> AnnouncementItem:
    """A batch of a published announcement with an open registration window and 60 places."""
    return batch(published(city), project, **values)


def closed_item(city: Center | None = None, project: Project | None = None, **values: Any) -> AnnouncementItem:
    """As `item`, its registration closed an hour ago; exams may be arranged from tomorrow on."""
    now = clock.now()
    given = {
        "registration_opens": now - 30 * DAY, "registration_closes": now - datetime.timedelta(hours=1),
        "exam_from": clock.today() + DAY, "exam_to": clock.today() + 30 * DAY,
    }  # fmt: skip
    return item(city, project, **{**given, **values})
