"""Projects that leave the catalogue while applications for them are under way (1)."""

from sdzx.accounts.actors import Actor
from sdzx.accounts.roles import Role
from sdzx.catalogue.models import Project
from sdzx.notifications.kinds import NoticeKind
from sdzx.notifications.services import holders, notify
from sites.applications.models import Application, ApplicationProject
from sites.applications.rules import LIVE
from sites.applications.services import record_path


def tell(project: Project, by: Actor) -> None:
    """Hosts, clerks and the director of every application under way that names the project; drafts concern only the host."""
    rows = ApplicationProject.objects.filter(
        project=project, application__status__in=[Application.Status.DRAFT, *LIVE]
    ).select_related("application__organization", "application__center")
    for row in rows.order_by("pk"):
        application = row.application
        people = holders(Role.SITE, organization=application.organization)
        if application.status != Application.Status.DRAFT:
            people += holders(Role.CLERK, center=application.center) + holders(Role.DIRECTOR, center=application.center)
        notify(
            NoticeKind.PROJECT_WITHDRAWN, to=people, subject=row, url=record_path(application), application=application,
            withdrawn_from=project.withdrawn_from,
        )  # fmt: skip
