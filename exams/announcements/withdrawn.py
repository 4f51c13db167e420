"""Projects that leave the catalogue while batches of theirs are public (1): what is touched, who is told."""

import datetime

from django.db.models import QuerySet
from django.urls import reverse

from exams.announcements.models import Announcement, AnnouncementItem
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.catalogue.models import Project
from sdzx.catalogue.related import SHOWN, Effect
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.ui.parts import Fact

OFFICES = (Role.CLERK, Role.ARRANGER, Role.DIRECTOR)


def running(project: Project, day: datetime.date) -> QuerySet[AnnouncementItem]:
    """Batches of published announcements whose last examination day is not past."""
    found = AnnouncementItem.objects.filter(
        project=project, announcement__status=Announcement.Status.PUBLISHED, exam_to__gte=day
    )
    return found.select_related("announcement__center", "project").order_by("exam_from", "pk")


def effect(project: Project, day: datetime.date) -> Effect:
    """The batches that are public."""
    found = running(project, day)
    examples = tuple(
        Fact(
            f"{item.announcement.center.city}第{item.batch}批",
            f"考核{item.exam_from:%Y-%m-%d}至{item.exam_to:%Y-%m-%d}，已占名额{item.taken}／{item.places}",
            url=reverse("announcements:page", args=[item.announcement.uid]),
        )
        for item in found[:SHOWN]
    )
    return Effect(
        "已公布、尚未考核完毕的批次", found.count(), examples=examples,
        going_on="按公告继续报名、考核和发证。", stopping="立即停止报名；撤出日期起的考核不再进行，由各中心修订公告。",
    )  # fmt: skip


def tell(project: Project, by: Actor) -> None:
    """The office of every centre with a batch that is public."""
    _tell(project, NoticeKind.BATCH_WITHDRAWN)


def tell_kept(project: Project, by: Actor) -> None:
    """The same offices."""
    _tell(project, NoticeKind.PROJECT_KEPT)


def _tell(project: Project, kind: NoticeKind) -> None:
    for item in running(project, clock.today()):
        people = [person for role in OFFICES for person in holders(role, center=item.announcement.center)]
        url = reverse("announcements:record", args=[item.announcement.uid])
        notify(kind, to=people, subject=item, url=url, project=project)
