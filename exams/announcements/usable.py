"""Whether a batch's project may be used (1): what was public before a withdrawal was decided may go on, if the withdrawal says so."""

import datetime

from exams.announcements.models import AnnouncementItem
from sdzx.catalogue.rules import registration_stopped, unusable
from sdzx.workflow import Blocker


def announced_at(item: AnnouncementItem) -> datetime.datetime | None:
    """When the batch first became public: a revision keeps that moment. None while it never was."""
    while item.origin is not None:
        item = item.origin
    return item.announcement.published_at


def announced_if_withdrawn(item: AnnouncementItem) -> datetime.datetime | None:
    """The same, looked up only where it matters."""
    return announced_at(item) if item.project.withdrawn_from else None


def unusable_in(item: AnnouncementItem, day: datetime.date) -> list[Blocker]:
    """Why nothing may be done in this batch on that day."""
    return unusable(item.project, day, announced=announced_if_withdrawn(item))


def unregistrable(item: AnnouncementItem) -> list[Blocker]:
    """Why nobody may register for this batch as its project stands."""
    return [*registration_stopped(item.project), *unusable_in(item, item.exam_from)]
