"""A site's changes and renewals in named states: begun through the services, put further on through the ORM."""

import datetime
from collections.abc import Sequence
from typing import Any

from sdzx import clock
from sdzx.catalogue.models import Project
from sites.applications.models import Application, ApplicationProject, Attachment, ExaminerRow
from sites.registry.changes import services
from sites.registry.models import Site
from tests.factories import catalogue, sites

NUMBERS = sites._numbers
S = Application.Status


def ending_site(days: int = 30, **values: Any) -> Site:
    """A site whose authorisations end in so many days."""
    made = sites.site(**values)
    made.authorisations.update(valid_to=clock.today() + datetime.timedelta(days=days))
    return made


def finish(application: Application, status: str) -> Application:
    """With opinion, picture and stamped page, and in that state."""
    application.opinion = "同意申报。"
    for kind in (Attachment.Kind.STAMPED, Attachment.Kind.IMAGE):
        file = sites.stored(f"application.{kind}", content=sites.PDF + f"{next(NUMBERS)}".encode())
        application.attachments.create(kind=kind, file=file)
    if status != S.DRAFT:
        application.number = f"SQ370100-2026-{next(NUMBERS):04d}"
        application.submitted_at = clock.now()
    application.status = status
    application.save()
    if status in (S.APPROVED, S.PUBLISHED):
        application.projects.update(decision=ApplicationProject.Decision.APPROVED)
    return application


def add_project(application: Application, project: Project, workstations: int = 15) -> ApplicationProject:
    """With three examiners of its own."""
    row = application.projects.create(project=project, workstations=workstations, rooms=1)
    for n in range(3):
        add_examiner(application, [project], f"新考评员{'甲乙丙'[n]}")
    return row


def add_examiner(application: Application, projects: Sequence[Project], name: str = "新考评员") -> ExaminerRow:
    row = ExaminerRow.objects.create(
        application=application, name=name, sex="女", birth_date=sites.BORN, education="大专", title="讲师",
        certificate="高级（三级）", trade=projects[0].name, card_number=f"KP{next(NUMBERS):06d}",
    )  # fmt: skip
    row.projects.set(projects)
    return row


def change(
    of: Site | None = None,
    *,
    changes: Sequence[str] = ("projects",),
    status: str = S.DRAFT,
    project: Project | None = None,
    address: str = "",
) -> Application:
    """A change of these matters, complete."""
    site = of or sites.site()
    made = services.begin_change(site, by=sites.staff(site.organization), changes=changes)
    if "projects" in changes:
        add_project(made, project or catalogue.project())
    if "capacity" in changes:
        first = made.projects.first()
        first.workstations += 10
        first.save()
    if "examiners" in changes:
        add_examiner(made, [row.project for row in made.projects.all()])
    if "premises" in changes:
        made.address = address or "济南市高新区新泺大街2号"
    return finish(made, status)


def renewal(of: Site | None = None, *, status: str = S.DRAFT) -> Application:
    """A renewal of everything that the site holds."""
    site = of or ending_site()
    held = list(site.authorisations.all())
    made = services.begin_renewal(site, by=sites.staff(site.organization), authorisations=held)
    return finish(made, status)
