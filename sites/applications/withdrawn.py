"""Projects that leave the catalogue while applications for them are under way (1)."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.catalogue.models import Project
from sdzx.catalogue.related import SHOWN, Effect
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sdzx.ui.parts import Fact
from sites.applications.models import Application, ApplicationProject
from sites.applications.rules import LIVE
from sites.applications.services import record_path


def effect(project: Project, day: datetime.date) -> Effect:
    """The applications that a centre has: drafts are the hosts' own."""
    found = ApplicationProject.objects.filter(project=project, application__status__in=LIVE)
    rows = found.select_related("application__organization").order_by("pk")[:SHOWN]
    examples = tuple(
        Fact(
            row.application.organization.name,
            f"{row.application.number}，{row.application.get_status_display()}",
            url=reverse("applications:record", args=[row.application.uid]),
        )
        for row in rows
    )
    meaning = "撤出日期起不能受理、同意设立；其他项目不受影响。"
    return Effect("办理中的考点申请", found.count(), examples=examples, going_on=meaning, stopping=meaning)


def tell(project: Project, by: Actor) -> None:
    """Hosts, clerks and the director of every application under way that names the project; drafts concern only the host."""
    _tell(project, NoticeKind.PROJECT_WITHDRAWN, withdrawn_from=project.withdrawn_from)


def tell_kept(project: Project, by: Actor) -> None:
    """The same people."""
    _tell(project, NoticeKind.PROJECT_KEPT, project=project)


def _tell(leaving: Project, kind: NoticeKind, **facts: Any) -> None:
    for row in _under_way(leaving):
        application = row.application
        people = holders(Role.SITE, organization=application.organization)
        if application.status != Application.Status.DRAFT:
            people += holders(Role.CLERK, center=application.center) + holders(Role.DIRECTOR, center=application.center)
        notify(kind, to=people, subject=row, url=record_path(application), application=application, **facts)


def _under_way(project: Project) -> QuerySet[ApplicationProject]:
    rows = ApplicationProject.objects.filter(project=project, application__status__in=[Application.Status.DRAFT, *LIVE])
    return rows.select_related("application__organization", "application__center").order_by("pk")
