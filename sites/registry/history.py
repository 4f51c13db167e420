"""What the bureau has made known of a site, and what a notice says of its changes and renewals (2.4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse

from sites.applications.models import Application
from sites.registry.models import Publication, Site

Kind = Application.Kind


@dataclass(frozen=True, slots=True)
class Line:
    """One application of the site and the notice that made it known."""

    application: Application
    notice: Publication

    @property
    def url(self) -> str:
        return reverse("registry:publication", args=[self.notice.uid])


def matters(application: Application) -> str:
    """«设立», «延续», or what was changed: «增加考核项目、搬迁考核场地（迁至…）»."""
    if application.kind != Kind.CHANGE:
        return str(application.get_kind_display())
    return "、".join(
        Application.Change(each).label + (f"（迁至{application.address}）" if each == "premises" else "")
        for each in application.changes
    )


def approved_projects(application: Application) -> str:
    """The projects that were agreed to, with their capacity."""
    return "；".join(
        f"{row.project.name}（每场{row.workstations}人）"
        for row in application.projects.all()
        if row.decision == "approved"
    )


def later_rows(publication: Publication, kind: str) -> Sequence[Application]:
    """The changes, or the renewals, of a batch; by the site's code."""
    found = publication.applications.filter(kind=kind).select_related("site", "organization")
    return list(found.prefetch_related("projects__project").order_by("site__code"))


def history(site: Site) -> list[Line]:
    """Newest first: by which notice the site was founded, changed, renewed."""
    found = Application.objects.filter(Q(site=site) | Q(founded_site=site), status=Application.Status.PUBLISHED)
    published = Publication.Status.PUBLISHED
    return [
        Line(application, notice)
        for application in found.prefetch_related("projects__project", "publications").order_by("-id")
        for notice in application.publications.all()
        if notice.status == published
    ]
