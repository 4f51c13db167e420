"""Projects that leave the catalogue while people are registered in them (1): how many, and telling them."""

import datetime

from django.db.models import QuerySet
from django.urls import reverse

from exams.announcements.withdrawn import running
from exams.registration.models import Registration
from sdzx import clock
from sdzx.accounts.actors import Actor
from sdzx.accounts.models import User
from sdzx.accounts.roles import Role
from sdzx.catalogue.models import Project
from sdzx.catalogue.related import Effect
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import notify

Status = Registration.Status
UNDER_WAY = (Status.SUBMITTED, Status.RETURNED, Status.ACCEPTED, Status.WAITING, Status.OFFERED, Status.ARRANGED)


def under_way(project: Project) -> QuerySet[Registration]:
    """Everybody who registered and has not been examined."""
    return Registration.objects.filter(project=project, status__in=UNDER_WAY)


def effect(project: Project, day: datetime.date) -> Effect:
    """Counted only: the province sees no list of candidates here."""
    return Effect(
        "未完成考核的报名", under_way(project).count(),
        going_on="报名有效，照常审核、安排考场和考核。", stopping="撤出日期起的考核不再安排，由各中心通知改报其他项目。",
    )  # fmt: skip


def tell(project: Project, by: Actor) -> None:
    """Candidates and those who registered for a unit, once for each batch: a handful of queries a batch."""
    _tell(project, NoticeKind.REGISTERED_PROJECT_WITHDRAWN)


def tell_kept(project: Project, by: Actor) -> None:
    """The same people."""
    _tell(project, NoticeKind.PROJECT_KEPT)


def _tell(project: Project, kind: NoticeKind) -> None:
    for item in running(project, clock.today()):
        here = under_way(project).filter(item=item)
        people = {person.pk: person for person in User.objects.filter(registrations__in=here)}
        registrars = User.objects.filter(
            memberships__role=Role.REGISTRAR,
            memberships__is_active=True,
            memberships__organization__in=here.values("unit"),
        )
        people |= {person.pk: person for person in registrars}
        url = reverse("announcements:page", args=[item.announcement.uid])
        notify(kind, to=people.values(), subject=item, url=url, project=project)
