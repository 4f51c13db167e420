"""What a publication needs (2.4), and which site may be used (2.4, 3.3, 5.4). Pure: nothing is changed."""

import datetime
from collections.abc import Iterable

from django.urls import reverse

from sdzx.catalogue.models import Project
from sdzx.catalogue.rules import unusable
from sdzx.clauses import enforces
from sdzx.workflow import Blocker
from sites.applications.models import Application, ApplicationProject
from sites.registry.models import Authorisation, Publication, Site


def not_editable(publication: Publication) -> list[Blocker]:
    """What has been published stays as it is."""
    if publication.status == Publication.Status.DRAFT:
        return []
    return [Blocker("公告已公布，不能再修改。", "2.4")]


@enforces("2.4")
def number_taken(publication: Publication) -> list[Blocker]:
    """A number of the bureau is used once."""
    same = Publication.objects.filter(center=publication.center, number=publication.number)
    return [Blocker("这个文号已被另一份公告使用。", "", "number")] if same.exclude(pk=publication.pk).exists() else []


@enforces("2.4", "2.3", "1")
def blockers_of_publication(
    publication: Publication, applications: Iterable[Application], day: datetime.date
) -> list[Blocker]:
    """At least one application, each approved by the centre and of its city, each approved project still usable."""
    found = []
    listed = list(applications)
    if not listed:
        found.append(Blocker("请选择拟公布的考点申请，至少一家。", "2.4", "applications"))
    if publication.issued_on > day:
        found.append(Blocker(f"公告日期为{publication.issued_on}，到期后方可公布。", "2.4", "issued_on"))
    for application in listed:
        host = application.organization.name
        if application.center_id != publication.center_id:
            found.append(Blocker(f"{host}的申请不属于本市。", "2.4", "applications"))
        if application.status != Application.Status.APPROVED:
            found.append(
                Blocker(
                    f"{host}的申请{application.get_status_display()}，市中心同意后方可公布。", "2.3", "applications"
                )
            )
        approved = application.projects.filter(decision=ApplicationProject.Decision.APPROVED).select_related("project")
        found += [
            Blocker(f"{host}：{each.sentence}", each.clause) for row in approved for each in unusable(row.project, day)
        ]
    return found


@enforces("2.4", "3.3", "5.4")
def site_unusable(site: Site, project: Project, day: datetime.date) -> list[Blocker]:
    """A site takes a session of a project only while it is active, authorised for it, and the term runs."""
    url = reverse("registry:record", args=[site.uid])
    if site.status != Site.Status.ACTIVE:
        return [Blocker(f"考点“{site.name}”{site.get_status_display()}，不能安排考核。", "5.4", "site", url)]
    held = Authorisation.objects.filter(site=site, project=project).first()
    if held is None:
        return [Blocker(f"考点“{site.name}”未获“{project.name}”的授权。", "3.3", "site", url)]
    if not held.valid_from <= day <= held.valid_to:
        term = f"{held.valid_from}至{held.valid_to}"
        return [Blocker(f"考点“{site.name}”“{project.name}”的授权期为{term}，{day}不在其内。", "3.3", "site", url)]
    return []
