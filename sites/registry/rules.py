"""What a publication needs (2.4), which site may be used, and when it comes back (5.4). Pure: nothing is changed."""

import datetime
from collections.abc import Iterable

from django.urls import reverse

from sdzx.catalogue.rules import unusable
from sdzx.clauses import enforces
from sdzx.workflow import Blocker
from sites.applications.models import Application, ApplicationProject
from sites.registry.models import Publication, Site


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
        found.append(Blocker("请选择拟公布的申请，至少一项。", "2.4", "applications"))
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


@enforces("5.4")
def out_of_use(site: Site) -> list[Blocker]:
    """A suspended or revoked site takes no session."""
    if site.status == Site.Status.ACTIVE:
        return []
    state, url = site.get_status_display(), reverse("registry:record", args=[site.uid])
    return [Blocker(f"{site.name}当前为“{state}”，不能安排考核，请另选考点。", "5.4", "site", url)]


@enforces("5.4")
def reinstating_unfit(site: Site) -> list[Blocker]:
    """Not once its exit is decided, and not before the rectification of its suspension is accepted."""
    found = []
    if site.exit_cases.filter(status="decided").exists():
        found.append(Blocker("该考点已决定取消资格，待公布，不能恢复。", "5.4"))
    running = site.measures.filter(kind="suspension", status__in=("issued", "reported", "returned")).first()
    if running:
        url = reverse("measures:record", args=[running.uid])
        found.append(Blocker(f"暂停（{running.number}）的整改尚未通过，不能恢复。", "5.4", url=url))
    return found
