"""Whether a batch's project may be used (1): what was public before a withdrawal was decided may go on, if the withdrawal says so."""

import datetime

from exams.announcements.models import AnnouncementItem
from sdzx.catalogue.models import Project
from sdzx.catalogue.rules import registration_stopped, unusable
from sdzx.workflow import Blocker


def announced_at(item: AnnouncementItem) -> datetime.datetime | None:
    """When the batch first became public: a revision keeps that moment. None while it never was."""
    while item.origin is not None:
        item = item.origin
    return item.announcement.published_at


def announced_if_withdrawn(item: AnnouncementItem, project: Project) -> datetime.datetime | None:
    """The same, looked up only where it matters."""
    return announced_at(item) if project.withdrawn_from else None


def unusable_in(item: AnnouncementItem, day: datetime.date, project: Project | None = None) -> list[Blocker]:
    """Why nothing may be done in this batch on that day. `project` is the batch's, if it is at hand."""
    entry = project or item.project
    return unusable(entry, day, announced=announced_if_withdrawn(item, entry))


def unpublishable(item: AnnouncementItem) -> list[Blocker]:
    """A batch for which nobody could register is not announced; one that was announced may be revised."""
    return [] if item.origin_id else registration_stopped(item.project)


def unregistrable(item: AnnouncementItem, project: Project | None = None) -> list[Blocker]:
    """Why nobody may register for this batch as its project stands."""
    entry = project or item.project
    return [*registration_stopped(entry), *unusable_in(item, item.exam_from, entry)]
